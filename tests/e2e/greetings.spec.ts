import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const rowOf = (page: Page, reason: string): Locator =>
  page.locator(`[data-testid=greeting-row][data-reason=${reason}]`);

async function record(page: Page, reason: string): Promise<Locator> {
  await page.getByTestId('nav-settings').click();
  const row = rowOf(page, reason);
  await row.getByTestId('greeting-edit').click();
  const recorder = page.getByTestId('greeting-recorder');
  await recorder.getByTestId('greeting-record').click();
  await expect(recorder).toHaveAttribute('data-state', 'recording');
  // The browser's own microphone for tests beeps once a second.
  await expect(recorder.getByRole('timer')).toContainText('0:02');
  await recorder.getByTestId('greeting-stop').click();
  await expect(recorder).toHaveAttribute('data-state', 'taken');
  return recorder;
}

const files = (dataDir: string): readonly string[] => readdirSync(join(dataDir, 'greetings'));

test('a greeting is recorded, judged, trimmed and kept for its reason', async ({
  practice: page,
  dataDir,
}) => {
  const row = rowOf(page, 'meeting');
  const recorder = await record(page, 'meeting');
  await expect(recorder.getByTestId('greeting-verdict')).toBeVisible();

  // The keyboard moves both ends.
  const from = recorder.getByTestId('greeting-from');
  const before = Number(await from.inputValue());
  await from.focus();
  for (let n = 0; n < 3; n += 1) await page.keyboard.press('ArrowRight');
  expect(Number(await from.inputValue())).toBeGreaterThan(before);
  await recorder.getByTestId('greeting-propose').click();

  await recorder.getByTestId('greeting-save').click();
  await expect(recorder).toBeHidden();
  await expect(row).toContainText('직접 녹음함');
  await expect(rowOf(page, 'meal')).toContainText('기본 인사말');
  expect(files(dataDir)).toHaveLength(1);
  await page.reload();
  await page.getByTestId('nav-settings').click();
  await expect(row).toContainText('직접 녹음함');
});

test('a deleted greeting can be had back', async ({ practice: page }) => {
  const recorder = await record(page, 'general');
  await recorder.getByTestId('greeting-save').click();
  const row = rowOf(page, 'general');
  await expect(row).toContainText('직접 녹음함');
  // The others have none of their own: they are heard with this one.
  await expect(rowOf(page, 'meal')).toContainText('공통 인사말과 같음');
  await row.getByTestId('greeting-delete').click();
  await expect(row).toContainText('기본 인사말');
  await page.getByTestId('greeting-restore').click();
  await expect(row).toContainText('직접 녹음함');
});

test('what was not kept is nowhere, and the microphone is closed', async ({
  practice: page,
  dataDir,
}) => {
  const recorder = await record(page, 'meal');
  await recorder.getByTestId('greeting-cancel').click();
  await expect(recorder).toBeHidden();
  await expect(rowOf(page, 'meal')).toContainText('기본 인사말');
  expect(() => files(dataDir)).toThrow();
});

test('whoever leaves the screen is not recorded any longer', async ({ practice: page }) => {
  await page.getByTestId('nav-settings').click();
  await rowOf(page, 'meal').getByTestId('greeting-edit').click();
  await page.getByTestId('greeting-record').click();
  await expect(page.getByTestId('greeting-recorder')).toHaveAttribute('data-state', 'recording');
  await page.getByTestId('nav-phone').click();
  await page.getByTestId('nav-settings').click();
  await expect(page.getByTestId('greeting-recorder')).toBeHidden();
});

test('how long a message may be and how long it is kept are settings', async ({
  practice: page,
}) => {
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('message-seconds').locator('select').selectOption('300');
  await page.getByTestId('message-days').locator('select').selectOption('never');
  await page.reload();
  await page.getByTestId('nav-settings').click();
  await expect(page.getByTestId('message-seconds').locator('select')).toHaveValue('300');
  await expect(page.getByTestId('message-days').locator('select')).toHaveValue('never');
});
