import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test as base } from '../e2e/fixtures.ts';
import { pageHears } from './ear.ts';
import { startHost } from './hostProcess.ts';
import { FAR_HZ, startTalkingExchange } from './talkingExchange.ts';
import type { TalkingExchange } from './talkingExchange.ts';

interface Fixtures {
  /** Whom the phone is registered with: customers who talk, and every byte of SIP the test's. */
  customers: TalkingExchange;
  /** The page with the phone, registered. */
  desk: Page;
  /**
   * Loads it anew: twenty calls may come in a minute from then on.
   * @param state of its line to wait for; registered without it
   */
  reopen: (state?: string) => Promise<void>;
}

/** To start with, whatever else the machine is busy with; nothing is measured by it. */
const OPENING_LIMIT_MS = 30_000;

/** Customers may be called back at whatever hour the tests are run. */
const ALWAYS = { fromMinute: 0, toMinute: 1_440 };

export const test = base.extend<Fixtures>({
  customers: async ({ context }, use) => {
    const customers = await startTalkingExchange(context);
    await use(customers);
    await customers.close();
  },
  reopen: async ({ customers: { exchange }, folder, dataDir, page }, use) => {
    const provision = join(folder, 'provision.json');
    const uri = `sip:agent@${exchange.domain}`;
    const account = { uri, password: 'unused', servers: [exchange.url] };
    const policy = { callbacks: ALWAYS };
    writeFileSync(provision, JSON.stringify({ version: 1, account, policy }));
    const host = await startHost({ dataDir, provision });
    await use(async (state = 'registered') => {
      // Its address alone would not load it again: only what is after the # differs.
      if (page.url() === 'about:blank') await page.goto(host.url);
      else await page.reload();
      await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', state, {
        timeout: OPENING_LIMIT_MS,
      });
    });
    await host.stop();
  },
  desk: async ({ page, reopen }, use) => {
    await reopen();
    await use(page);
  },
});

/** Dials, and hears the customer. */
export async function talk(desk: Page, number: string): Promise<void> {
  await desk.getByTestId('dial-input').fill(number);
  await desk.getByTestId('dial-call').click();
  await expect(desk.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await expect.poll(() => pageHears(desk, FAR_HZ)).toBe(true);
}

export async function hangUp(desk: Page): Promise<void> {
  await desk.getByTestId('hang-up').click();
  await expect(desk.getByTestId('ended-line')).toBeVisible();
}

export { expect };
