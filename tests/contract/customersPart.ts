import { expect } from 'vitest';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { EventDataOf } from '#shared/rpc/contract.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { learnt, MOBILE, OFFICE, somebody } from '../host/customerFacts.ts';
import { wholeCall } from '../host/facts.ts';

/** A customer from the first word written down of them to their erasure, through one line. */
export async function customersPart(
  client: RpcClient<IeumContract>,
  next: () => Promise<EventDataOf<IeumContract, 'customers.changed'>>,
): Promise<void> {
  const now = Date.now();
  const kim = somebody('김하늘', [MOBILE], now);
  const changed = next();
  expect(await client.call('customers.append', { facts: kim.facts })).toEqual({ stored: 2 });
  expect(await changed).toEqual({ customerIds: [kim.id] });
  expect(await client.call('customers.append', { facts: kim.facts })).toEqual({ stored: 0 });

  const noteId = newId();
  const preferences = {
    ...{ channels: ['text' as const], hours: { from: 600, to: 720 }, days: [1, 2], age: '70대' },
    language: '천천히',
  };
  const facts = [
    learnt(kim.id, now, { type: 'number-added', number: OFFICE }),
    learnt(kim.id, now + 1, { type: 'number-removed', key: OFFICE.e164 ?? '' }),
    learnt(kim.id, now + 2, { type: 'preferred', preferences }),
    learnt(kim.id, now + 3, { type: 'addressed', kind: 'newsletter', address: 'news@example.com' }),
    learnt(kim.id, now + 4, {
      ...{ type: 'consented', kind: 'newsletter', given: true, on: now, source: '전화' },
    }),
    learnt(kim.id, now + 5, { type: 'noted', noteId, text: '문 앞', callId: null }),
    learnt(kim.id, now + 6, { type: 'note-edited', noteId, text: '경비실' }),
    learnt(kim.id, now + 7, { type: 'note-removed', noteId }),
  ];
  expect(await client.call('customers.append', { facts })).toEqual({ stored: 8 });
  const whose = { customerId: null, numbers: [MOBILE] };
  const card = await client.call('customers.card', whose);
  expect(card).toMatchObject({
    customer: {
      id: kim.id,
      preferences,
      addresses: { newsletter: 'news@example.com' },
      consents: [{ kind: 'newsletter', given: true }],
      notes: [{ id: noteId, text: '경비실', earlier: [{ text: '문 앞' }], removedAt: now + 7 }],
    },
    numbers: [MOBILE],
    alike: [],
    promises: [],
  });
  expect((await client.call('customers.known', { keys: [MOBILE.e164 ?? ''] })).found).toEqual([
    {
      ...{ key: MOBILE.e164, id: kim.id, name: '김하늘', preferences },
      consents: card.customer?.consents,
    },
  ]);

  const lee = somebody('이도윤', [OFFICE], now);
  const merge = learnt(lee.id, now, { type: 'merged', into: kim.id, reason: 'hand' });
  await client.call('customers.append', { facts: [...lee.facts, merge] });
  const list = await client.call('customers.list', { text: '이도', limit: 1 });
  expect(list).toMatchObject({ rows: [{ id: kim.id, absorbed: [{ id: lee.id }] }], next: null });
  const part = learnt(lee.id, now + 1, { type: 'unmerged', merge: merge.id });
  await client.call('customers.append', { facts: [part] });
  expect((await client.call('customers.list', {})).rows).toHaveLength(2);
  for (const [body, code] of [
    [{ type: 'merged', into: kim.id, reason: 'hand' }, 'customer.same'],
    [{ type: 'merged', into: newId(), reason: 'hand' }, 'customer.unknown'],
  ] as const) {
    const wrong = { facts: [learnt(kim.id, now, body)] };
    await expect(client.call('customers.append', wrong)).rejects.toMatchObject({ code });
  }

  await client.call('calls.append', { facts: wholeCall({ at: now - 1 }) });
  const first = await client.call('customers.thread', { ...whose, limit: 2 });
  expect(first.entries.map(({ kind }) => kind)).toEqual(['customer', 'customer']);
  const rest = await client.call('customers.thread', { ...whose, before: first.next });
  expect(rest).toMatchObject({ entries: [{ kind: 'customer' }, { kind: 'call' }], next: null });

  const erase = { id: newId(), customerId: kim.id, reason: '고객 요청', contacts: false };
  expect(await client.call('customers.erase', erase)).toEqual({
    ...{ erased: 1, contacts: 0, shared: 0, certificate: expect.any(Number) as number },
  });
  expect((await client.call('customers.card', whose)).customer).toBeNull();
  const late = { facts: [learnt(kim.id, now, { type: 'named', name: '김' })] };
  await expect(client.call('customers.append', late)).rejects.toMatchObject({
    code: 'customer.erased',
  });
  const nobody = { customerId: newId(), numbers: [] };
  await expect(client.call('customers.card', nobody)).rejects.toMatchObject({
    code: 'customer.unknown',
  });
}
