import type { Page } from '@playwright/test';
import type { QualitySummary } from '#shared/domain/quality/summary.ts';
import { pageHears } from '../support/ear.ts';
import { layRoughPath } from '../support/roughPath.ts';
import type { RoughPath } from '../support/roughPath.ts';
import { expect, test as base } from './desk.ts';
import type { Desk } from './desk.ts';

const CUSTOMER_HZ = 440;

interface Rough {
  readonly desk: Desk;
  readonly path: RoughPath;
}

/** A desk in a call whose every packet of sound goes through a network that can be made worse. */
const test = base.extend<{ rough: Rough }>({
  rough: async ({ lab, openDesk }, use) => {
    const turn = await lab.turnServer();
    const { username, credential } = turn;
    const path = await layRoughPath(turn.udp);
    const url = `turn:${turn.udp.host}:${path.port}?transport=udp`;
    const desk = await openDesk({
      iceServers: [{ urls: [url], username, credential }],
      iceTransportPolicy: 'relay',
    });
    const customer = await lab.customer({ tone: CUSTOMER_HZ });
    await desk.dial(customer.number);
    await expect.poll(() => pageHears(desk.page, CUSTOMER_HZ)).toBe(true);
    await desk.page.getByTestId('quality-toggle').click();
    await use({ desk, path });
    path.close();
  },
});

/** A figure of the panel: a number as the agent reads it. */
async function figure(page: Page, key: 'lossIn' | 'lossOut' | 'jitter' | 'rtt'): Promise<number> {
  const text = (await page.getByTestId(`quality-${key}`).locator('td').textContent()) ?? '';
  return Number.parseFloat(text);
}

/** Until a figure has been within a bound, which it is when a whole window is of the new network. */
async function reaches(
  page: Page,
  key: Parameters<typeof figure>[1],
  wanted: number,
  within: number,
): Promise<void> {
  await expect
    .poll(async () => Math.abs((await figure(page, key)) - wanted), {
      message: `${key} of ${wanted} ± ${within}`,
      timeout: 20_000,
    })
    .toBeLessThanOrEqual(within);
}

for (const lossPercent of [1, 3, 5, 10]) {
  test(`${lossPercent} % lost is told as such, ± 1 point, in both directions`, async ({
    rough,
  }) => {
    const { page } = rough.desk;
    rough.path.set({ lossPercent });
    await reaches(page, 'lossIn', lossPercent, 1);
    await reaches(page, 'lossOut', lossPercent, 1);
  });
}

for (const delayMs of [50, 150]) {
  test(`${2 * delayMs} ms there and back are told, ± 20 ms`, async ({ rough }) => {
    const { page } = rough.desk;
    const before = await figure(page, 'rtt');
    expect(before).toBeLessThanOrEqual(20);
    rough.path.set({ delayMs });
    await reaches(page, 'rtt', 2 * delayMs, 20);
  });
}

test('a network that turns bad is said within 10 s, and its recovery too', async ({ rough }) => {
  const { page } = rough.desk;
  const grade = page.getByTestId('quality-toggle');
  await expect(grade).toHaveAttribute('data-grade', 'good');
  const began = Date.now();
  rough.path.set({ lossPercent: 10, delayMs: 60, jitterMs: 30 });
  await expect(grade).toHaveAttribute('data-grade', 'poor', { timeout: 10_000 });
  console.log(`      bad after ${Date.now() - began} ms`);
  const betterAt = Date.now();
  rough.path.set({});
  await expect(grade).toHaveAttribute('data-grade', 'good', { timeout: 10_000 });
  console.log(`      good after ${Date.now() - betterAt} ms`);
});

test('jitter of 30 ms is told, and the call goes on', async ({ rough }) => {
  const { page } = rough.desk;
  const quiet = await figure(page, 'jitter');
  rough.path.set({ delayMs: 60, jitterMs: 30 });
  // RFC 3550 §6.4.1 smooths over 16 packets the mean difference of two: of ±30 ms evenly spread, 20 ms.
  await reaches(page, 'jitter', 20 + quiet, 10);
  await expect.poll(() => pageHears(page, CUSTOMER_HZ)).toBe(true);
});

test('what the call was like is kept with it', async ({ rough }) => {
  const { desk, path } = rough;
  path.set({ lossPercent: 10 });
  await expect(desk.page.getByTestId('quality-toggle')).toHaveAttribute('data-grade', 'poor');
  await reaches(desk.page, 'lossIn', 10, 1);
  await desk.page.getByTestId('hang-up').click();
  const row = await desk.lastCall();
  const kept = JSON.parse(row.quality ?? 'null') as QualitySummary;
  expect(kept.mosMin).toBeLessThan(3.6);
});
