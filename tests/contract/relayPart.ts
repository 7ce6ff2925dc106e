import { expect } from 'vitest';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RelayState } from '#shared/contract/relay.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { callRelay, freePort } from '../support/relayCaller.ts';

/** The door for what gateways call back is opened, tried, used and closed. */
export async function relayPart(
  client: RpcClient<IeumContract>,
  next: (name: 'relay.changed') => Promise<RelayState>,
): Promise<void> {
  const port = await freePort();
  const changed = next('relay.changed');
  await client.call('settings.update', { patch: { textRelay: { on: true, port } } });
  expect(await changed).toMatchObject({ state: 'no-secret', port, hasSecret: false });
  const short = client.call('relay.setSecret', { value: 'short' });
  await expect(short).rejects.toMatchObject({ code: 'input.invalid' });
  const secret = 's'.repeat(40);
  await client.call('relay.setSecret', { value: secret });
  await expect.poll(async () => (await client.call('relay.state', {})).state).toBe('listening');
  expect(await client.call('relay.test', {})).toEqual({ result: 'open' });
  const text = { type: 'text', id: 'mo-77', from: '01066660707', body: '회신입니다' };
  // Its clock goes a little after ours: a time of before the door was opened is refused.
  const at = Math.ceil(Date.now() / 1_000);
  expect(await callRelay(port, { events: [text] }, { secret, at })).toMatchObject({ status: 200 });
  const { rows } = await client.call('messages.thread', { thread: '+821066660707' });
  expect(rows).toMatchObject([{ body: '회신입니다', channel: 'sms' }]);
  expect(await client.call('relay.setSecret', { value: null })).toMatchObject({
    ...{ state: 'no-secret', hasSecret: false, taken: 1 },
  });
}
