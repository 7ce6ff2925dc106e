import type { Page } from '@playwright/test';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

/** Opened by its key; the field has the keyboard. */
async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(page.getByTestId('palette-input')).toBeFocused();
}

const items = (page: Page) => page.getByTestId('palette-item');

test('screens, actions and settings are found, by initial consonants too, and opened by keyboard alone', async ({
  practice,
}) => {
  await openPalette(practice);
  await expect(practice.locator('[data-item="desk.status"]')).toContainText('Ctrl+Alt+S');
  expect(await seriousProblems(practice)).toEqual([]);

  await practice.keyboard.type('ㅌㅎㄱㄹ');
  await expect(items(practice).first()).toHaveAttribute('data-item', 'screens.history');
  await practice.keyboard.press('Enter');
  await expect(practice.getByTestId('palette')).toBeHidden();
  await expect(practice.getByTestId('nav-history')).toHaveAttribute('aria-current', 'page');

  // A setting is found by what it does and leads to its panel.
  await openPalette(practice);
  await practice.keyboard.type('되돌아가는');
  await practice.keyboard.press('Enter');
  await expect(practice.locator('[data-setting-part="audio"]')).toBeInViewport();

  // What was chosen last stands first.
  await openPalette(practice);
  await expect(items(practice).first()).toHaveAttribute('data-item', 'settings.echoCancellation');
  await expect(items(practice).nth(1)).toHaveAttribute('data-item', 'screens.history');
  await practice.keyboard.press('ArrowDown');
  await expect(items(practice).nth(1)).toHaveAttribute('aria-selected', 'true');
  await practice.keyboard.press('Escape');
  await expect(practice.getByTestId('palette')).toBeHidden();
});

test('a customer, a promise, a call and a script are found by name and by number', async ({
  practice,
}) => {
  await practice.getByTestId('practice-call-late-delivery').click();
  await practice.getByTestId('answer').click();
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await practice.getByTestId('promise-make').first().click();
  await practice.getByTestId('promise-save').click();
  await practice.getByTestId('hang-up').click();
  await expect(practice.getByTestId('ended-line')).toBeVisible();

  await openPalette(practice);
  await practice.keyboard.type('01000001001');
  const promise = practice.locator('[data-item^="promise."]');
  await expect(promise).toHaveCount(1);
  await expect(practice.locator('[data-item^="call."]')).toHaveCount(1);
  await promise.click();
  await expect(practice.getByTestId('promise-detail')).toBeVisible();

  await openPalette(practice);
  await practice.keyboard.type('실수');
  await expect(practice.locator('[data-item^="script."]').first()).toBeVisible();
  // Nobody's name is kept as what was chosen last.
  expect(await practice.evaluate(() => localStorage.getItem('ieum.palette'))).toBeNull();
});

test('in a call: its actions are there, nothing that ends it, and Answer and Hang up stay in reach', async ({
  practice,
}) => {
  await practice.getByTestId('practice-call-late-delivery').click();
  await expect(practice.getByTestId('incoming-card')).toBeVisible();
  await openPalette(practice);
  await expect(practice.locator('[data-item="call.answer"]')).toBeVisible();
  await practice.getByTestId('answer').click();
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await expect(practice.locator('[data-item="call.mute"]')).toBeVisible();
  for (const end of ['hangUp', 'reject', 'busy', 'drop'])
    await expect(practice.locator(`[data-item="call.${end}"]`)).toHaveCount(0);
  expect(await seriousProblems(practice)).toEqual([]);

  await practice.getByTestId('palette-input').fill('보류');
  await practice.getByTestId('palette-input').press('Enter');
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'held');
  await openPalette(practice);
  // A key of the call works while the list is open.
  await practice.keyboard.press('F9');
  await expect(practice.getByTestId('ended-line')).toBeVisible();
  await expect(practice.getByTestId('palette')).toBeVisible();
});

test('closing gives the keyboard back to where it was', async ({ practice }) => {
  await practice.getByTestId('nav-phone').click();
  await practice.getByTestId('dial-input').fill('010');
  await openPalette(practice);
  await practice.keyboard.press('Escape');
  await expect(practice.getByTestId('dial-input')).toBeFocused();
});
