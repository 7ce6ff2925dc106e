import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import type { HostProcess } from '../support/hostProcess.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test as base } from './fixtures.ts';

interface StoredRecording {
  readonly id: string;
  readonly state: string;
  readonly bytes: number;
  readonly duration_ms: number | null;
  readonly end_reason: string | null;
  readonly deleted_at: number | null;
}

interface Fixtures {
  recording: object;
  recordings: () => readonly StoredRecording[];
  facts: () => readonly string[];
}

// Each speaks for some seconds, twice with the clip before it.
base.setTimeout(120_000);

/** A desk with an administrator's file, which has been put on the practice exchange. */
const test = base.extend<Fixtures>({
  recording: [{ mode: 'agent' }, { option: true }],
  host: async ({ folder, dataDir, recording }, use) => {
    const host = await startHost({ dataDir, provision: provision(folder, recording) });
    await use(host);
    await host.stop();
  },
  practice: async ({ app }, use) => {
    await toPractice(app);
    await use(app);
  },
  recordings: async ({ dataDir }, use) =>
    use(() => query<StoredRecording>(dataDir, 'SELECT * FROM recordings ORDER BY started_at')),
  facts: async ({ dataDir }, use) =>
    use(() =>
      query<{ body: string }>(
        dataDir,
        "SELECT body FROM call_events WHERE type = 'recording' ORDER BY seq",
      ).map(({ body }) => {
        const { what, detail } = JSON.parse(body) as { what: string; detail: string };
        return `${what} ${detail}`.trim();
      }),
    ),
});

function provision(folder: string, recording: object): string {
  const file = join(folder, 'provision.json');
  // Nobody is there: the practice exchange is what these tests speak to.
  const account = { uri: 'sip:1001@127.0.0.1', password: 'x', servers: ['ws://127.0.0.1:9/ws'] };
  writeFileSync(file, JSON.stringify({ version: 1, account, policy: { recording } }));
  return file;
}

async function toPractice(page: Page): Promise<void> {
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('line-choice').getByText('연습').click();
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
}

async function talk(page: Page): Promise<void> {
  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
}

/** A value once it stays the same for longer than a piece of sound takes (capture.ts). */
async function settled<T>(read: () => T): Promise<T> {
  let last = read();
  await expect
    .poll(
      () => {
        const before = last;
        last = read();
        return last === before;
      },
      { intervals: [1_500] },
    )
    .toBe(true);
  return last;
}

const state = (page: Page) => page.getByTestId('recording-state');
const isNow = (page: Page, phase: string) =>
  expect(state(page)).toHaveAttribute('data-phase', phase, { timeout: 15_000 });

async function hangUp(page: Page): Promise<void> {
  await page.getByTestId('hang-up').click();
  await expect(page.getByTestId('ended-line')).toBeVisible();
}

async function openLastCall(page: Page): Promise<void> {
  await page.getByTestId('nav-history').click();
  await page.getByTestId('history-row').first().click();
}

test('the agent starts it: told first, said as long as it is true, pausable, in the log', async ({
  practice,
  recordings,
  facts,
  dataDir,
}) => {
  await talk(practice);
  await expect(state(practice)).toHaveText('');
  await practice.getByTestId('recording-start').click();
  await isNow(practice, 'noticing');
  // The agent sees the sentence too; nothing is written yet, and the word is not used.
  await expect(practice.getByTestId('recording-notice')).toContainText('통화 내용을 녹음합니다');
  await expect(practice.getByTestId('call-bar')).not.toContainText('녹음 중');
  expect(recordings()).toEqual([]);

  await isNow(practice, 'recording');
  await expect(state(practice)).toHaveText('녹음 중');
  await expect(practice.getByRole('status').filter({ hasText: '녹음 중' })).toBeVisible();
  await expect.poll(() => recordings()[0]?.bytes ?? 0).toBeGreaterThan(0);

  await practice.keyboard.press('F10');
  await isNow(practice, 'paused');
  await expect(practice.getByTestId('call-bar')).not.toContainText('녹음 중');
  const paused = await settled(() => recordings()[0]?.bytes);
  await practice.getByTestId('hold').click();
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'held');
  await practice.getByTestId('hold').click();
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  // Hold and resume do not take up what the agent has paused.
  await isNow(practice, 'paused');
  expect(await settled(() => recordings()[0]?.bytes)).toBe(paused);
  await practice.keyboard.press('F10');
  await isNow(practice, 'recording');
  await practice.getByTestId('recording-stop').click();
  await isNow(practice, 'stopped');
  await expect.poll(() => recordings()[0]?.state).toBe('ended');
  await hangUp(practice);
  await expect
    .poll(facts)
    .toEqual(['noticed played', 'started', 'paused agent', 'resumed', 'ended agent']);
  expect(recordings()).toHaveLength(1);
  const [file = ''] = readdirSync(join(dataDir, 'recordings'));
  expect(file).toMatch(/^[0-9a-f-]{36}\.ogg$/);
  const info = execFileSync('opusinfo', [join(dataDir, 'recordings', file)], { encoding: 'utf8' });
  expect(info).not.toMatch(/warning|error/i);
});

