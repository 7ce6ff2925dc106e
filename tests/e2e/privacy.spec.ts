import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openFile } from '#host/db/database.ts';
import { addFact } from '#host/db/projection.ts';
import { noted, wholeCall } from '../host/facts.ts';
import { startHost as startInProcess } from '../host/support.ts';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test as base } from './fixtures.ts';

const FOUR_YEARS = 1_461 * 86_400_000;
const NUMBER = '99991234';

/** A desk with a call of four years ago and one of yesterday. */
const test = base.extend({
  host: async ({ dataDir }, use) => {
    await startInProcess(dataDir).host.stop();
    const db = openFile(join(dataDir, 'ieum.sqlite'));
    const old = wholeCall({ at: Date.now() - FOUR_YEARS });
    for (const fact of old) addFact(db, fact, 'an-agent');
    addFact(
      db,
      noted(old[0]?.callId ?? '', Date.now() - FOUR_YEARS, '오래된 자작나무'),
      'an-agent',
    );
    const other = {
      dialled: '0255551234',
      e164: '+82255551234',
      name: '박새로',
      rawName: '박새로',
    };
    const address = 'sip:0255551234@pbx.example.com';
    for (const fact of wholeCall({ ...other, address, at: Date.now() - 86_400_000 })) {
      addFact(db, fact, 'an-agent');
    }
    db.close();
    const host = await startHost({ dataDir });
    await use(host);
    await host.stop();
  },
});

function bytesHold(folder: string, text: string): boolean {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .some((file) => readFileSync(join(file.parentPath, file.name)).includes(text));
}

test('what is too old is looked at first, destroyed when confirmed, and gone to the last byte', async ({
  practice: page,
  dataDir,
}) => {
  await page.getByTestId('nav-history').click();
  await expect(page.getByTestId('history-row')).toHaveCount(2);
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('open-privacy').click();
  await page.getByText('보관 기간', { exact: true }).click();
  await page.getByTestId('dry-run').click();
  const calls = page.locator('[data-kind="calls"]');
  await expect(calls.locator('.number')).toHaveText('1');
  // Looking takes nothing.
  expect(bytesHold(dataDir, NUMBER)).toBe(true);
  await page.getByTestId('retention-run').click();
  await expect(page.getByTestId('run-confirm')).toBeDisabled();
  await page.getByTestId('run-who').fill('정보보호 담당');
  await page.getByTestId('sure').click();
  await page.getByTestId('run-confirm').click();
  await expect(page.getByTestId('runs')).toContainText('통화와 메모 1');
  await expect(page.getByTestId('retention-running')).toBeHidden();
  await page.getByTestId('nav-history').click();
  await expect(page.getByTestId('history-row')).toHaveCount(1);
  await expect(page.getByTestId('history-row')).toContainText('박새로');
  // The index is emptied a moment later, while nobody waits for it.
  await expect.poll(() => bytesHold(dataDir, NUMBER), { timeout: 20_000 }).toBe(false);
  expect(bytesHold(dataDir, '자작나무')).toBe(false);
});

test('a customer under a legal hold stays, said so, until the hold is released', async ({
  practice: page,
}) => {
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('open-privacy').click();
  await page.getByText('법적 보존', { exact: true }).click();
  await page.getByTestId('hold-who').fill('법무팀');
  await page.getByTestId('hold-number').fill('010-9999-1234');
  await page.getByTestId('hold-reason').fill('분쟁 조정 진행 중');
  await page.getByTestId('hold-set').click();
  await expect(page.getByTestId('holds')).toContainText('010-****-1234');
  await page.getByText('보관 기간', { exact: true }).click();
  await page.getByTestId('dry-run').click();
  await expect(page.locator('[data-kind="calls"]')).toContainText('법적 보존 1');
  await expect(page.getByTestId('nothing-due')).toBeVisible();
  await page.getByText('법적 보존', { exact: true }).click();
  await page.getByTestId('hold-release').click();
  await page.getByTestId('release-reason').fill('조정 성립');
  await page.getByTestId('release-reason-confirm').click();
  await expect(page.getByTestId('holds')).toContainText('조정 성립');
});

for (const theme of ['light', 'dark'] as const) {
  test(`the access log is reviewed, and no part has serious problems, ${theme}`, async ({
    practice: page,
    dataDir,
  }) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.getByTestId('nav-history').click();
    await page.getByTestId('history-row').first().click();
    await expect
      .poll(() => query<{ action: string }>(dataDir, 'SELECT action FROM access_log').length)
      .toBeGreaterThan(0);
    await page.getByTestId('nav-settings').click();
    await page.getByTestId('open-privacy').click();
    await expect(page.getByTestId('access-table')).toContainText('통화 기록 열람');
    await expect(page.getByTestId('access-table')).not.toContainText('5555');
    for (const part of ['접속기록', '보관 기간', '법적 보존', '파기 확인서']) {
      await page.getByText(part, { exact: true }).first().click();
      expect(await seriousProblems(page), part).toEqual([]);
    }
  });
}
