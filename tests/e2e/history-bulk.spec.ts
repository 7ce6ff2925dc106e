import { join } from 'node:path';
import type { Page } from '@playwright/test';
import Database from 'better-sqlite3-multiple-ciphers';
import { migrations } from '#host/db/migrations/index.ts';
import { openFileStore } from '#host/db/store.ts';
import { newId } from '#host/newId.ts';
import { fill } from '../../scripts/seed/fill.ts';
import { query } from '../support/callLog.ts';
import { readTables } from '../support/exports/readTables.ts';
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

const rows = (page: Page) => page.getByTestId('history-row');
const marked = (page: Page) => page.locator('[data-testid=history-row][aria-checked=true]');

const factsOf = (dataDir: string, type: string): readonly { body: string; call_id: string }[] =>
  query(dataDir, `SELECT body, call_id FROM call_events WHERE type = '${type}' ORDER BY seq`);
const tagged = (dataDir: string, tag: string): number =>
  query<{ n: number }>(dataDir, `SELECT count(*) AS n FROM calls WHERE tags LIKE '%${tag}%'`)[0]
    ?.n ?? 0;

test('rows are marked by mouse, in stretches and by keys, and unmarked', async ({
  practice: page,
}) => {
  const count = page.getByTestId('bulk-bar').getByRole('status');
  await rows(page).nth(1).hover();
  await rows(page).nth(1).getByTestId('row-mark').click();
  await expect(count).toHaveText('1건 고름');
  await rows(page)
    .nth(4)
    .click({ modifiers: ['Shift'] });
  await expect(count).toHaveText('4건 고름');
  await rows(page)
    .nth(2)
    .click({ modifiers: ['Shift'] });
  await expect(count).toHaveText('2건 고름');
  await expect(marked(page)).toHaveCount(2);
  // No call was opened by any of it.
  await expect(page.getByTestId('call-detail')).toBeHidden();

  await page.getByTestId('history-list').focus();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('bulk-bar')).toBeHidden();
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(count).toHaveText('3건 고름');
  await page.keyboard.press('Shift+ArrowUp');
  await expect(count).toHaveText('2건 고름');
  await page.keyboard.press('Space');
  await expect(count).toHaveText('1건 고름');
  await page.keyboard.press('Control+a');
  await expect(count).toHaveText('50건 고름');
  // What cannot be seen any more is not changed.
  await page.getByTestId('history-filter').fill('위약');
  await expect(page.getByTestId('bulk-bar')).toBeHidden();
});

test('a tag goes on fifty calls at once and is taken back alone, as facts of each', async ({
  practice: page,
  dataDir,
}) => {
  await page.getByTestId('history-list').focus();
  await page.keyboard.press('Control+a');
  await page.getByTestId('bulk-addTag').click();
  await expect(page.getByTestId('bulk-tag')).toBeFocused();
  await page.keyboard.type('명절 안내');
  await page.keyboard.press('Enter');
  const done = page.getByTestId('bulk-done');
  await expect(done).toContainText('통화 50건에 태그를 넣었습니다.');
  expect(tagged(dataDir, '명절 안내')).toBe(50);
  expect(factsOf(dataDir, 'tagged').filter(({ body }) => body.includes('명절'))).toHaveLength(50);

  // Somebody tags one of them again meanwhile: that stays.
  await rows(page).first().click();
  await page.getByTestId('tag-input').fill('재확인');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('tag-field').getByTestId('tag').last()).toHaveText('재확인');
  await done.getByRole('button', { name: '되돌리기' }).click();
  await expect(done).toHaveText('50건을 되돌렸습니다.');
  expect(tagged(dataDir, '명절 안내')).toBe(0);
  expect(tagged(dataDir, '재확인')).toBe(1);
  await expect(page.getByTestId('earlier-tags')).toContainText('바꾸기 전 태그');
});