test('the agent may say it: recording begins at the word, or not at all', async ({
  practice,
  recordings,
  facts,
}) => {
  await talk(practice);
  await practice.getByTestId('recording-start').click();
  await practice.getByTestId('recording-cancel').click();
  await isNow(practice, 'idle');
  await practice.getByTestId('recording-start').click();
  await practice.getByTestId('recording-said').click();
  await isNow(practice, 'recording');
  await hangUp(practice);
  await expect.poll(() => recordings()[0]?.state).toBe('ended');
  expect(recordings()).toHaveLength(1);
  await expect.poll(facts).toEqual(['noticed said', 'started', 'ended call-ended']);
});

test('a recorded call is marked, found, listened to, deleted and taken back', async ({
  practice,
  recordings,
  dataDir,
}) => {
  // Wide enough for the log and one call beside it.
  await practice.setViewportSize({ width: 1_680, height: 900 });
  await talk(practice);
  await practice.getByTestId('recording-start').click();
  await practice.getByTestId('recording-said').click();
  await isNow(practice, 'recording');
  await expect.poll(() => recordings()[0]?.bytes ?? 0, { timeout: 20_000 }).toBeGreaterThan(15_000);
  await hangUp(practice);
  await talk(practice);
  await hangUp(practice);

  await practice.getByTestId('nav-history').click();
  await expect(practice.getByTestId('history-row')).toHaveCount(2);
  await practice.getByTestId('history-recorded').click();
  await expect(practice.getByTestId('history-row')).toHaveCount(1);
  await expect(practice.getByTestId('row-recorded')).toHaveText('녹음 있음');
  await practice.getByTestId('history-row').first().click();
  await practice.getByTestId('recording-listen').click();
  const player = practice.getByTestId('recording-player');
  await expect(practice.getByTestId('recording-wave')).toBeVisible();
  const audio = player.locator('audio');
  const property = (name: 'duration' | 'currentTime' | 'playbackRate') =>
    audio.evaluate((element, key) => (element as HTMLAudioElement)[key], name);
  // The length is known before the end has been heard.
  const known = (recordings()[0]?.duration_ms ?? 0) / 1_000;
  await expect.poll(() => property('duration')).toBeCloseTo(known, 1);
  await practice.getByTestId('recording-play').click();
  await expect(player).toHaveAttribute('data-playing', 'true');
  await expect.poll(() => property('currentTime')).toBeGreaterThan(0.2);
  await practice.getByTestId('recording-speed').locator('select').selectOption('2');
  expect(await property('playbackRate')).toBe(2);
  await practice.getByTestId('recording-channel').getByText('고객').click();
  await practice.getByTestId('recording-play').click();
  await expect(player).toHaveAttribute('data-playing', 'false');
  const seek = practice.getByTestId('recording-seek');
  await seek.focus();
  await practice.keyboard.press('Home');
  await practice.keyboard.press('ArrowRight');
  await expect.poll(() => property('currentTime')).toBeCloseTo(1, 1);
  await expect(seek).toHaveAttribute('aria-valuetext', /0:01/);
  expect(await seriousProblems(practice)).toEqual([]);

  const download = practice.waitForEvent('download');
  await practice.getByTestId('recording-save').click();
  await practice.getByTestId('recording-reason-confirm').click();
  await expect(practice.getByTestId('recording-reason-error')).toBeVisible();
  await practice.getByTestId('recording-reason').fill('분쟁 조정 제출');
  await practice.keyboard.press('Enter');
  const name = (await download).suggestedFilename();
  expect(name).toMatch(/^ieum-\d{4}-\d{2}-\d{2}-\d{6}\.ogg$/);

  await practice.getByTestId('recording-delete').click();
  await practice.getByTestId('recording-reason').fill('고객 요청');
  await practice.getByTestId('recording-reason-confirm').click();
  await expect(practice.getByTestId('detail-recording')).toContainText('고객 요청');
  await expect(practice.getByTestId('history-row')).toHaveCount(0);
  await practice.getByTestId('recording-restore').click();
  await expect(practice.getByTestId('history-row')).toHaveCount(1);
  const log = query<{ action: string; reason: string }>(
    dataDir,
    // Looks at the customer's card are written down beside it.
    "SELECT action, reason FROM access_log WHERE action LIKE 'recording.%' ORDER BY seq",
  );
  expect(log.map(({ action, reason }) => `${action} ${reason}`.trim())).toEqual([
    'recording.listen',
    'recording.export 분쟁 조정 제출',
    'recording.delete 고객 요청',
    'recording.restore',
  ]);
});

