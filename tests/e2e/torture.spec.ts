import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { pageHears } from '../support/ear.ts';
import { watchGaps } from '../support/gapWatch.ts';
import { startHost } from '../support/hostProcess.ts';
import { clickThrough, watchHealth } from '../support/pageHealth.ts';
import { FAR_HZ, startTalkingExchange } from '../support/talkingExchange.ts';
import type { TalkingExchange } from '../support/talkingExchange.ts';
import { TORTURE } from '../support/torture/corpus.ts';
import { faultOf, sendTorture } from '../support/torture/runTorture.ts';
import { expect, test as base } from './fixtures.ts';

const test = base.extend<{ customers: TalkingExchange }>({
  /** A phone registered at an exchange whose customers talk, and whose every byte is ours. */
  customers: async ({ folder, dataDir, page }, use) => {
    const customers = await startTalkingExchange(page.context());
    const { exchange } = customers;
    const provision = join(folder, 'provision.json');
    const uri = `sip:agent@${exchange.domain}`;
    const account = { uri, password: 'unused', servers: [exchange.url] };
    writeFileSync(provision, JSON.stringify({ version: 1, account }));
    const host = await startHost({ dataDir, provision });
    await page.goto(host.url);
    await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
    await use(customers);
    await host.stop();
    await customers.close();
  },
});

async function talks(page: Page, number: string): Promise<void> {
  await page.getByTestId('dial-input').fill(number);
  await page.getByTestId('dial-call').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await expect.poll(() => pageHears(page, FAR_HZ)).toBe(true);
}

async function hangsUp(page: Page): Promise<void> {
  await page.getByTestId('hang-up').click();
  await expect(page.getByTestId('ended-line')).toBeVisible();
}

test('RFC 4475 has 49 messages', () => {
  expect(new Set(TORTURE.map(({ name }) => name)).size).toBe(49);
});

test('every message of RFC 4475, idle: answered as it asks, and the next call succeeds', async ({
  customers,
  page,
}) => {
  const health = await watchHealth(page);
  const raining = sendTorture(customers.exchange);
  await clickThrough(page);
  const results = await raining;
  expect(results.map(faultOf).filter((fault) => fault !== null)).toEqual([]);
  expect(await health.slowestClick()).toBeLessThanOrEqual(1_000);
  expect(health.uncaught).toEqual([]);
  await expect(page.getByTestId('incoming-card')).toHaveCount(0);
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  await talks(page, '0212345678');
  await hangsUp(page);
});

test('every message of RFC 4475, in a call: its sound goes on, and it can be hung up', async ({
  customers,
  page,
}) => {
  const health = await watchHealth(page);
  await talks(page, '0212345678');
  const [callId = ''] = customers.talking;
  const gap = await watchGaps(page);
  const before = await customers.packets(callId);
  const raining = sendTorture(customers.exchange);
  await clickThrough(page);
  const results = await raining;
  expect(results.map(faultOf).filter((fault) => fault !== null)).toEqual([]);
  expect(await health.slowestClick()).toBeLessThanOrEqual(1_000);
  expect(await gap()).toBeLessThan(200);
  expect(await customers.packets(callId)).toBeGreaterThan(before);
  expect(health.uncaught).toEqual([]);
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await hangsUp(page);
  await expect.poll(() => customers.talking).toEqual([]);
  await talks(page, '0298765432');
  await hangsUp(page);
});
