import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startHost } from '../support/hostProcess.ts';
import { startScriptedExchange } from '../support/scriptedExchange.ts';
import type { ScriptedExchange } from '../support/scriptedExchange.ts';
import { expect, test as base } from './fixtures.ts';

/** The page on a scripted exchange, registered. */
const test = base.extend<{ exchange: ScriptedExchange }>({
  exchange: async ({ folder, dataDir, page }, use) => {
    const exchange = await startScriptedExchange();
    const provision = join(folder, 'provision.json');
    const uri = `sip:agent@${exchange.domain}`;
    const account = { uri, password: 'unused', servers: [exchange.url] };
    writeFileSync(provision, JSON.stringify({ version: 1, account }));
    const host = await startHost({ dataDir, provision });
    await page.goto(host.url);
    await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
    await use(exchange);
    await host.stop();
    await exchange.close();
  },
});

function answer(exchange: ScriptedExchange, callId: string, cseq: string): string | undefined {
  return exchange.received.find(
    (message) =>
      /^SIP\/2\.0 [2-6]/.test(message) &&
      message.includes(`Call-ID: ${callId}`) &&
      message.includes(`CSeq: ${cseq}`),
  );
}

test('an exchange that refreshes its sessions hears that the call goes on', async ({
  exchange,
  page,
}) => {
  const callId = exchange.invite('<sip:0212345678@caller.invalid>');
  await page.getByTestId('answer').click();
  await expect.poll(() => exchange.answerTo(callId)).toMatch(/^SIP\/2\.0 200/);
  exchange.inCall(callId, 'ACK', 1);
  const bar = page.getByTestId('call-bar');
  await expect(bar).toHaveAttribute('data-phase', 'active');

  exchange.inCall(callId, 'UPDATE', 2, ['Session-Expires: 1800;refresher=uac']);
  await expect.poll(() => answer(exchange, callId, '2 UPDATE')).toMatch(/^SIP\/2\.0 200/);
  expect(answer(exchange, callId, '2 UPDATE')).toMatch(/^Contact: <sip:/m);

  // One that comes out of order.
  exchange.inCall(callId, 'UPDATE', 1);
  await expect.poll(() => answer(exchange, callId, '1 UPDATE')).toMatch(/^SIP\/2\.0 500/);

  // The same offer again, as a re-INVITE: answered with the same session.
  exchange.inCall(callId, 'INVITE', 3);
  await expect.poll(() => answer(exchange, callId, '3 INVITE')).toMatch(/^SIP\/2\.0 200/);
  expect(answer(exchange, callId, '3 INVITE')).toContain('m=audio');
  exchange.inCall(callId, 'ACK', 3);
  await expect(bar).toHaveAttribute('data-phase', 'active');

  exchange.inCall(callId, 'BYE', 4);
  await expect(page.getByTestId('ended-line')).toContainText('고객');
});

test('a server that never answers OPTIONS is asked by REGISTER, and keeps its connection', async ({
  exchange,
  page,
}) => {
  const sent = (method: string): readonly string[] =>
    exchange.received.filter((message) => message.startsWith(`${method} `));
  // The first registers; then one after an OPTIONS without answer, and one for each look since.
  await expect.poll(() => sent('REGISTER').length, { timeout: 30_000 }).toBeGreaterThanOrEqual(3);
  expect(sent('OPTIONS')).toHaveLength(1);
  const connections = new Set(sent('REGISTER').map((text) => /^Call-ID: .*$/m.exec(text)?.[0]));
  expect(connections.size).toBe(1);
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
});
