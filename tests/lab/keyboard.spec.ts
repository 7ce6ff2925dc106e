import type { Page } from '@playwright/test';
import { pageHears } from '../support/ear.ts';
import { AGENT_HZ, expect, test } from './desk.ts';
import type { Customer } from './laboratory/index.ts';

const hearsAgent = (customer: Customer) => (): boolean => customer.hears(AGENT_HZ, 600);

/** Keys that went on to the browser, where F3 opens its find bar and F6 its address line. */
async function watchKeys(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { ieumKeys: seen });
    const note = (event: KeyboardEvent): void => {
      if (/^F\d/.test(event.code) && !event.defaultPrevented) seen.push(event.code);
    };
    // After the app's own listener, which was there first.
    window.addEventListener('keydown', note, { capture: true });
  });
  return () => page.evaluate(() => (globalThis as { ieumKeys?: string[] }).ieumKeys ?? []);
}

test('every call action with the keyboard alone, in real calls', async ({ lab, desk }) => {
  test.setTimeout(240_000);
  const { page } = desk;
  const bar = page.getByTestId('call-bar');
  const card = page.getByTestId('incoming-card');
  const held = page.getByTestId('held-call');
  const phase = (expected: string): Promise<void> =>
    expect(bar).toHaveAttribute('data-phase', expected);
  const press = (...keys: readonly string[]): Promise<void> =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  const first = await lab.customer({ tone: 440, displayName: '김하늘' });
  const second = await lab.customer({ tone: 660, displayName: '박서준' });
  const colleague = await lab.customer({ tone: 880, displayName: '이동료' });
  const never = await lab.customer({ answer: 'ring-forever' });
  const leaked = await watchKeys(page);
  const secondRings = async (): Promise<void> => {
    await second.call(desk.account.username);
    await expect(card).toContainText('박서준');
  };

  await test.step('answer, mute, hold', async () => {
    await first.call(desk.account.username);
    await expect(card).toBeVisible();
    await press('F8');
    await phase('active');
    await expect.poll(hearsAgent(first)).toBe(true);
    await press('F4');
    await expect.poll(hearsAgent(first)).toBe(false);
    await press('F4');
    await expect.poll(hearsAgent(first)).toBe(true);
    await press('F2');
    await phase('held');
    await press('F2');
    await phase('active');
  });

  await test.step('keypad, quality, note, sound settings', async () => {
    await press('F7');
    await page.keyboard.type('5#');
    await expect(page.getByTestId('sent-digits')).toHaveText('5#');
    await press('F7');
    await expect(page.getByTestId('sent-digits')).toBeHidden();
    await expect(page.getByTestId('quality-toggle')).toBeVisible();
    await press('Control+Alt+g');
    await expect(page.getByTestId('quality-detail')).toBeVisible();
    await press('Control+Alt+g');
    await expect(page.getByTestId('quality-detail')).toBeHidden();
    await press('Control+Alt+n');
    await expect(page.getByTestId('note-input')).toBeFocused();
    await page.keyboard.type('내일 오전에 다시');
    await press('Control+Alt+a');
    await expect(page.getByTestId('device-microphone').locator('select')).toBeFocused();
  });

  await test.step('decline and busy while talking, then answer the second', async () => {
    await secondRings();
    await press('Shift+F8');
    await second.waitFor('closed');
    await phase('active');
    await secondRings();
    await press('Shift+F9');
    await second.waitFor('closed');
    await phase('active');
    await secondRings();
    await press('F8');
    await expect(bar).toContainText('박서준');
    await phase('active');
    await expect(held).toContainText('김하늘');
  });

  await test.step('swap, the one by its number, three together, one silenced, apart', async () => {
    await press('Shift+F2');
    await expect(bar).toContainText('김하늘');
    await phase('active');
    await press('Control+Shift+1');
    await expect(bar).toContainText('박서준');
    await phase('active');
    await expect(held).toHaveAttribute('data-phase', 'held');
    await press('F3');
    await expect(page.getByTestId('joined')).toBeVisible();
    await expect(held).toHaveAttribute('data-phase', 'active');
    await expect.poll(hearsAgent(first)).toBe(true);
    await expect.poll(hearsAgent(second)).toBe(true);
    await press('Shift+F4');
    await expect(page.getByTestId('silence')).toHaveAttribute('aria-pressed', 'true');
    await expect.poll(() => pageHears(page, 440)).toBe(false);
    await press('Shift+F4');
    await expect.poll(() => pageHears(page, 440)).toBe(true);
    await press('F3');
    await expect(page.getByTestId('joined')).toBeHidden();
    await expect(held).toHaveAttribute('data-phase', 'held');
    await press('F3');
    await expect(page.getByTestId('joined')).toBeVisible();
    await expect(held).toHaveAttribute('data-phase', 'active');
    await press('Shift+F3');
    await first.waitFor('closed');
    await phase('active');
    await expect.poll(hearsAgent(second)).toBe(true);
  });

  await test.step('ask first, back to the customer, ask again, complete', async () => {
    for (const next of ['Shift+F6', 'F6'] as const) {
      await press('F6');
      await expect(page.getByTestId('transfer-number')).toBeFocused();
      await page.keyboard.type(colleague.number);
      await press('Shift+Enter');
      await colleague.waitFor('established');
      await expect(page.getByTestId('consult-line')).toBeVisible();
      await phase('active');
      await expect(held).toHaveAttribute('data-phase', 'held');
      await press(next);
      if (next === 'Shift+F6') {
        await colleague.waitFor('closed');
        await expect(bar).toContainText('박서준');
        await phase('active');
      }
    }
    await expect(page.getByTestId('ended-line')).toContainText('넘겼습니다');
    await expect.poll(() => second.hears(880, 600)).toBe(true);
    await second.hangup();
  });

  await test.step('dial, hand over, take back, hang up', async () => {
    await press('Alt+1');
    await expect(page.getByTestId('dial-input')).toBeFocused();
    await page.keyboard.type(first.number);
    await press('Enter');
    await first.waitFor('established');
    await phase('active');
    await press('F6');
    await expect(page.getByTestId('transfer-number')).toBeFocused();
    await page.keyboard.type(never.number);
    await press('Enter');
    await never.waitFor('incoming');
    await phase('held');
    await press('Shift+F6');
    await phase('active');
    await expect.poll(hearsAgent(first)).toBe(true);
    await press('F9');
    await first.waitFor('closed');
    await expect(page.getByTestId('ended-line')).toBeVisible();
  });

  expect(await leaked()).toEqual([]);
  expect(desk.calls().map(({ outcome }) => outcome)).toEqual(
    expect.arrayContaining(['answered', 'rejected', 'busy']),
  );
});
