import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

test('a desk to look around in, from the first screen: said to be one, and gone in one press', async ({
  app,
}) => {
  await app.getByTestId('start-samples').locator('input').check();
  await app.getByTestId('door-practice').click();
  await expect(app.getByTestId('samples-line')).toBeVisible();
  await app.getByTestId('nav-history').click();
  await expect(app.getByTestId('history-row').nth(5)).toBeVisible();
  await app.getByTestId('history-filter').fill('소음');
  await expect(app.getByTestId('history-row').first()).toContainText('소음');
  await app.getByTestId('history-filter').fill('');
  await app.getByTestId('nav-promises').click();
  await expect(app.getByTestId('promise-row').nth(2)).toBeVisible();
  expect(await seriousProblems(app)).toEqual([]);

  await app.reload();
  await app.getByTestId('samples-line').getByTestId('samples-remove').click();
  await expect(app.getByTestId('samples-line')).toBeHidden();
  await app.getByTestId('nav-history').click();
  await expect(app.getByTestId('history-row')).toHaveCount(0);
  // From the empty log they can be had again.
  await app.getByTestId('samples-add').click();
  await expect(app.getByTestId('history-row').first()).toBeVisible();
});

test('what was written into a sample is asked about, and kept', async ({ practice }) => {
  await practice.getByTestId('nav-settings').click();
  const panel = practice.getByTestId('samples-panel');
  await panel.getByTestId('samples-add').click();
  await expect(practice.getByTestId('samples-line')).toBeVisible();
  await practice.getByTestId('nav-history').click();
  await practice.getByTestId('history-row').first().click();
  await practice.getByTestId('note-input').fill('내가 적은 메모');
  await expect(practice.getByTestId('note-state')).toHaveAttribute('data-state', 'saved');
  await practice.getByTestId('samples-line').getByTestId('samples-remove').click();
  await expect(practice.getByTestId('samples-ask')).toBeVisible();
  expect(await seriousProblems(practice)).toEqual([]);
  await practice.getByTestId('samples-keep').click();
  await expect(practice.getByTestId('history-row')).toHaveCount(1);
  await expect(practice.getByTestId('samples-line')).toContainText('남긴 예시 1건');
  await practice.getByTestId('samples-line').getByTestId('samples-remove').click();
  await practice.getByTestId('samples-remove-all').click();
  await expect(practice.getByTestId('history-row')).toHaveCount(0);
});
