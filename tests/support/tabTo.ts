import type { Locator, Page } from '@playwright/test';

/**
 * Presses Tab until the focus is in what is looked for, as somebody without a mouse does.
 * @param there a place, or its test id: then the first of that name
 */
export async function tabTo(page: Page, there: Locator | string, presses = 80): Promise<void> {
  const target = typeof there === 'string' ? page.getByTestId(there).first() : there;
  await target.waitFor();
  for (let press = 0; press <= presses; press += 1) {
    if (await target.evaluate((element) => element.contains(document.activeElement))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${String(there)} cannot be reached with Tab.`);
}
