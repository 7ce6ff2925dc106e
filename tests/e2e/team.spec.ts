import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { groupedCode } from '#shared/domain/team/teamCode.ts';
import { makeCode } from '#host/team/teamKey.ts';
import { made } from '../host/promiseFacts.ts';
import { runStarted } from '../host/runFacts.ts';
import { aCall, HOUR, openDesk } from '../host/teamDesk.ts';
import type { TeamDesk } from '../host/teamDesk.ts';
import { startHost } from '../support/hostProcess.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

const settingsOf = (page: Page) => page.getByTestId('team-settings');

/** Says in the settings what the app does, in which folder, by which name. */
async function takePart(page: Page, role: string, folder: string, name: string): Promise<void> {
  await page.getByTestId('nav-settings').click();
  const part = settingsOf(page);
  await part.getByTestId('team-role').getByText(role, { exact: true }).click();
  const field = part.getByTestId('team-folder');
  await field.fill('team');
  await field.press('Tab');
  await expect(part).toContainText('전체 경로를 적어 주십시오');
  await field.fill(folder);
  await field.press('Tab');
  await expect(part.getByTestId('team-folder-good')).toBeVisible();
  await part.getByTestId('team-name').fill(name);
  await part.getByTestId('team-name').press('Tab');
}

/** Told once. */
async function makeKey(page: Page): Promise<string> {
  const part = settingsOf(page);
  await part.getByTestId('team-make').click();
  return (await part.getByTestId('team-made').locator('code').textContent()) ?? '';
}

/** An agent who has had a call, missed one, owes a call since an hour ago, and had a hard one. */
async function busyDesk(dir: string, folder: string, code: string): Promise<TeamDesk> {
  const name = '김상담';
  const desk = await openDesk(dir, folder, { role: 'write', name, code, clock: Date.now });
  const from = Date.now() - 300_000;
  await aCall(desk, 0, { from });
  await aCall(desk, 1, { from, missed: true, dialled: '01055556666', name: '박영희' });
  const window = { from: from - 2 * HOUR, to: from - HOUR };
  await desk.client.call('promises.append', {
    facts: [made({ at: from - 3 * HOUR, cryAt: from - 3 * HOUR, window, name: '한가람' })],
  });
  await desk.client.call('runs.append', { facts: [runStarted({ at: from, trigger: 'billing' })] });
  await desk.look();
  return desk;
}

async function inBothThemes(page: Page, what: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect.soft(await seriousProblems(page), `${what}, ${colorScheme}`).toEqual([]);
  }
}

test('a lead sees the days of two other apps in one folder, and nothing of them in the own log', async ({
  practice: page,
  folder: dir,
  browser,
}) => {
  const folder = join(dir, 'team');
  mkdirSync(folder);
  await takePart(page, '팀 읽기', folder, '이팀장');
  const code = await makeKey(page);
  expect(code).toMatch(/^(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}$/);
  await inBothThemes(page, 'settings of a team');
  const desk = await busyDesk(dir, folder, code);

  // Another app, as it is started, whose agent types the code that was read out.
  const host = await startHost({ dataDir: join(dir, 'other') });
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(host.url);
  await other.getByTestId('door-practice').click();
  await takePart(other, '내 하루 쓰기', folder, '박상담');
  await settingsOf(other).getByTestId('team-code').fill('AAAAA');
  await settingsOf(other).getByTestId('team-enter').click();
  await expect(settingsOf(other)).toContainText('팀 코드가 맞지 않습니다');
  await settingsOf(other).getByTestId('team-code').fill(code.toLowerCase());
  await settingsOf(other).getByTestId('team-enter').click();
  const word = (await settingsOf(page).getByTestId('team-word').textContent()) ?? '';
  await expect(settingsOf(other).getByTestId('team-word')).toHaveText(word);
  await expect(settingsOf(other).getByTestId('team-written')).toContainText('0건');

  await page.getByTestId('nav-team').click();
  await page.getByTestId('team-look').click();
  const agents = page.getByTestId('team-agent');
  await expect(agents).toHaveCount(2);
  const kim = agents.filter({ hasText: '김상담' });
  for (const [figure, n] of Object.entries({ calls: 2, missed: 1, open: 2, overdue: 1 })) {
    await expect(kim.locator(`[data-figure=${figure}]`)).toHaveText(String(n));
  }
  const owed = page.getByTestId('team-promise');
  await expect(owed).toHaveCount(2);
  await expect(owed.first()).toHaveAttribute('data-overdue', 'true');
  await expect(owed.first()).toContainText('한가람');
  await expect(owed.first()).toContainText('010-9999-1234');
  await expect(page.getByTestId('team-trouble-kind')).toHaveCount(1);

  const rows = page.getByTestId('team-call-row');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('박*희');
  await page.getByTestId('team-search').fill('6666');
  await expect(rows).toHaveCount(1);
  await page.getByTestId('team-search').fill('');
  await page.getByTestId('team-whose').getByRole('combobox').selectOption({ label: '박상담' });
  await expect(rows).toHaveCount(0);
  await expect(owed).toHaveCount(0);
  await page.getByTestId('team-whose').getByRole('combobox').selectOption({ label: '모든 상담원' });
  await expect(rows).toHaveCount(2);
  await inBothThemes(page, 'the team');

  // What is written meanwhile comes by itself.
  await aCall(desk, 4, { from: Date.now() - 300_000 });
  await desk.look();
  await expect(rows).toHaveCount(3, { timeout: 30_000 });
  await page.getByTestId('nav-history').click();
  await expect(page.getByTestId('history-row')).toHaveCount(0);

  await desk.stop();
  await context.close();
  await host.stop();
});

