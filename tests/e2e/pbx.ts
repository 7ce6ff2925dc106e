import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startHost } from '../support/hostProcess.ts';
import { startScriptedExchange } from '../support/scriptedExchange.ts';
import type { ScriptedExchange } from '../support/scriptedExchange.ts';
import { subscribes, subscriptionOf } from '../support/scriptedNotifier.ts';
import type { ScriptedSubscription } from '../support/scriptedNotifier.ts';
import { countUncaught } from '../support/uncaught.ts';
import { expect, test as base } from './fixtures.ts';

interface Fixtures {
  exchange: ScriptedExchange;
  /** What the administrator's file says of the exchange. */
  offers: object;
  /** Registered at a scripted exchange that offers this. */
  desk: Page;
  /** What the page threw uncaught. */
  uncaught: readonly string[];
  /** The phone's newest subscription, once there are that many. */
  subscription: (event: string, user: string, count?: number) => Promise<ScriptedSubscription>;
}

export const OFFERS = {
  voicemailNumber: '*98',
  park: { slots: { from: '701', to: '703' } },
  colleagues: [
    { name: '김하늘', extension: '1001' },
    { name: '이바다', extension: '1002' },
  ],
  houseNumbers: [{ number: '1588-0000', name: '대표번호' }],
  exchangeSwitches: [
    { kind: 'queue', name: '상담 큐', on: '*45', off: '*46', watch: 'q1' },
    { kind: 'dnd', name: '방해금지', on: '*78', off: '*79' },
  ],
};

export const test = base.extend<Fixtures>({
  offers: [OFFERS, { option: true }],
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
  exchange: async ({}, use) => {
    const exchange = await startScriptedExchange();
    await use(exchange);
    await exchange.close();
  },
  uncaught: async ({ page }, use) => use(countUncaught(page)),
  desk: async ({ exchange, folder, dataDir, page, offers, uncaught: _uncaught }, use) => {
    const provision = join(folder, 'provision.json');
    const account = {
      uri: `sip:agent@${exchange.domain}`,
      password: 'unused',
      servers: [exchange.url],
    };
    writeFileSync(provision, JSON.stringify({ version: 1, account, pbx: offers }));
    const host = await startHost({ dataDir, provision });
    await page.goto(host.url);
    await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
    await page.getByTestId('nav-phone').click();
    await use(page);
    await host.stop();
  },
  subscription: async ({ exchange }, use) =>
    use(async (event, user, count = 1) => {
      const all = (): readonly string[] => subscribes(exchange, event, user);
      await expect.poll(() => all().length, { timeout: 20_000 }).toBeGreaterThanOrEqual(count);
      return subscriptionOf(exchange, all().at(-1) ?? '');
    }),
});

export { expect };