test.describe('where every call is recorded', () => {
  test.use({ recording: { mode: 'always', noticeText: '품질 관리를 위해 녹음합니다.' } });

  test('it starts by itself after the notice, can be paused and not ended', async ({
    practice,
    recordings,
  }) => {
    await talk(practice);
    await isNow(practice, 'noticing');
    await expect(practice.getByTestId('recording-notice')).toContainText('품질 관리를 위해');
    await expect(practice.getByTestId('recording-cancel')).toBeHidden();
    expect(await seriousProblems(practice)).toEqual([]);
    await isNow(practice, 'recording');
    expect(await seriousProblems(practice)).toEqual([]);
    await expect(practice.getByTestId('recording-stop')).toBeHidden();
    await practice.getByTestId('recording-pause').click();
    await isNow(practice, 'paused');
    await hangUp(practice);
    await expect.poll(() => recordings()[0]?.state).toBe('ended');
  });

  test('a page that is closed in the middle leaves what was said', async ({
    practice,
    recordings,
    host,
    context,
  }) => {
    await talk(practice);
    await practice.getByTestId('recording-said').click();
    await isNow(practice, 'recording');
    await expect.poll(() => recordings()[0]?.bytes ?? 0).toBeGreaterThan(0);
    await practice.close();
    const next = await context.newPage();
    await next.goto(host.url);
    await expect.poll(() => recordings()[0]?.state).toBe('interrupted');
    expect(recordings()[0]?.duration_ms).toBeGreaterThan(500);
    await openLastCall(next);
    await expect(next.getByTestId('detail-recording')).toContainText('끝까지 녹음하지 못했습니다');
  });

  test('a host that is killed: the call goes on, the screen says so, what was kept is there', async ({
    practice,
    recordings,
    host,
    folder,
    dataDir,
  }) => {
    await talk(practice);
    await practice.getByTestId('recording-said').click();
    await isNow(practice, 'recording');
    await expect.poll(() => recordings()[0]?.bytes ?? 0).toBeGreaterThan(0);
    await host.kill9();
    const kept = recordings()[0]?.bytes ?? 0;
    await expect(practice.getByTestId('banner-recording')).toBeVisible();
    await expect(practice.getByTestId('call-bar')).not.toContainText('녹음 중');
    await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
    const again: HostProcess = await startHost({
      dataDir,
      provision: join(folder, 'provision.json'),
    });
    await expect.poll(() => recordings()[0]?.state).toBe('interrupted');
    expect(recordings()[0]).toMatchObject({ bytes: kept, end_reason: 'app.interrupted' });
    await again.stop();
  });
});

test.describe('where it is off', () => {
  test.use({ recording: { mode: 'off' } });

  test('there is no control, no key, no word, and nothing is asked of the host', async ({
    practice,
    dataDir,
  }) => {
    await talk(practice);
    await practice.keyboard.press('F10');
    await expect(practice.locator('[data-testid^=recording-]')).toHaveCount(0);
    await expect(practice.getByTestId('call-bar')).not.toContainText('녹음');
    await practice.keyboard.press('?');
    await expect(practice.getByRole('dialog')).not.toContainText('녹음');
    await practice.keyboard.press('Escape');
    await hangUp(practice);
    await openLastCall(practice);
    await expect(practice.getByTestId('history-recorded')).toBeHidden();
    await expect(practice.getByTestId('call-detail')).not.toContainText('녹음');
    await practice.getByTestId('nav-settings').click();
    await expect(practice.getByTestId('recording-settings')).toBeHidden();
    expect(query(dataDir, 'SELECT id FROM recordings')).toEqual([]);
    expect(readdirSync(dataDir)).not.toContain('recordings');
  });
});