test('a file that was altered by a byte is named in words, with its code, and nothing of it is taken', async ({
  practice: page,
  folder: dir,
}) => {
  const folder = join(dir, 'team');
  mkdirSync(folder);
  await takePart(page, '팀 읽기', folder, '이팀장');
  // Written elsewhere: the lead's app would have read it before it was altered.
  const elsewhere = join(dir, 'elsewhere');
  mkdirSync(elsewhere);
  const desk = await busyDesk(dir, elsewhere, await makeKey(page));
  await desk.stop();
  const name = nameIn(elsewhere, desk);
  const path = join(folder, name);
  const right = readFileSync(join(elsewhere, name));
  const bytes = Buffer.from(right);
  bytes.writeUInt8(bytes.readUInt8(200) ^ 0x01, 200);
  writeFileSync(path, bytes);
  utimesSync(path, 1, 1);
  await page.getByTestId('nav-team').click();
  await page.getByTestId('team-look').click();
  const file = page.getByTestId('team-refused-file');
  await expect(file).toHaveCount(1);
  await expect(file).toHaveAttribute('data-fault', 'altered');
  await expect(file).toContainText('쓴 뒤에 바뀌었습니다');
  await expect(file).toContainText(name);
  await expect(page.getByTestId('team-agent')).toHaveCount(0);
  await inBothThemes(page, 'a refused file');
  writeFileSync(path, right);
  await page.getByTestId('team-look').click();
  await expect(file).toHaveCount(0);
  await expect(page.getByTestId('team-agent')).toHaveCount(1);
});

test('a day that came as a file is looked at, and taken once', async ({
  practice: page,
  folder: dir,
}) => {
  const folder = join(dir, 'team');
  mkdirSync(folder);
  await page.getByTestId('nav-team').click();
  await expect(page.getByTestId('team-set-up')).toBeVisible();
  const desk = await busyDesk(dir, folder, groupedCode(makeCode()));
  const today = nameIn(folder, desk);
  await desk.stop();
  const text = readFileSync(join(folder, today), 'utf8');

  await page.getByTestId('team-import').click();
  const choose = (content: string): Promise<void> =>
    page
      .getByTestId('team-import-file')
      .setInputFiles({ name: today, mimeType: 'application/jsonl', buffer: Buffer.from(content) });
  await choose(text.replace('김', '박'));
  await expect(page.getByTestId('team-import-failure')).toContainText('쓴 뒤에 바뀌었습니다');
  await choose(text);
  await expect(page.getByTestId('team-import-signature')).toHaveAttribute(
    'data-signature',
    'unchecked',
  );
  await expect(page.getByTestId('team-import-counts')).toContainText('새 기록 5건');
  await inBothThemes(page, 'a file to be imported');
  await page.getByTestId('team-import-commit').click();
  await expect(page.getByTestId('team-import-done')).toContainText('5건');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('team-agent')).toHaveCount(1);

  await page.getByTestId('nav-settings').click();
  const download = page.waitForEvent('download');
  await settingsOf(page).getByTestId('team-save-day').click();
  await page.getByTestId('team-save-reason').fill('팀장 요청');
  await page.getByTestId('team-save-reason-confirm').click();
  expect((await download).suggestedFilename()).toMatch(/^ieum-team-.*\.jsonl$/);
});

/** Of the day that goes on; there may be earlier ones. */
function nameIn(folder: string, { agentId }: TeamDesk): string {
  return (
    readdirSync(folder)
      .filter((name) => name.includes(agentId))
      .sort()
      .at(-1) ?? ''
  );
}
