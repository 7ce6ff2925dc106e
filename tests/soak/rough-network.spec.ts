import type { Page } from '@playwright/test';
import type { QualitySummary } from '#shared/domain/quality/summary.ts';
import { pageHears } from '../support/ear.ts';
import { layRoughPath } from '../support/roughPath.ts';
import type { RoughPath, Roughness } from '../support/roughPath.ts';
import { expect, test as base } from '../lab/desk.ts';
import type { Desk } from '../lab/desk.ts';

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

const both = (roughness: Roughness): { out: Roughness; in: Roughness } => ({
  out: roughness,
  in: roughness,
});

test('what is lost is told as such, ± 1 point, in both directions', async ({ rough }) => {
  test.setTimeout(180_000);
  const { page } = rough.desk;
  for (const lossPercent of [1, 3, 5, 10]) {
    await test.step(`${lossPercent} %`, async () => {
      rough.path.set(both({ lossPercent }));
      await reaches(page, 'lossIn', lossPercent, 1);
      await reaches(page, 'lossOut', lossPercent, 1);
    });
  }
  await test.step('and the call’s worst is kept with it', async () => {
    await expect(page.getByTestId('quality-toggle')).toHaveAttribute('data-grade', 'poor');
    await page.getByTestId('hang-up').click();
    const row = await rough.desk.lastCall();
    const kept = JSON.parse(row.quality ?? 'null') as QualitySummary;
    expect(kept.mosMin).toBeLessThan(3.6);
    expect(kept.poorS).toBeGreaterThan(0);
  });
});

test('the way there and back is told, ± 20 ms, up to 300 ms', async ({ rough }) => {
  test.setTimeout(120_000);
  const { page } = rough.desk;
  await reaches(page, 'rtt', 0, 20);
  for (const delayMs of [50, 150]) {
    await test.step(`${2 * delayMs} ms`, async () => {
      rough.path.set(both({ delayMs }));
      await reaches(page, 'rtt', 2 * delayMs, 20);
    });
  }
});

test('what turns bad is said within 10 s, and so is what arrives well again', async ({ rough }) => {
  test.setTimeout(120_000);
  const { page } = rough.desk;
  const grade = page.getByTestId('quality-toggle');
  await expect(grade).toHaveAttribute('data-grade', 'good');
  const seconds = async (
    roughness: Parameters<RoughPath['set']>[0],
    word: string,
  ): Promise<number> => {
    const began = Date.now();
    rough.path.set(roughness);
    await expect(grade).toHaveAttribute('data-grade', word, { timeout: 30_000 });
    return (Date.now() - began) / 1_000;
  };
  const bad: Roughness = { lossPercent: 10, delayMs: 60, jitterMs: 30 };
  const worse = await seconds({ in: bad }, 'poor');
  const better = await seconds({}, 'good');
  // Of what we send only the far end's reports tell, which come every five seconds. RFC 3550 §6.2.
  const worseOut = await seconds({ out: bad }, 'poor');
  const betterOut = await seconds({}, 'good');
  console.log(
    `      arriving: bad after ${worse} s, good after ${better} s; ` +
      `sent: bad after ${worseOut} s, good after ${betterOut} s`,
  );
  expect(worse).toBeLessThanOrEqual(10);
  expect(better).toBeLessThanOrEqual(10);
});

test('jitter of 30 ms is told, and the customer is heard on', async ({ rough }) => {
  const { page } = rough.desk;
  rough.path.set(both({ delayMs: 60, jitterMs: 30 }));
  // The mean difference of two packets evenly spread over ±30 ms is 20 ms. RFC 3550 §6.4.1.
  await expect
    .poll(() => figure(page, 'jitter'), { message: 'jitter', timeout: 20_000 })
    .toBeGreaterThanOrEqual(15);
  await expect.poll(() => pageHears(page, CUSTOMER_HZ)).toBe(true);
});