test('a tag is taken from those that have it, by keyboard, with its way back', async ({
  practice: page,
  dataDir,
}) => {
  await page.getByTestId('history-list').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByTestId('bulk-addTag').press('Enter');
  await page.keyboard.type('단골');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('bulk-done')).toContainText('통화 2건에 태그를 넣었습니다.');
  await page.getByTestId('history-list').focus();
  await page.keyboard.press('Control+a');
  await page.getByTestId('bulk-removeTag').press('Enter');
  await page.getByTestId('bulk-panel').getByRole('button', { name: '단골' }).press('Enter');
  const done = page.getByTestId('bulk-done');
  await expect(done).toContainText('통화 2건에서 태그를 뺐습니다. 이미 그런 48건은');
  await expect(done.getByRole('button', { name: '되돌리기' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(done).toHaveText('2건을 되돌렸습니다.');
  expect(tagged(dataDir, '단골')).toBe(2);
});

test('a type goes on the calls that were talked, and comes off again, kept in the history of each', async ({
  practice: page,
  dataDir,
}) => {
  await page.getByTestId('history-undisposed').click();
  await expect(page.getByTestId('chosen-undisposedSince')).toBeVisible();
  await rows(page).first().click();
  const id = (await rows(page).first().getAttribute('id'))?.replace('call-', '') ?? '';
  await page.getByTestId('history-list').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByTestId('bulk-type').click();
  await page.getByTestId('bulk-panel').getByTestId('type-search').fill('환불');
  await page.keyboard.press('Enter');
  await page.getByTestId('bulk-result-none').click();
  const done = page.getByTestId('bulk-done');
  await expect(done).toContainText('통화 2건의 상담유형을 정했습니다.');
  await expect(page.getByTestId('disposition-now')).toContainText('환불');
  await done.getByRole('button', { name: '되돌리기' }).click();
  await expect(done).toHaveText('2건을 되돌렸습니다.');
  await expect(page.getByTestId('disposition-none')).toBeVisible();
  await page.getByTestId('disposition-changes').locator('summary').click();
  await expect(page.getByTestId('disposition-changes')).toContainText('유형을 되돌림');
  const written = factsOf(dataDir, 'disposed').filter((fact) => fact.call_id === id);
  expect(written).toHaveLength(2);
  const stored = query(dataDir, `SELECT 1 FROM calls WHERE id = '${id}' AND disposition IS NULL`);
  expect(stored).toHaveLength(1);
});

test('customers who were missed are promised a callback each, and it is closed with its reason when taken back', async ({
  practice: page,
  dataDir,
}) => {
  const open = (): number =>
    query<{ n: number }>(
      dataDir,
      `SELECT count(*) AS n FROM promises WHERE json_extract(body, '$.end') IS NULL`,
    )[0]?.n ?? 0;
  const before = open();
  await page.getByTestId('history-more').click();
  await page.getByTestId('history-outcome').locator('select').selectOption('missed');
  await page.getByTestId('history-direction').getByText('받은 전화', { exact: true }).click();
  await expect(rows(page).first()).toHaveAttribute('data-outcome', 'missed');
  await page.getByTestId('history-list').focus();
  await page.keyboard.press('Control+a');
  await page.getByTestId('bulk-callBack').click();
  const make = page.getByTestId('bulk-callBack-make');
  const [, people = ''] = /(\d+)명/.exec(await make.innerText()) ?? [];
  expect(Number(people)).toBeGreaterThan(0);
  await make.click();
  const done = page.getByTestId('bulk-done');
  await expect(done).toContainText(`콜백 약속 ${people}건을 만들었습니다.`);
  expect(open()).toBe(before + Number(people));
  await done.getByRole('button', { name: '되돌리기' }).click();
  await expect(done).toContainText(`${people}건을 되돌렸습니다.`);
  expect(open()).toBe(before);
});

test('the marked calls alone are exported', async ({ practice: page }) => {
  await page.getByTestId('history-list').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByTestId('bulk-export').click();
  await expect(page.getByTestId('export-chosen')).toContainText('고른 통화 2건만 내보냅니다.');
  await page.getByTestId('export-format').getByText('CSV', { exact: true }).click();
  await page.getByTestId('export-reason').fill('민원 확인');
  await page.getByTestId('export-start').click();
  await expect(page.getByTestId('export-outcome')).toHaveAttribute('data-state', 'done');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('export-save').click(),
  ]);
  const path = `${await download.path()}.csv`;
  await download.saveAs(path);
  expect(readTables(path)[0]?.rows).toHaveLength(3);
});

test('where the host cannot write nothing is changed, it says so, and what was marked stays marked', async ({
  practice: page,
  dataDir,
}) => {
  // The fiftieth of fifty facts fails: the others go with it.
  const database = new Database(join(dataDir, 'ieum.sqlite'));
  database.exec(`CREATE TRIGGER refuse BEFORE INSERT ON call_events
    WHEN NEW.body LIKE '%명절%' AND 49 <=
      (SELECT count(*) FROM call_events WHERE type = 'tagged' AND body LIKE '%명절%')
    BEGIN SELECT RAISE(ABORT, 'refused'); END`);
  database.close();
  await page.getByTestId('history-list').focus();
  await page.keyboard.press('Control+a');
  await page.getByTestId('bulk-addTag').click();
  await page.keyboard.type('명절 안내');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('bulk-trouble')).toContainText('바뀐 통화는 없습니다.');
  await expect(page.getByTestId('bulk-bar')).toContainText('50건 고름');
  expect(tagged(dataDir, '명절 안내')).toBe(0);
});

test('a note that is corrected from the log keeps what it said before, with its time', async ({
  practice: page,
}) => {
  await page.clock.install();
  await rows(page).nth(3).click();
  const note = page.getByTestId('note-input');
  const saved = page.locator('[data-testid=note-state][data-state=saved]');
  await note.fill('내일 오전에 다시 걸기로 함');
  await page.getByTestId('history-filter').focus();
  await expect(saved).toBeVisible();
  await page.clock.runFor(120_000);
  await note.fill('모레 오전에 다시 걸기로 함');
  await page.getByTestId('history-filter').focus();
  const earlier = page.getByTestId('earlier-note');
  await earlier.locator('summary').click();
  await expect(earlier).toContainText('내일 오전에 다시 걸기로 함');
  await expect(earlier).not.toContainText('모레');
});

for (const theme of ['light', 'dark'] as const) {
  test(`the bar of marked calls, ${theme}: no serious or critical problem`, async ({
    practice: page,
  }) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width: 1024, height: 640 });
    await page.getByTestId('history-list').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByTestId('bulk-addTag').click();
    await expect(page.getByTestId('bulk-tag')).toBeVisible();
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByTestId('bulk-type').click();
    await expect(page.getByTestId('type-picker')).toBeVisible();
    expect(await seriousProblems(page)).toEqual([]);
  });
}
