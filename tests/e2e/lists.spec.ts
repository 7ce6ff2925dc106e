import type { Page } from '@playwright/test';
import { wholeCall } from '../host/facts.ts';
import { startHost as startTestHost } from '../host/support.ts';
import { startHost } from '../support/hostProcess.ts';
import { expect, test } from './fixtures.ts';

/** What the page asks its host from now on: the keys of each question of this method. */
function keysAsked(page: Page, method: string): string[] {
  const keys: string[] = [];
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => {
      if (!String(payload).includes(`"${method}"`)) return;
      const { input } = JSON.parse(String(payload)) as { input: { keys: string[] } };
      keys.push(...input.keys);
    });
  });
  return keys;
}

test('a log that is scrolled through asks whose a number is once, however many numbers there are', async ({
  page,
  dataDir,
}) => {
  const { host: before, connect } = startTestHost(dataDir);
  const { client } = connect();
  for (let hundred = 0; hundred < 6; hundred += 1) {
    const facts = Array.from({ length: 100 }, (_, index) => {
      const dialled = `010${String(20_000_000 + hundred * 100 + index)}`;
      return wholeCall({ dialled, e164: `+82${dialled.slice(1)}`, name: null });
    });
    await client.call('calls.append', { facts: facts.flat() });
  }
  await before.stop();

  const host = await startHost({ dataDir });
  const cards = keysAsked(page, 'customers.known');
  const names = keysAsked(page, 'contacts.byNumber');
  await page.goto(host.url);
  await page.getByTestId('door-practice').click();
  await page.getByTestId('nav-history').click();
  const list = page.getByTestId('history-list');
  const rows = page.getByTestId('history-row');
  await expect(rows.first()).toBeVisible();
  await list.focus();
  // Each page of the log is asked for when the last comes into sight.
  await expect(async () => {
    await page.keyboard.press('End');
    await expect(rows.last()).toHaveAttribute('aria-setsize', '600', { timeout: 250 });
  }).toPass();
  await page.keyboard.press('End');
  await expect(rows.last()).toHaveAttribute('aria-posinset', '600');
  // Only what is in sight is in the page, in its order.
  expect(await rows.count()).toBeLessThanOrEqual(60);
  const places = await rows.evaluateAll((all) => all.map((row) => Number(row.ariaPosInSet)));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  for (const asked of [cards, names]) {
    expect(asked.length).toBeGreaterThan(100);
    expect(asked).toHaveLength(new Set(asked).size);
  }
  await host.stop();
});
