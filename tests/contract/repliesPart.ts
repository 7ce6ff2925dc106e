import { expect } from 'vitest';
import type { IeumContract } from '#shared/contract/index.ts';
import type { EventDataOf } from '#shared/rpc/contract.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { received } from '../host/messageFacts.ts';
import { said } from '../host/promiseFacts.ts';
import { offer } from '../host/replyFacts.ts';

const HOUR = 3_600_000;

/** A customer picks one of the times that a text has offered; the agent takes it back. */
export async function repliesPart(
  client: RpcClient<IeumContract>,
  next: (name: 'promises.replied') => Promise<EventDataOf<IeumContract, 'promises.replied'>>,
): Promise<void> {
  const now = Date.now();
  const someone = { e164: '+821077770707', dialled: '01077770707', at: now };
  const slots = [5, 7].map((hours) => ({ from: now + hours * HOUR, to: now + (hours + 1) * HOUR }));
  const { promiseId } = await offer(client, { ...someone, slots });
  const fact = received({ ...someone, body: '2번이요' });
  const told = next('promises.replied');
  await client.call('messages.receive', { fact, answerBy: now + HOUR });
  expect(await told).toMatchObject({
    row: { id: promiseId, window: slots[1], reply: { messageId: fact.messageId, slot: 1 } },
  });
  const back = said(promiseId, now, { type: 'unchosen', messageId: fact.messageId });
  expect(await client.call('promises.append', { facts: [back] })).toEqual({ stored: 1 });
  expect((await client.call('promises.get', { id: promiseId })).row.reply?.slot).toBeNull();
}
