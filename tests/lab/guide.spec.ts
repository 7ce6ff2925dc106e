import type { Page } from '@playwright/test';
import { watchGaps } from '../support/gapWatch.ts';
import { packetCounts, watchPeers } from '../support/peers.ts';
import { expect, test } from './desk.ts';

/** Opus and G.711 are sent in packets of 20 ms. */
const PACKET_MS = 20;

/** A key on nothing in particular; milliseconds until the sentence of a step is painted. */
function press(page: Page, code: string, key: string): Promise<number> {
  return page.evaluate(
    async ([pressed, letter]) => {
      const painted = (): Promise<void> =>
        new Promise((resolve) => {
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve();
            port2.postMessage(null);
          });
        });
      const shown = (): string =>
        document.querySelector('[data-testid=guide-run]')?.getAttribute('data-step') ?? '';
      const before = shown();
      const begun = performance.now();
      const init = { code: pressed, key: letter, bubbles: true, cancelable: true };
      document.body.dispatchEvent(new KeyboardEvent('keydown', init));
      while (shown() === before) await painted();
      await painted();
      return performance.now() - begun;
    },
    [code, key] as const,
  );
}

test('a trigger key shows its first sentence within 100 ms and costs the call no packet', async ({
  lab,
  openDesk,
}) => {
  const desk = await openDesk({ prepare: watchPeers });
  const { page } = desk;
  const customer = await lab.customer({ tone: 440, displayName: '김하늘' });
  await desk.dial(customer.number);
  await customer.waitFor('established');
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await expect.poll(async () => (await packetCounts(page)).received).toBeGreaterThan(100);
  await page.keyboard.press('F1');
  await expect(page.getByTestId('guide-picker')).toBeVisible();

  const gap = await watchGaps(page);
  const before = await packetCounts(page);
  const first = await press(page, 'Digit2', '2');
  await expect(page.getByTestId('guide-run')).toHaveAttribute('data-step', 'deadline');
  await expect(page.getByTestId('guide-sentence')).toBeVisible();
  // As fast as a hand can go, through the script and back.
  const steps: number[] = [];
  for (const key of ['0', '0', '0', '0', '0', '0'] as const) {
    steps.push(await press(page, `Digit${key}`, key));
  }
  const after = await packetCounts(page);
  const longest = await gap();
  console.log(
    `first sentence ${first.toFixed()} ms, steps ${steps.map((ms) => ms.toFixed()).join(' ')} ms, ` +
      `longest silence ${longest} ms, packets ${JSON.stringify({ before, after })}`,
  );

  expect(first).toBeLessThanOrEqual(100);
  expect(after.lost - before.lost, 'lost on the way to the agent').toBe(0);
  expect(after.lostOutward - before.lostOutward, 'lost on the way to the customer').toBe(0);
  const sent = after.sent - before.sent;
  const due = (after.at - before.at) / PACKET_MS;
  // The moments of counting lie anywhere between two packets.
  expect(Math.abs(sent - due), `${sent} sent of ${due.toFixed(1)}`).toBeLessThanOrEqual(5);
  expect(longest).toBeLessThan(200);

  await page.getByTestId('hang-up').click();
  await customer.waitFor('closed');
});
