import type { Page } from '@playwright/test';

/** Presses Tab until the focus is in what is looked for, as somebody without a mouse does. */
export async function tabTo(page: Page, testId: string, presses = 80): Promise<void> {
  const target = page.getByTestId(testId).first();
  await target.waitFor();
  for (let press = 0; press <= presses; press += 1) {
    if (await target.evaluate((element) => element.contains(document.activeElement))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${testId} cannot be reached with Tab.`);
}
