import { expect, test } from './fixtures.ts';

test('a page reloaded in a call: the call ends as interrupted, and the phone is ready again', async ({
  practice,
  calls,
}) => {
  await practice.getByTestId('practice-call-late-delivery').click();
  await practice.getByTestId('answer').click();
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await expect.poll(() => calls().at(-1)?.answered_at ?? null).not.toBeNull();
  await practice.reload();
  await expect(practice.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  await expect(practice.getByTestId('banner-interrupted')).toBeVisible();
  expect(calls()).toMatchObject([{ outcome: 'interrupted', ended_by: 'app' }]);
  await practice.getByTestId('nav-practice').click();
  await practice.getByTestId('practice-call-late-delivery').click();
  await expect(practice.getByTestId('incoming-card')).toBeVisible();
});

test('a second window is told that another one holds the phone, and can take it over', async ({
  host,
  practice,
  context,
}) => {
  const second = await context.newPage();
  await second.goto(host.url);
  await expect(second.getByTestId('banner-desk')).toBeVisible();
  await expect(practice.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');

  await second.getByTestId('take-over').click();
  await expect(second.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  await expect(practice.getByTestId('banner-desk')).toBeVisible();
  await expect(practice.getByTestId('line-state')).toHaveAttribute('data-state', 'off');
});

test('notes, filter and redial in the call log', async ({ practice, calls }) => {
  // Wide enough for the list and a call beside each other.
  await practice.setViewportSize({ width: 1_680, height: 900 });
  await practice.getByTestId('nav-phone').click();
  for (const number of ['010-0000-0002', '010-0000-0003']) {
    const before = calls().length;
    await practice.getByTestId('dial-input').fill(number);
    await practice.getByTestId('dial-call').click();
    await expect.poll(() => calls()[before]?.ended_at ?? null, { timeout: 20_000 }).not.toBeNull();
  }
  await practice.getByTestId('nav-history').click();
  await expect(practice.getByTestId('history-row')).toHaveCount(2);
  await practice.getByTestId('history-filter').fill('0002');
  await expect(practice.getByTestId('history-row')).toHaveCount(1);
  await practice.getByTestId('history-row').click();
  const detail = practice.getByTestId('call-detail');
  await detail.getByTestId('note-input').fill('통화 중이라 10분 뒤 다시');
  await expect.poll(() => calls()[0]?.note).toBe('통화 중이라 10분 뒤 다시');

  // The note is found at once, by a part of two syllables.
  await practice.getByTestId('history-filter').fill('다시');
  await expect(practice.getByTestId('history-row')).toHaveCount(1);
  await practice.getByTestId('history-filter').fill('');
  await expect(practice.getByTestId('history-row')).toHaveCount(2);

  await detail.getByTestId('detail-redial').click();
  await expect.poll(() => calls().length).toBe(3);
  expect(calls()[2]?.dialled.replace(/\D/g, '')).toBe('01000000002');
});
