import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startHost } from '../support/hostProcess.ts';
import { startScriptedExchange } from '../support/scriptedExchange.ts';
import type { ScriptedExchange } from '../support/scriptedExchange.ts';
import { countUncaught } from '../support/uncaught.ts';
import { storedCalls } from '../support/callLog.ts';
import { expect, test as base } from './fixtures.ts';

interface Fixtures {
  exchange: ScriptedExchange;
  /** Registered at an exchange that means no good. */
  desk: Page;
}

const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
  exchange: async ({}, use) => {
    const exchange = await startScriptedExchange();
    await use(exchange);
    await exchange.close();
  },
  desk: async ({ exchange, folder, dataDir, page }, use) => {
    const provision = join(folder, 'provision.json');
    writeFileSync(
      provision,
      JSON.stringify({
        version: 1,
        account: {
          uri: `sip:agent@${exchange.domain}`,
          password: 'unused',
          servers: [exchange.url],
        },
      }),
    );
    const host = await startHost({ dataDir, provision });
    await page.goto(host.url);
    await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
    await use(page);
    await host.stop();
  },
});

test('fifty calls a second: twenty ring and are logged, the rest are told busy and counted', async ({
  desk,
  exchange,
  dataDir,
}) => {
  const uncaught = countUncaught(desk);
  const callIds: string[] = [];
  for (let index = 0; index < 250; index += 1) {
    callIds.push(exchange.invite(`"고객 ${index}" <sip:010${30_000_000 + index}@caller.invalid>`));
  }
  await expect(desk.getByTestId('banner-flood')).toContainText('230');
  const last = callIds.at(-1) ?? '';
  await expect.poll(() => exchange.answerTo(last) ?? '').toContain('486');
  await expect(desk.getByTestId('incoming-card')).toHaveCount(20);
  for (const callId of callIds.slice(0, 20)) exchange.cancel(callId);
  await expect(desk.getByTestId('incoming-card')).toHaveCount(0);
  await expect
    .poll(() => storedCalls(dataDir).map(({ outcome }) => outcome))
    .toEqual(Array.from({ length: 20 }, () => 'missed'));
  expect(uncaught).toEqual([]);
});

test('headers that ask for an automatic answer open no microphone', async ({ desk, exchange }) => {
  const callId = exchange.invite('"콜센터" <sip:0212345678@caller.invalid>', [
    'Call-Info: <sip:x>;answer-after=0',
    'Alert-Info: <http://x/ring.wav>;info=alert-autoanswer',
    'Alert-Info: info=RingAnswer',
    'P-Auto-Answer: normal',
    'Answer-Mode: Auto',
  ]);
  await expect(desk.getByTestId('incoming-card')).toBeVisible();
  // A later call is shown as well: the first has been dealt with, and was not answered.
  const second = exchange.invite('<sip:0299998888@caller.invalid>');
  await expect(desk.getByTestId('incoming-card')).toHaveCount(2);
  expect(exchange.answerTo(callId)).toBeUndefined();
  exchange.cancel(callId);
  exchange.cancel(second);
  await expect(desk.getByTestId('incoming-card')).toHaveCount(0);
});

test('a caller with a tel: address is a call from that number', async ({ desk, exchange }) => {
  const callId = exchange.invite('"정하윤" <tel:+82-10-9876-5432>');
  const card = desk.getByTestId('incoming-card');
  await expect(card.getByTestId('caller-number')).toHaveText('010-9876-5432');
  await desk.getByTestId('decline').click();
  await expect.poll(() => exchange.answerTo(callId) ?? '').toContain('603');
  // The answer carries the caller's own address, as the dialog demands.
  expect(exchange.answerTo(callId)).toContain('<tel:+82-10-9876-5432>');
});
