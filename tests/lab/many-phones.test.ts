/** What becomes of an exchange that comes back when a whole department waits for it. */
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../scripts/debian-packages.ts';
import { servePage } from './laboratory/bare-page.ts';
import type { ServedPage } from './laboratory/bare-page.ts';
import { chromiumArguments } from './laboratory/browser.ts';
import { startLaboratory, waitUntil } from './laboratory/index.ts';
import type { Laboratory } from './laboratory/index.ts';
import type { ManyPhonesWindow } from './many-phones/page.ts';

const PHONES = 100;

describe('a hundred phones', () => {
  let lab: Laboratory;
  let served: ServedPage;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    lab = await startLaboratory({ agents: PHONES });
    served = await servePage(join(import.meta.dirname, 'many-phones'), join(lab.folder, 'page'));
    const executablePath = findChromium();
    browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: chromiumArguments(lab),
    });
    page = await browser.newPage();
    await page.goto(served.url);
    await page.evaluate(
      ([orders, server]) => (globalThis as unknown as ManyPhonesWindow).openPhones(orders, server),
      [
        lab.agents.map(({ uri, username, password }) => ({ uri, username, password })),
        lab.wssUrl,
      ] as const,
    );
    await untilAll('registered', 60_000);
  });

  afterAll(async () => {
    await browser?.close();
    await served?.stop();
    await lab?.stop();
  });

  const count = (state: string): Promise<number> =>
    page.evaluate(
      (name) => (globalThis as unknown as ManyPhonesWindow).countPhones()[name] ?? 0,
      state,
    );

  const untilAll = (state: string, timeoutMs: number): Promise<true> =>
    waitUntil(async () => (await count(state)) === PHONES, {
      what: `all phones to be ${state}`,
      timeoutMs,
    });

  const registers = async (): Promise<readonly number[]> =>
    (await lab.proxy.requests()).filter(({ method }) => method === 'REGISTER').map(({ at }) => at);

  it('are all back within 30 s of the proxy, at no more than ten REGISTERs a second', async () => {
    await lab.proxy.kill9();
    // Each has tried once and found nobody there: from now on they are spread.
    await untilAll('down', 30_000);
    const before = (await registers()).length;
    await lab.proxy.start();
    const upAt = Date.now();
    await untilAll('registered', 60_000);
    const seconds = (Date.now() - upAt) / 1_000;

    const at = (await registers()).slice(before);
    const span = at.at(-1)! - at[0]!;
    const busiest = Math.max(
      ...at.map((from) => at.filter((t) => t >= from && t < from + 1).length),
    );
    console.log(
      `${PHONES} phones back after ${seconds.toFixed(1)} s; ` +
        `${at.length} REGISTERs, ${(at.length / span).toFixed(1)} a second, ` +
        `${busiest} in the busiest second`,
    );
    expect(at.length).toBeGreaterThanOrEqual(2 * PHONES);
    expect(seconds).toBeLessThanOrEqual(30);
    expect(at.length / span).toBeLessThanOrEqual(10);
  });
});
