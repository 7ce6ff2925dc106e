import { expect } from 'vitest';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { newId } from '#host/newId.ts';
import { TEN_O_CLOCK, wholeCall } from '../host/facts.ts';

/** Calls looked for, marked and counted, through one line. */
export async function historyPart(client: RpcClient<IeumContract>): Promise<void> {
  const calls = [0, 1, 2].map((hour) =>
    wholeCall({ at: TEN_O_CLOCK + hour * 3_600_000, name: hour === 1 ? '박영희' : '김하늘' }),
  );
  await client.call('calls.append', { facts: calls.flat() });
  const callId = calls[1]?.[0]?.callId ?? '';
  const tagged = { id: newId(), callId, at: TEN_O_CLOCK + 9_000_000, type: 'tagged' } as const;
  await client.call('calls.append', { facts: [{ ...tagged, tags: ['재구매', '재구매', 'VIP'] }] });
  expect((await client.call('calls.get', { id: callId })).row.tags).toEqual(['재구매', 'VIP']);
  const { rows } = await client.call('calls.rows', { ids: [newId(), callId] });
  expect(rows.map(({ id, tags }) => [id, tags])).toEqual([[callId, ['재구매', 'VIP']]]);
  const found = await client.call('calls.list', { filter: { tag: 'vip', text: '영희' } });
  expect(found.rows.map(({ id }) => id)).toEqual([callId]);

  const edges = [TEN_O_CLOCK, TEN_O_CLOCK + 3_600_000, TEN_O_CLOCK + 3 * 3_600_000];
  expect(await client.call('calls.count', { filter: { text: '하늘' }, edges })).toEqual({
    ...{ count: 2, between: [1, 1], also: null, behind: 0 },
  });
  const everything = await client.call('calls.count', { edges, also: 'answered' });
  expect(everything).toEqual({ count: 3, between: [1, 2], also: [1, 2], behind: 0 });
}
