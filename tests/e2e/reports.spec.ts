import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { newId } from '#host/newId.ts';
import { migrations } from '#host/db/migrations/index.ts';
import { openFileStore } from '#host/db/store.ts';
import { dayOf } from '#shared/domain/history/span.ts';
import { fill } from '../../scripts/seed/fill.ts';
import { query } from '../support/callLog.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test as base } from './fixtures.ts';

const DAY = 86_400_000;

/** The reports of a desk with two thousand calls of the last weeks. */
const test = base.extend({
  dataDir: async ({ dataDir }, use) => {
    const store = openFileStore({ dataDir, clock: Date.now, newId, migrations });
    fill(store.db, { calls: 2_000, agents: 2, seed: 7, until: Date.now() }, () => undefined);
    store.close(true);
    await use(dataDir);
  },
  practice: async ({ practice }, use) => {
    await practice.getByTestId('nav-reports').click();
    await practice.getByTestId('report-period').locator('select').selectOption('days');
    const [from, to] = days();
    await practice.getByTestId('report-from').fill(from);
    await practice.getByTestId('report-to').fill(to);
    await expect(practice.getByTestId('report-inbound')).toBeVisible();
    await use(practice);
  },
});

/** The last seven whole days, and when they begin and end. */
function days(): readonly [from: string, to: string, begin: number, end: number] {
  const midnight = new Date().setHours(0, 0, 0, 0);
  const begin = new Date(midnight).setDate(new Date(midnight).getDate() - 7);
  return [dayOf(begin), dayOf(midnight - DAY / 2), begin, midnight];
}

const ofTime = (shift = 0): string => {
  const [, , begin, end] = days();
  return `started_at >= ${begin - shift * DAY} AND started_at < ${end - shift * DAY} AND ended_at IS NOT NULL`;
};

function counted(dataDir: string, where: string): number {
  return query<{ n: number }>(dataDir, `SELECT count(*) AS n FROM calls WHERE ${where}`)[0]?.n ?? 0;
}

const value = (page: Page, part: string, figure: string): Locator =>
  page.getByTestId(`report-${part}`).getByTestId(`figure-${figure}`).locator('.figures');

const cases = (n: number): string => `${new Intl.NumberFormat('ko-KR').format(n)}건`;

test('the figures are those that the database itself gives', async ({
  practice: page,
  dataDir,
}) => {
  const inbound = `${ofTime()} AND direction = 'inbound'`;
  const answered = counted(dataDir, `${inbound} AND answered_at IS NOT NULL`);
  const inTime = counted(dataDir, `${inbound} AND answered_at - started_at <= 20000`);
  const lost = `${inbound} AND outcome = 'missed' AND ended_by = 'customer'`;
  const abandoned = counted(dataDir, `${lost} AND ended_at - started_at >= 5000`);
  const refused = counted(dataDir, `${inbound} AND outcome IN ('rejected', 'busy')`);
  const offered = answered + abandoned + refused;

  await expect(value(page, 'inbound', 'answered')).toHaveText(cases(answered));
  await expect(value(page, 'inbound', 'abandoned')).toHaveText(cases(abandoned));
  await expect(value(page, 'inbound', 'inbound')).toHaveText(cases(counted(dataDir, inbound)));
  await expect(value(page, 'service', 'level')).toHaveText(
    `${((100 * inTime) / offered).toFixed(1)}%`,
  );
  const promises = query<{ n: number }>(
    dataDir,
    `SELECT count(*) AS n FROM promises WHERE json_extract(body, '$.end.how') = 'kept'
       AND json_extract(body, '$.end.late') = 0 AND ended_at >= ${days()[2]} AND ended_at < ${days()[3]}`,
  );
  await expect(value(page, 'promises', 'inTime')).toHaveText(cases(promises[0]?.n ?? 0));
  const [talk] = query<{ ms: number }>(
    dataDir,
    `SELECT avg(ended_at - answered_at - held_ms) AS ms FROM calls
     WHERE ${ofTime()} AND answered_at IS NOT NULL`,
  );
  const seconds = Math.round((talk?.ms ?? 0) / 1_000);
  await expect(value(page, 'handling', 'talk')).toHaveText(
    `${Math.floor(seconds / 60)}분 ${seconds % 60}초`,
  );
  await expect(page.getByTestId('reports')).not.toContainText('NaN');

  const before = counted(dataDir, `${ofTime(7)} AND direction = 'inbound'`);
  const more = counted(dataDir, inbound) - before;
  const difference = page.getByTestId('report-inbound').getByTestId('figure-inbound');
  await expect(difference.locator('.difference')).toHaveText(
    more === 0
      ? '같음'
      : `${more > 0 ? '+' : '−'}${cases(Math.abs(more))} ${more > 0 ? '늘어남' : '줄어듦'}`,
  );
});

