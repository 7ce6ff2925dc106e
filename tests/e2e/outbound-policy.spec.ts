import type { Page } from '@playwright/test';
import { query } from '../support/callLog.ts';
import { expect, test } from './fixtures.ts';

async function addRule(
  page: Page,
  kind: string,
  verdict: string,
  { number, reason = '' }: { number?: string; reason?: string } = {},
): Promise<void> {
  await page.getByTestId('nav-settings').click();
  const before = await page.getByTestId('outbound-rule').count();
  await page.getByTestId('rule-kind').locator('select').selectOption(kind);
  await page.getByTestId('rule-verdict').locator('select').selectOption(verdict);
  if (number !== undefined) await page.getByTestId('rule-number').fill(number);
  await page.getByTestId('rule-reason').fill(reason);
  await page.getByTestId('rule-add').click();
  await expect(page.getByTestId('outbound-rule')).toHaveCount(before + 1);
}

async function dial(page: Page, number: string): Promise<void> {
  await page.getByTestId('nav-phone').click();
  await page.getByTestId('dial-input').fill(number);
  await page.keyboard.press('Enter');
}

test('a number that may not be called is not, and the reason is on the screen', async ({
  practice,
  calls,
}) => {
  await addRule(practice, 'premium', 'deny', { reason: '정보 이용료가 청구됩니다.' });
  for (const number of [
    '060-123-4567',
    '+82 60 123 4567',
    '０６０１２３４５６７',
    '*23#0601234567',
  ]) {
    await dial(practice, number);
    const banner = practice.getByTestId('banner-denied');
    await expect(banner).toContainText('정보 이용료가 청구됩니다.');
    await expect(banner).toContainText('규칙 1');
    await expect(practice.getByTestId('dial-refusal')).toBeVisible();
    await expect(practice.getByTestId('call-bar')).toBeHidden();
  }
  expect(calls()).toEqual([]);
  // The next one that may be called clears it.
  await dial(practice, '010-0000-0003');
  await expect(practice.getByTestId('banner-denied')).toBeHidden();
  await expect.poll(() => calls().length).toBe(1);
});

test('a number that needs a yes: Enter and Escape say no, a yes is in the log', async ({
  practice,
  dataDir,
  calls,
}) => {
  await addRule(practice, 'prefix', 'confirm', { number: '010-0000', reason: '해외 시간입니다.' });
  const dialog = practice.getByRole('dialog');
  for (const key of ['Enter', 'Escape']) {
    await dial(practice, '010-0000-0003');
    await expect(dialog).toContainText('010-0000-0003');
    await expect(dialog).toContainText('해외 시간입니다.');
    await expect(practice.getByTestId('confirm-call-no')).toBeFocused();
    await practice.keyboard.press(key);
    await expect(dialog).toBeHidden();
    await expect(practice.getByTestId('dial-input')).toHaveValue('010-0000-0003');
  }
  expect(calls()).toEqual([]);

  await dial(practice, '010-0000-0003');
  await expect(practice.getByTestId('confirm-call-no')).toBeFocused();
  await practice.keyboard.press('Tab');
  await practice.keyboard.press('Enter');
  await expect.poll(() => calls().length).toBe(1);
  await expect(practice.getByTestId('dial-input')).toHaveValue('');
  // The row is there with the fact `started`; the yes is the fact after it.
  const confirmed = (): unknown[] =>
    query<{ body: string }>(dataDir, "SELECT body FROM call_events WHERE type = 'confirmed'").map(
      ({ body }) => JSON.parse(body) as unknown,
    );
  await expect.poll(confirmed).toEqual([{ number: '010-0000-0003', reason: '해외 시간입니다.' }]);
  await expect.poll(() => calls()[0]?.ended_at ?? null, { timeout: 20_000 }).not.toBeNull();
  await practice.getByTestId('nav-history').click();
  await practice.getByTestId('history-row').click();
  await expect(practice.getByText('확인하고 걸었음: 010-0000-0003')).toBeVisible();
  // Calling again asks again.
  await practice.getByTestId('detail-redial').click();
  await expect(dialog).toContainText('010-0000-0003');
});

test('a customer is neither sent nor asked about where nobody may be called', async ({
  practice,
  calls,
}) => {
  await addRule(practice, 'premium', 'deny');
  await practice.getByTestId('nav-practice').click();
  await practice.getByTestId('practice-call-late-delivery').click();
  await practice.getByTestId('answer').click();
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await practice.keyboard.press('F6');
  await practice.getByTestId('transfer-number').fill('060-123-4567');
  for (const way of ['transfer-blind', 'transfer-consult']) {
    await practice.getByTestId(way).click();
    await expect(practice.getByTestId('transfer-number-error')).toBeVisible();
    await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  }
  expect(calls()).toHaveLength(1);
});

test('the settings say which rule would decide about a number', async ({ practice }) => {
  await addRule(practice, 'international', 'confirm');
  await addRule(practice, 'exact', 'deny', { number: '02-123-4567' });
  await practice.getByTestId('outbound-default').getByText('걸지 않기').click();
  const why = practice.getByTestId('why-number');
  const answer = practice.getByTestId('why-answer');
  for (const [number, words] of [
    ['+1 415 555 2671', /묻고 걸기.*규칙 1: 국제 전화/],
    ['0082-2-123-4567', /걸지 않기.*규칙 2: 02-123-4567/],
    ['1001', /걸지 않기.*기본값.*내선/],
    ['119', /걸기.*긴급 번호는 언제나/],
  ] as const) {
    await why.fill(number);
    await expect(answer).toHaveText(words);
  }
  await practice.getByTestId('outbound-remove').first().click();
  await expect(practice.getByTestId('outbound-rule')).toHaveCount(1);
});
