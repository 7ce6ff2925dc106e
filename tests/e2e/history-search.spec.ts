import { newId } from '#host/newId.ts';
import { openFileStore } from '#host/db/store.ts';
import { migrations } from '#host/db/migrations/index.ts';
import { fill } from '../../scripts/seed/fill.ts';
import { query } from '../support/callLog.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test as base } from './fixtures.ts';

/** The log of a desk with three hundred calls of the last days. */
const test = base.extend({
  dataDir: async ({ dataDir }, use) => {
    const store = openFileStore({ dataDir, clock: Date.now, newId, migrations });
    fill(store.db, { calls: 300, agents: 2, seed: 7, until: Date.now() }, () => undefined);
    store.close(true);
    await use(dataDir);
  },
  practice: async ({ practice }, use) => {
    await practice.getByTestId('nav-history').click();
    await expect(practice.getByTestId('history-row').first()).toBeVisible();
    await use(practice);
  },
});

/** How many calls there are that the database itself is asked for. */
const stored = (dataDir: string, where: string): number =>
  query<{ n: number }>(dataDir, `SELECT count(*) AS n FROM calls WHERE ${where}`)[0]?.n ?? 0;

test('two syllables are found in a note and marked there, with whatever else is asked', async ({
  practice: page,
  dataDir,
}) => {
  const chart = page.getByTestId('history-chart');
  await page.getByTestId('history-chart-toggle').click();
  await expect(chart).toContainText('통화 300건');
  await page.getByTestId('history-filter').fill('위약');
  const found = stored(dataDir, `note LIKE '%위약%'`);
  await expect(chart).toContainText(`통화 ${found}건`);
  await expect(page.getByTestId('history-row').first().locator('mark')).toHaveText('위약');

  await page.getByTestId('history-more').click();
  await page.getByTestId('history-outcome').locator('select').selectOption('missed');
  await expect(page.getByTestId('history-list')).toBeHidden();
  await expect(page.getByText('맞는 통화가 없습니다')).toBeVisible();
  await page.getByTestId('history-filter').fill('');
  const missed = stored(dataDir, `outcome = 'missed'`);
  await expect(chart).toContainText(`통화 ${missed}건`);
  await expect(page.getByTestId('history-chosen')).toContainText('부재중');
  await page.getByTestId('history-promise').locator('select').selectOption('kept');
  const kept = stored(
    dataDir,
    `outcome = 'missed' AND id IN (SELECT json_extract(body, '$.origin.callId') FROM promises
      WHERE json_extract(body, '$.end.how') = 'kept' AND json_extract(body, '$.end.late') = 0)`,
  );
  await expect(chart).toContainText(`통화 ${kept}건`);
  await page.getByTestId('chosen-outcome').click();
  await page.getByTestId('chosen-promise').click();
  await expect(chart).toContainText('통화 300건');
});

test('a bar of the chart narrows the log to its day, and the day to its hours', async ({
  practice: page,
}) => {
  await page.getByTestId('history-chart-toggle').click();
  const bars = page.getByTestId('history-chart').getByRole('button');
  await expect(bars).toHaveCount(14);
  const last = bars.and(page.locator(':enabled')).last();
  const name = (await last.getAttribute('aria-label')) ?? '';
  const [, calls = ''] = /통화 (\d+)건/.exec(name) ?? [];
  await last.click();
  await expect(bars).toHaveCount(24);
  await expect(page.getByTestId('history-chart')).toContainText(`통화 ${calls}건`);
  await page.getByTestId('chosen-span').click();
  await expect(bars).toHaveCount(14);
});

test('a choice is kept under a name, had again after a reload, and comes back when it is removed', async ({
  practice: page,
}) => {
  await page.getByTestId('history-more').click();
  await page.getByTestId('history-outcome').locator('select').selectOption('busy');
  await page.getByTestId('history-views').click();
  await page.getByTestId('view-name').fill('통화 중이던 분');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('view-row')).toHaveCount(1);
  await page.reload();
  await page.getByTestId('nav-history').click();
  await page.getByTestId('history-views').click();
  await page.getByRole('button', { name: '통화 중이던 분', exact: true }).click();
  await expect(page.getByTestId('chosen-outcome')).toBeVisible();
  await expect(page.getByTestId('history-row').first()).toHaveAttribute('data-outcome', 'busy');
  await page.getByTestId('history-views').click();
  await page.getByRole('button', { name: /보기 지우기/ }).click();
  await expect(page.getByTestId('view-row')).toHaveCount(0);
  await page.getByRole('button', { name: '되돌리기' }).click();
  await expect(page.getByTestId('view-row')).toHaveCount(1);
});

test('a call is tagged by keyboard, found by its tag, and keeps what was before in its history', async ({
  practice: page,
  dataDir,
}) => {
  await page.getByTestId('history-row').nth(2).click();
  const input = page.getByTestId('tag-input');
  await input.fill('단골');
  await page.keyboard.press('Enter');
  await input.fill('급함, 재확인');
  await page.keyboard.press('Enter');
  const tags = page.getByTestId('tag-field').getByTestId('tag');
  await expect(tags).toHaveText(['단골', '급함', '재확인']);
  await tags.nth(1).click();
  await expect(tags).toHaveText(['단골', '재확인']);
  await expect(page.getByTestId('call-detail')).toContainText('태그: 단골, 급함, 재확인');
  await page.getByTestId('history-more').click();
  await page.getByTestId('history-tag').fill('단골');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('history-row')).toHaveCount(1);
  await expect(page.getByTestId('row-tag').first()).toHaveText('단골');
  const facts = query(
    dataDir,
    `SELECT body FROM call_events WHERE type = 'tagged' AND at > 0
    AND body LIKE '%단골%'`,
  );
  expect(facts).toHaveLength(3);
});

for (const theme of ['light', 'dark'] as const) {
  test(`everything calls are chosen by, ${theme}: no serious or critical problem`, async ({
    practice: page,
  }) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width: 1024, height: 640 });
    await page.getByTestId('history-more').click();
    await page.getByTestId('history-chart-toggle').click();
    await page.getByTestId('history-span').locator('select').selectOption('days');
    await page.getByTestId('history-filter').fill('010');
    await expect(page.getByTestId('history-from')).toBeVisible();
    expect(await seriousProblems(page)).toEqual([]);
  });
}
