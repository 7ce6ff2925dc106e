import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { AbuseRow } from '#shared/domain/abuse/record.ts';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test as base } from './fixtures.ts';

const KEY = 'Control+Shift+KeyF';

const test = base.extend<{ facts: () => readonly string[] }>({
  host: async ({ folder, dataDir }, use) => {
    const file = join(folder, 'provision.json');
    const account = { uri: 'sip:1001@127.0.0.1', password: 'x', servers: ['ws://127.0.0.1:9/ws'] };
    const recording = { mode: 'agent', notice: 'spoken' };
    writeFileSync(file, JSON.stringify({ version: 1, account, policy: { recording } }));
    const host = await startHost({ dataDir, provision: file });
    await use(host);
    await host.stop();
  },
  practice: async ({ app }, use) => {
    await app.getByTestId('nav-settings').click();
    await app.getByTestId('line-choice').getByText('연습').click();
    await expect(app.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
    await use(app);
  },
  facts: async ({ dataDir }, use) =>
    use(() =>
      query<{ type: string; body: string }>(
        dataDir,
        'SELECT type, body FROM abuse_events ORDER BY seq',
      ).map(({ type, body }) => {
        const fact = JSON.parse(body) as { rung?: string; how?: string; why?: string };
        return [type, fact.rung, fact.how, fact.why].filter(Boolean).join(' ');
      }),
    ),
});

async function answerCall(page: Page): Promise<void> {
  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
}

const status = (page: Page) => page.getByTestId('status');
const said = (page: Page, rung: string) =>
  expect(page.getByTestId(`rung-${rung}`)).toHaveAttribute('data-said', 'true');

test('every step by one key, from the first to the end; then rest, report, notice and evidence', async ({
  practice,
  facts,
  dataDir,
}) => {
  await answerCall(practice);
  await practice.keyboard.press(KEY);
  await expect(practice.getByTestId('ladder-insult')).toBeVisible();
  await practice.keyboard.press(KEY);
  for (const rung of ['separate', 'first-warning', 'second-warning', 'closing']) {
    // Nothing claims a recording that there is not.
    await expect(practice.getByTestId('ladder-sentence')).not.toContainText('녹음');
    await expect(practice.getByTestId('ladder-not-recording')).toBeVisible();
    await practice.keyboard.press(KEY);
    await said(practice, rung);
  }
  await expect(practice.getByTestId('ladder-complete')).toContainText('끝내셔도 됩니다');
  await practice.keyboard.press(KEY);
  await expect(practice.getByTestId('after-abuse')).toBeVisible();
  await expect
    .poll(facts)
    .toEqual([
      'begun',
      'rung separate',
      'rung first-warning',
      'rung second-warning',
      'rung closing',
      'ended ladder',
    ]);

  await practice.getByTestId('take-break').click();
  await expect(status(practice)).toHaveAttribute('data-reason', 'protected-break');
  // Neither the key nor a click shortens it, and it is said why.
  await practice.keyboard.press('Control+Alt+KeyB');
  await expect(practice.getByText('보호휴식 중에는 상태를 바꿀 수 없습니다').first()).toBeVisible();
  await status(practice).click();
  await expect(practice.getByTestId('status-held')).toContainText('까지는 상태가 바뀌지 않습니다');
  await expect(practice.getByTestId('set-available')).toBeDisabled();
  await expect(practice.getByTestId('reason-meal')).toBeDisabled();
  await practice.keyboard.press('Escape');
  await practice.reload();
  await expect(status(practice)).toHaveAttribute('data-reason', 'protected-break');
  // Who was hung up on calls again: it does not ring.
  await practice.getByTestId('nav-practice').click();
  await practice.getByTestId('practice-call-late-delivery').click();
  await expect
    .poll(() =>
      query<{ treatment: string }>(
        dataDir,
        "SELECT json_extract(treated, '$.treatment') AS treatment FROM calls WHERE treated IS NOT NULL",
      ).map(({ treatment }) => treatment),
    )
    .toEqual(['greet']);
  await expect(practice.getByTestId('answer')).toBeHidden();

  await practice.getByTestId('write-report').click();
  const record = practice.getByTestId('abuse-record');
  await expect(record.getByTestId('abuse-step')).toHaveCount(4);
  await record.getByTestId('report-draft').click();
  await expect(record.getByTestId('abuse-report')).toHaveValue(/유형: 폭언/);
  await record.getByTestId('report-save').click();
  await expect(record.getByTestId('report-save')).toContainText('저장됨');
  await practice.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await record.getByTestId('tell-lead').click();
  await expect(record.getByTestId('lead-told')).toContainText('복사했습니다');

  await record.getByTestId('take-evidence').click();
  await practice.getByTestId('evidence-reason-confirm').click();
  await expect(practice.getByText('사유를 적어 주십시오')).toBeVisible();
  await practice.getByTestId('evidence-reason').fill('노무 상담');
  const [download] = await Promise.all([
    practice.waitForEvent('download'),
    practice.getByTestId('evidence-reason-confirm').click(),
  ]);
  const html = readFileSync(await download.path(), 'utf8');
  const data = /id="data">([^<]*)<\/script>/.exec(html)?.[1] ?? '';
  const sha256 = createHash('sha256').update(data).digest('hex');
  await expect(record.getByTestId('evidence-hash')).toContainText(sha256);
  expect(html).toContain(sha256);
  const access = query<{ action: string; reason: string }>(
    dataDir,
    "SELECT action, reason FROM access_log WHERE subject_kind = 'abuse'",
  );
  expect(access).toEqual([{ action: 'abuse.export', reason: '노무 상담' }]);

  // Whoever looks for it later finds all of it, also after a reload.
  await practice.reload();
  await practice.getByTestId('nav-care').click();
  await practice.getByTestId('care-tabs').getByText('보호 기록').click();
  const row = practice.getByTestId('abuse-row');
  await expect(row).toHaveCount(1);
  for (const word of ['폭언', '보고서 있음', '팀장에게 알림'])
    await expect(row).toContainText(word);
  await row.click();
  await expect(record.getByTestId('abuse-report')).toHaveValue(/유형: 폭언/);
  await expect(record.getByTestId('lead-told')).toBeVisible();
  await expect(record.getByTestId('take-evidence')).toBeEnabled();
  expect(await seriousProblems(practice)).toEqual([]);
  await practice.getByTestId('abuse-call').click();
  await expect(practice.getByTestId('history-row').first()).toBeVisible();
  await expect(record.getByTestId('abuse-step')).toHaveCount(4);
});

test('an end before its step is explained and needs a reason', async ({ practice, facts }) => {
  await answerCall(practice);
  await practice.getByTestId('ladder-open').click();
  await practice.getByTestId('ladder-harassment').click();
  await practice.getByTestId('ladder-said').click();
  await said(practice, 'first-warning');
  await practice.getByTestId('ladder-end').click();
  await expect(practice.getByTestId('early-missing')).toContainText('종료 안내');
  await practice.getByTestId('early-confirm').click();
  await expect(practice.getByText('사유를 적어 주십시오')).toBeVisible();
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await practice.getByTestId('early-why').fill('발언이 심해짐');
  await practice.getByTestId('early-confirm').click();
  await expect(practice.getByTestId('after-abuse')).toBeVisible();
  await expect
    .poll(facts)
    .toEqual(['begun', 'rung first-warning', 'override 발언이 심해짐', 'ended override']);
});

test('hanging up works at once, at any step, and is written down as an early end', async ({
  practice,
  facts,
}) => {
  await answerCall(practice);
  await practice.getByTestId('ladder-open').click();
  await practice.getByTestId('ladder-insult').click();
  await practice.getByTestId('ladder-said').click();
  await said(practice, 'separate');
  await practice.getByTestId('hang-up').click();
  await expect(practice.getByTestId('call-bar')).toBeHidden();
  await expect.poll(facts).toEqual(['begun', 'rung separate', 'ended early']);
});

test('while the call is recorded the sentence may say so, and what was said has it', async ({
  practice,
  dataDir,
}) => {
  await answerCall(practice);
  await practice.keyboard.press('F10');
  await expect(practice.getByTestId('recording-state')).toHaveAttribute('data-phase', 'recording', {
    timeout: 30_000,
  });
  await practice.keyboard.press(KEY);
  await practice.keyboard.press(KEY);
  await expect(practice.getByTestId('ladder-recording')).toBeVisible();
  await practice.keyboard.press(KEY);
  await said(practice, 'separate');
  await expect(practice.getByTestId('ladder-sentence')).toContainText('녹음되고 있습니다');
  await practice.keyboard.press(KEY);
  await said(practice, 'first-warning');
  await practice.keyboard.press('F10');
  await expect(practice.getByTestId('ladder-not-recording')).toBeVisible();
  await expect(practice.getByTestId('ladder-sentence')).not.toContainText('녹음');
  const recorded = query<{ recording: number }>(
    dataDir,
    "SELECT json_extract(body, '$.recording') AS recording FROM abuse_events WHERE type = 'rung' ORDER BY seq",
  );
  expect(recorded).toEqual([{ recording: 1 }, { recording: 1 }]);
});

test('a reload in the middle loses no step', async ({ practice }) => {
  await answerCall(practice);
  await practice.keyboard.press(KEY);
  await practice.keyboard.press(KEY);
  await practice.keyboard.press(KEY);
  await said(practice, 'separate');
  await practice.reload();
  // The call went with the page; what was said in it did not.
  await practice.getByTestId('write-report').click();
  await expect(practice.getByTestId('abuse-step')).toHaveCount(1);
  await expect(practice.getByTestId('abuse-end')).toContainText('연결이 끊김');
});

test('a reload loses the call, and the ladder goes on when the customer calls again', async ({
  practice: page,
  dataDir,
}) => {
  await answerCall(page);
  for (let press = 0; press < 3; press += 1) await page.keyboard.press(KEY);
  await said(page, 'separate');
  await page.reload();
  await answerCall(page);
  await expect(page.getByTestId('ladder-earlier')).toContainText('‘용건 분리’까지');
  await page.getByTestId('ladder-open').click();
  await page.getByTestId('ladder-go-on').click();
  await said(page, 'separate');
  await expect(page.getByTestId('rung-separate')).toContainText('앞 통화에서 말함');
  await expect(page.getByTestId('rung-first-warning')).toHaveAttribute('aria-current', 'step');
  await expect
    .poll(() =>
      query<{ body: string }>(dataDir, 'SELECT body FROM abuse_cases ORDER BY begun_at').map(
        ({ body }) => (JSON.parse(body) as AbuseRow).goesOn?.reached,
      ),
    )
    .toEqual([undefined, ['separate']]);
});
