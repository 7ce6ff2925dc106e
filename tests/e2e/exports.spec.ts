import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Download, Page } from '@playwright/test';
import { migrations } from '#host/db/migrations/index.ts';
import { openFileStore } from '#host/db/store.ts';
import { newId } from '#host/newId.ts';
import { hashPassphrase } from '#host/roles/passphrase.ts';
import { fill } from '../../scripts/seed/fill.ts';
import { query } from '../support/callLog.ts';
import { readTables } from '../support/exports/readTables.ts';
import { startHost } from '../support/hostProcess.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test as base } from './fixtures.ts';

const CALLS = 300;

/** The log of a desk, and the dialog that exports it. */
const test = base.extend<{ logSize: number }>({
  logSize: [CALLS, { option: true }],
  dataDir: async ({ dataDir, logSize }, use) => {
    const store = openFileStore({ dataDir, clock: Date.now, newId, migrations });
    fill(store.db, { calls: logSize, agents: 2, seed: 7, until: Date.now() }, () => undefined);
    store.close(true);
    await use(dataDir);
  },
  practice: async ({ practice }, use) => {
    await practice.getByTestId('nav-history').click();
    await expect(practice.getByTestId('history-row').first()).toBeVisible();
    await use(practice);
  },
});

const open = (page: Page): Promise<void> => page.getByTestId('history-export').click();

/** Writes the file that the dialog stands for, and saves it. */
async function saved(page: Page): Promise<Download> {
  await page.getByTestId('export-start').click();
  await expect(page.getByTestId('export-outcome')).toHaveAttribute('data-state', 'done');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('export-save').click(),
  ]);
  return download;
}

const segment = (page: Page, group: string, text: string): Promise<void> =>
  page.getByTestId(group).getByText(text, { exact: true }).click();

test('the calls of the filter are saved as a CSV that Excel reads, masked, in the columns as ordered', async ({
  practice: page,
  dataDir,
}) => {
  await page.getByTestId('history-direction').getByText('받은 전화', { exact: true }).click();
  await page.getByTestId('history-filter').fill('위약');
  await open(page);
  const dialog = page.getByTestId('export-dialog');
  const found = query<{ n: number }>(
    dataDir,
    `SELECT count(*) AS n FROM calls WHERE note LIKE '%위약%' AND direction = 'inbound'`,
  )[0]?.n;
  await expect(page.getByTestId('export-count')).toContainText(`통화 ${found}건`);
  await expect(page.getByTestId('export-count')).toContainText('Asia/Seoul');
  await expect(page.getByTestId('export-scope')).toContainText('“위약”');
  await expect(page.getByTestId('export-scope')).toContainText('받은 전화');
  await expect(page.getByTestId('export-masked').getByRole('switch')).toBeDisabled();

  // No reason, no file.
  await segment(page, 'export-format', 'CSV');
  await page.getByTestId('export-start').click();
  await expect(page.getByTestId('export-reason-error')).toHaveText(
    '내보내는 까닭을 적어 주십시오.',
  );
  await expect(page.getByTestId('export-reason')).toBeFocused();
  await page.getByTestId('reason-complaint').click();

  // The second column first, by keyboard; the third out.
  const columns = page.getByTestId('export-columns');
  await columns.locator('[data-row=direction] [data-do=down]').focus();
  await page.keyboard.press('Alt+ArrowUp');
  await columns.locator('[data-row=number] input').press('Space');
  await expect(columns.locator('[data-row=number] input')).toBeFocused();
  await columns.locator('[data-row=tags] input').uncheck();

  const file = await saved(page);
  const bytes = readFileSync(await file.path());
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  const text = bytes.toString('utf8');
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  expect(text.slice(1, text.indexOf('\r\n'))).toMatch(/^수발신,상담일시 \(Asia\/Seoul\),고객명,/);
  expect(text).not.toContain('태그');
  const names = query<{ name: string }>(dataDir, 'SELECT DISTINCT name FROM calls WHERE name > 0');
  for (const { name } of names) expect(text).not.toContain(name);
  expect(text).not.toMatch(/010-?\d{4}-?\d{4}/);
  // What the file is called says of nobody.
  expect(file.suggestedFilename()).toMatch(/^ieum-calls-\d{4}-[\dTZ-]+\.csv$/);
  await expect(dialog.getByTestId('export-hash')).toHaveText(
    createHash('sha256').update(bytes).digest('hex'),
  );
  const [{ reason, detail } = { reason: '', detail: '' }] = query<Record<string, string>>(
    dataDir,
    `SELECT reason, detail FROM access_log WHERE action = 'export'`,
  );
  expect(reason).toBe('민원 확인');
  expect(JSON.parse(detail ?? '')).toMatchObject({ rows: found, unmasked: false });
  expect(text.trimEnd().split('\r\n')).toHaveLength((found ?? 0) + 1);
});

test('everything is a workbook with a sheet for each table, and what a filter cannot mean is said', async ({
  practice: page,
}) => {
  await page.getByTestId('history-more').click();
  await page.getByTestId('history-outcome').locator('select').selectOption('missed');
  await open(page);
  await page.getByTestId('preset-all').click();
  await expect(page.getByTestId('export-left-out')).toHaveText(
    '이석 기록에는 다음 조건이 적용되지 않습니다: 결과',
  );
  await segment(page, 'export-language', 'English');
  await page.getByTestId('export-reason').fill('월간 보고');
  const file = await saved(page);
  expect(file.suggestedFilename()).toMatch(/\.xlsx$/);
  const path = `${await file.path()}.xlsx`;
  await file.saveAs(path);
  const sheets = readTables(path);
  expect(sheets.map(({ name }) => name)).toEqual([
    ...['Everything', 'Callbacks', 'Absences', 'Texts', 'Difficult customers'],
  ]);
  expect(sheets.map(({ formulas }) => formulas)).toEqual([0, 0, 0, 0, 0]);
  expect(sheets[0]?.rows[0]?.[0]).toBe('Called at (Asia/Seoul)');
});