test('what is good service is set by the desk and said on the screen', async ({
  practice: page,
  dataDir,
}) => {
  const part = page.getByTestId('report-service');
  await expect(part).toContainText('20초 안에 응답한 통화 ÷ 인입 통화');
  await page.getByTestId('report-answerWithinS').fill('0');
  await page.keyboard.press('Enter');
  await expect(page.getByText('1에서 600까지의 정수를 적어 주십시오.')).toBeVisible();
  await page.getByTestId('report-answerWithinS').fill('8');
  await page.keyboard.press('Enter');
  await page.getByTestId('report-shortAbandonS').fill('0');
  await page.keyboard.press('Enter');
  await expect(part).toContainText('8초 안에 응답한 통화 ÷ 인입 통화');
  await expect(part).toContainText('짧은 포기도 모두 인입 통화에 넣습니다.');
  const inbound = `${ofTime()} AND direction = 'inbound'`;
  const inTime = counted(dataDir, `${inbound} AND answered_at - started_at <= 8000`);
  await expect(value(page, 'service', 'inTime')).toHaveText(cases(inTime));
  await page.reload();
  await page.getByTestId('nav-reports').click();
  await expect(page.getByTestId('report-answerWithinS')).toHaveValue('8');
});

test('the table behind a chart has every figure, and leaves as a file, by keyboard alone', async ({
  practice: page,
  dataDir,
}) => {
  const toggle = page.getByTestId('table-hours');
  await toggle.focus();
  await page.keyboard.press('Enter');
  const rows = page.getByTestId('report-hours').getByRole('row');
  await expect(rows).toHaveCount(8);
  const cells = await page.getByTestId('report-hours').locator('td').allTextContents();
  expect(cells).toHaveLength(7 * 24);
  expect(cells.reduce((all, cell) => all + Number(cell), 0)).toBe(counted(dataDir, ofTime()));
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('csv-hours')).toBeFocused();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.keyboard.press('Enter'),
  ]);
  const lines = readFileSync(await download.path(), 'utf8').split('\r\n');
  expect(lines[0]).toMatch(/^\uFEFF요일,0,1,/);
  expect(lines).toHaveLength(9);
  await page.getByTestId('csv-inbound').focus();
  const [second] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  const text = readFileSync(await second.path(), 'utf8');
  // A difference begins with a sign: a spreadsheet is to take it for words.
  expect(text).not.toMatch(/(^|,)[=+\-@]/m);
});

test('few cases are said to be few, and nothing is said of a time without any', async ({
  practice: page,
}) => {
  await page.getByTestId('report-from').fill('2020-01-01');
  await page.getByTestId('report-to').fill('2020-01-02');
  await expect(page.getByTestId('reports-empty')).toContainText('이 기간에는 기록이 없습니다');
  const [from, to] = days();
  await page.getByTestId('report-from').fill(from);
  await page.getByTestId('report-to').fill(to);
  await page.getByTestId('report-comparison').locator('select').selectOption('year');
  await expect(page.getByTestId('report-inbound')).toContainText('비교 기간 0건');
  await expect(page.getByTestId('report-inbound')).toContainText('사례가 적어 비교가 어렵습니다.');
  await expect(page.getByTestId('report-inbound').locator('.difference')).toHaveCount(0);
  await page.getByTestId('report-comparison').locator('select').selectOption('none');
  await expect(page.getByTestId('report-compared')).toHaveCount(0);
});

test('nobody is ranked, and no figure is of mistakes or abuse', async ({ practice: page }) => {
  const promise = '상담사별 실수나 폭언 건수는 세지 않으며, 누구의 순위도 매기지 않습니다.';
  await expect(page.getByTestId('reports')).toContainText(promise);
  const text = (await page.getByTestId('reports').innerText()).replace(promise, '');
  expect(text).not.toMatch(/실수|폭언|순위|성희롱|협박/);
});

test('on paper it is the report alone, light, with its time and its terms', async ({
  practice: page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printed', 'yes');
  });
  await page.getByTestId('report-print').click();
  await expect(page.locator('body')).toHaveAttribute('data-printed', 'yes');
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? [];
  expect(pages.length).toBeGreaterThan(1);
  expect(pdf.toString('latin1')).toMatch(/\/MediaBox\s*\[0 0 59[45]\.\d* 84[12]\.\d*\]/);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(page.getByTestId('nav-phone')).toBeHidden();
  await expect(page.getByTestId('report-print')).toBeHidden();
  await expect(page.getByTestId('table-inbound')).toBeHidden();
  await expect(page.getByTestId('report-time')).toContainText('기간 ');
  await expect(page.getByTestId('report-service')).toContainText('서비스 수준 =');
  const paper = await page
    .getByTestId('report-inbound')
    .evaluate((part) => getComputedStyle(part).backgroundColor);
  expect(paper).toBe('rgb(255, 255, 255)');
  // Whole, and not only what fits into the window.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const last = await page.getByTestId('report-quality').boundingBox();
  expect(height).toBeGreaterThan((last?.y ?? Infinity) + (last?.height ?? 0) - 1);
});

test('axe finds nothing serious in charts or tables, light or dark', async ({ practice: page }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByTestId('table-hours').click();
    await page.getByTestId('table-inbound').click();
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByTestId('table-hours').click();
    await page.getByTestId('table-inbound').click();
  }
});

test('a report that takes its time says so until it is there', async ({ app: page, host }) => {
  await page.getByTestId('door-practice').click();
  await page.getByTestId('nav-reports').click();
  await expect(page.getByTestId('report-time')).toBeVisible();
  host.suspend();
  await page.getByTestId('report-period').locator('select').selectOption('lastWeek');
  await expect(page.getByTestId('report-state')).toHaveText('보고서를 계산하고 있습니다.');
  host.wake();
  await expect(page.getByTestId('report-state')).toBeHidden();
  await expect(page.getByTestId('report-inbound')).toBeVisible();
});
