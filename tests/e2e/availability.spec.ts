import type { Page } from '@playwright/test';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import { expect, test } from './fixtures.ts';

interface Span {
  readonly kind: string;
  readonly reason_id: string | null;
  readonly until_at: number | null;
  readonly from_at: number;
  readonly note: string;
  readonly alternate: string;
}

const spans = (dataDir: string): readonly Span[] =>
  query<Span>(dataDir, 'SELECT * FROM availability_spans ORDER BY from_at');
const status = (page: Page) => page.getByTestId('status');

async function chooseReason(page: Page, id: string): Promise<void> {
  await status(page).click();
  await page.getByTestId(`reason-${id}`).click();
  await expect(page.getByTestId('status-dialog')).toBeHidden();
}

async function talk(page: Page): Promise<void> {
  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
}

test('two clicks, and everybody who looks sees until when', async ({ practice, dataDir }) => {
  await expect(status(practice)).toContainText('대기');
  await chooseReason(practice, 'meeting');
  await expect(status(practice)).toHaveAttribute('data-reason', 'meeting');
  await expect(status(practice)).toContainText(/회의.*\d\d:\d\d까지/);
  await expect(practice).toHaveTitle(/회의 \d\d:\d\d까지.*이음/);
  const [available, meeting] = spans(dataDir);
  expect(available?.kind).toBe('available');
  expect((meeting?.until_at ?? 0) - (meeting?.from_at ?? 0)).toBe(60 * 60_000);
});

test('until a time, for a length, or open; more of it, and what is said of it', async ({
  practice,
  dataDir,
}) => {
  await status(practice).click();
  await practice.getByText('시각 지정').click();
  await practice.getByTestId('away-at').fill('23:59');
  await practice.getByTestId('reason-training').click();
  await expect(status(practice)).toContainText('23:59까지');

  await status(practice).click();
  await practice.getByText('정하지 않음', { exact: true }).click();
  await practice.getByTestId('reason-personal').click();
  await expect(status(practice)).toContainText('부터');
  expect(spans(dataDir).at(-1)).toMatchObject({ reason_id: 'personal', until_at: null });

  await status(practice).click();
  await practice.getByTestId('later-30').click();
  await expect(status(practice)).toContainText('까지');
  await practice.getByTestId('away-alternate').fill('박민지 02-1234-5678');
  await practice.getByTestId('away-note').fill('병원');
  await practice.keyboard.press('Escape');
  await expect
    .poll(() => spans(dataDir).at(-1))
    .toMatchObject({ note: '병원', alternate: '박민지 02-1234-5678' });
});

test('keys alone: a digit chooses, one key comes back and steps out again', async ({
  practice,
}) => {
  await practice.keyboard.press('Control+Alt+KeyS');
  await expect(practice.getByTestId('status-dialog')).toBeVisible();
  await practice.keyboard.press('3');
  await expect(status(practice)).toHaveAttribute('data-reason', 'meal');
  await practice.keyboard.press('Control+Alt+KeyB');
  await expect(status(practice)).toHaveAttribute('data-kind', 'available');
  await practice.keyboard.press('Control+Alt+KeyB');
  await expect(status(practice)).toHaveAttribute('data-reason', 'meal');
});

test('what is chosen during a call comes after it and its after-call work', async ({
  practice,
  dataDir,
}) => {
  await talk(practice);
  await expect(status(practice)).toContainText('통화 중');
  await chooseReason(practice, 'meal');
  await expect(status(practice)).toContainText('다음: 식사');
  await practice.getByTestId('hang-up').click();
  const wrapUp = practice.getByTestId('wrap-up');
  await expect(wrapUp).toContainText('다음: 식사');
  await expect(status(practice)).toHaveAttribute('data-kind', 'wrap-up');
  await wrapUp.getByTestId('later-1').click();
  await expect(wrapUp).toContainText(/01:[0-3]\d/);
  // Ended by hand, what was reserved comes all the same.
  await wrapUp.getByTestId('end-wrap-up').click();
  await expect(wrapUp).toBeHidden();
  await expect(status(practice)).toHaveAttribute('data-reason', 'meal');
  expect(spans(dataDir).map(({ kind, reason_id }) => reason_id ?? kind)).toEqual([
    'available',
    'wrap-up',
    'meal',
  ]);
});

test('after-call work ends by itself', async ({ practice }) => {
  await practice.getByTestId('nav-settings').click();
  await practice.getByTestId('wrap-up-seconds').locator('select').selectOption('15');
  await talk(practice);
  await practice.getByTestId('hang-up').click();
  await expect(practice.getByTestId('wrap-up')).toBeVisible();
  await expect(status(practice)).toHaveAttribute('data-kind', 'available', { timeout: 20_000 });
});

test('when the time has passed it is asked, and nothing is decided', async ({ practice }) => {
  await practice.clock.install();
  await practice.reload();
  await expect(practice.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  await chooseReason(practice, 'rest');
  await practice.clock.fastForward(11 * 60_000);
  const question = practice.getByTestId('return-question');
  await expect(question).toContainText('휴식');
  await expect(status(practice)).toHaveAttribute('data-reason', 'rest');
  await question.getByTestId('later-10').click();
  await expect(question).toBeHidden();
  await practice.clock.fastForward(11 * 60_000);
  await question.getByTestId('come-back').click();
  await expect(question).toBeHidden();
  await expect(status(practice)).toHaveAttribute('data-kind', 'available');
});

test('it is there again after the host was killed, with the day as a strip', async ({
  practice,
  host,
  dataDir,
}) => {
  await chooseReason(practice, 'meeting');
  await host.kill9();
  const next = await startHost({ dataDir });
  await practice.goto(next.url);
  await expect(status(practice)).toHaveAttribute('data-reason', 'meeting');
  await status(practice).click();
  await expect(practice.getByTestId('day-totals')).toContainText('회의');
  expect(spans(dataDir).map(({ kind }) => kind)).toEqual(['available', 'away']);
  await next.stop();
});