test.describe('of fifteen thousand calls', () => {
  test.use({ logSize: 15_000 });
  test('goes on without its dialog and after a reload, is cancelled, and begins again in one press', async ({
    practice: page,
  }) => {
    test.setTimeout(180_000);
    const outcome = page.getByTestId('export-outcome');
    await open(page);
    await page.getByTestId('preset-all').click();
    await page.getByTestId('export-reason').fill('점검');
    await page.getByTestId('export-start').click();
    await expect(page.getByTestId('export-progress')).toBeVisible();
    await page.getByTestId('export-hide').click();
    await expect(page.getByTestId('export-line')).toBeVisible();
    await page.reload();
    await page.getByTestId('nav-history').click();
    await page.getByTestId('export-open').click();
    await expect(outcome).toHaveAttribute('data-state', 'done', { timeout: 60_000 });
    // What another page asked for is not asked for again from this one.
    await expect(page.getByTestId('export-again')).toBeHidden();

    await page.getByTestId('export-another').click();
    await page.getByTestId('preset-all').click();
    await page.getByTestId('export-reason').fill('점검');
    await page.getByTestId('export-start').click();
    await page.getByTestId('export-cancel').click();
    await expect(outcome).toHaveAttribute('data-state', 'cancelled');
    await expect(outcome).toContainText('쓰다 만 파일은 남기지 않았습니다.');
    await expect(outcome).toContainText('처음부터 새로 씁니다');
    await page.getByTestId('export-again').click();
    await expect(outcome).toHaveAttribute('data-state', 'done', { timeout: 60_000 });
    await expect(outcome).toContainText(/(1[5-9]|2\d),\d{3}줄/);
  });
});

test('where the file cannot be written it says so, and the same is done again in one press', async ({
  practice: page,
  dataDir,
}) => {
  // Where the folder of exports is to be stands something else.
  writeFileSync(join(dataDir, 'exports'), '');
  const outcome = page.getByTestId('export-outcome');
  await open(page);
  await page.getByTestId('export-reason').fill('점검');
  await page.getByTestId('export-start').click();
  await expect(outcome).toHaveAttribute('data-state', 'failed');
  await expect(outcome.getByRole('alert')).toBeVisible();
  await expect(outcome).toContainText('처음부터 새로 씁니다');
  rmSync(join(dataDir, 'exports'));
  await page.getByTestId('export-again').press('Enter');
  await expect(outcome).toHaveAttribute('data-state', 'done');
  await expect(outcome).toContainText('300줄');
});

test.describe('where a lead has a passphrase', () => {
  const WORDS = '푸른 바다 위 등대';
  test.use({
    host: async ({ folder, dataDir }, use) => {
      const file = join(folder, 'provision.json');
      // Nobody is there: no call is made here.
      const account = {
        uri: 'sip:1001@127.0.0.1',
        password: 'x',
        servers: ['ws://127.0.0.1:9/ws'],
      };
      const lead = { passphrase: await hashPassphrase(WORDS, { ln: 14, r: 8, p: 1 }) };
      writeFileSync(file, JSON.stringify({ version: 1, account, policy: { lead } }));
      const host = await startHost({ dataDir, provision: file });
      await use(host);
      await host.stop();
    },
  });
  test('names leave as they are once it is given, from the dialog', async ({
    app: page,
    dataDir,
  }) => {
    await page.getByTestId('nav-history').click();
    await open(page);
    const masked = page.getByTestId('export-masked').getByRole('switch');
    await expect(masked).toBeDisabled();
    await expect(page.getByTestId('export-masked-why')).toContainText('팀장만 할 수 있습니다.');
    await page.getByTestId('export-unlock').click();
    await page.getByTestId('unlock-dialog').locator('input').fill(WORDS);
    await page.keyboard.press('Enter');
    await expect(masked).toBeEnabled();
    await masked.click();
    await expect(page.getByTestId('export-masked')).toContainText('그대로 들어갑니다');
    await segment(page, 'export-format', 'JSON Lines');
    await page.getByTestId('export-reason').fill('민원 확인');
    const file = await saved(page);
    const lines = readFileSync(await file.path(), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(CALLS);
    const [{ name } = { name: '' }] = query<{ name: string }>(
      dataDir,
      `SELECT name FROM calls WHERE name IS NOT NULL LIMIT 1`,
    );
    const names = lines.map((line) => (JSON.parse(line) as { name: string | null }).name);
    expect(names).toContain(name);
  });
});

for (const theme of ['light', 'dark'] as const) {
  test(`the dialog and what it comes to, ${theme}: no serious or critical problem`, async ({
    practice: page,
  }) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width: 1024, height: 640 });
    await open(page);
    await page.getByTestId('preset-absences').click();
    await expect(page.getByTestId('export-dialog')).toBeVisible();
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByTestId('export-reason').fill('점검');
    await page.getByTestId('export-start').click();
    await expect(page.getByTestId('export-outcome')).toHaveAttribute('data-state', 'done');
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByTestId('export-dialog').press('Escape');
    await expect(page.getByTestId('export-line')).toBeHidden();
  });
}
