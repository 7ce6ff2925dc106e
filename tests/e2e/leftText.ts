import type { Page } from '@playwright/test';
import type { WrittenFact } from '#shared/domain/customer/customer.ts';
import { missedTextsSchema } from '#shared/domain/outbox/policy.ts';
import { startHost as startTestHost } from '../host/support.ts';
import { textSaid, written } from '../host/textFacts.ts';
import { startLocalGateway } from '../support/gateways/localGateway.ts';
import type { LocalGateway } from '../support/gateways/localGateway.ts';
import { ownServer } from '../support/gateways/ownServer.ts';
import { startHost } from '../support/hostProcess.ts';
import type { HostProcess } from '../support/hostProcess.ts';
import { test as base } from './fixtures.ts';

/** Of the text, where no other words are given. */
export const BODY = '11/26(목) 예약을 안내드립니다.';
const HEADERS = [
  { name: 'Authorization', value: `Bearer ${ownServer.secret.value}` },
  { name: 'Idempotency-Key', value: '{key}' },
];

export interface Left {
  readonly text: Parameters<typeof written>[0];
  readonly customer: readonly WrittenFact[];
  /** Null: as soon as it may. */
  readonly notBefore?: number | null;
}

export interface Fixtures {
  gateway: LocalGateway;
  /** What an earlier run left, with a gateway that loses nothing by itself. */
  opened: (left: Left) => Promise<Page>;
}

export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
  gateway: async ({}, use) => {
    const gateway = await startLocalGateway(ownServer, Date.now());
    await use(gateway);
    await gateway.stop();
  },
  opened: async ({ page, dataDir, gateway }, use) => {
    let host: HostProcess | null = null;
    await use(async ({ text, customer, notBefore = null }) => {
      // Nothing leaves before the page is there to see it.
      const before = startTestHost(dataDir, { textWays: () => [] });
      const { client } = before.connect();
      const own = {
        ...ownServer.settings(gateway.url),
        ...{ takesKey: false, headers: HEADERS },
      };
      const missedTexts = { ...missedTextsSchema.parse({}), quiet: false };
      const patch = { line: 'practice', missedTexts, textGateways: [own] } as never;
      await client.call('settings.update', { patch });
      if (customer.length > 0) await client.call('customers.append', { facts: [...customer] });
      const fact = written({ at: Date.now(), body: BODY, name: '김하늘', ...text });
      const when = textSaid(fact.textId, Date.now(), { type: 'scheduled', notBefore });
      const facts = notBefore === null ? [fact] : [fact, when];
      await client.call('outbox.append', { facts });
      await before.host.stop();
      host = await startHost({ dataDir });
      await page.goto(host.url);
      await page.getByTestId('nav-messages').click();
      await page.getByTestId('messages-part').getByText('보낼 문자').click();
      return page;
    });
    await (host as HostProcess | null)?.stop();
  },
});
