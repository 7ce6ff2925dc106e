import { expect } from 'vitest';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { EventDataOf } from '#shared/rpc/contract.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { ended, started, wholeCall } from '../host/facts.ts';
import { made, said } from '../host/promiseFacts.ts';
import type { World } from './world.ts';

type PromiseEvent = 'promises.changed' | 'promises.reminder';

/** A promise from the missed call that makes it to the call that keeps it, through one line. */
export async function promisesPart(
  client: RpcClient<IeumContract>,
  { tick }: Pick<World, 'tick'>,
  next: <E extends PromiseEvent>(name: E) => Promise<EventDataOf<IeumContract, E>>,
): Promise<void> {
  const now = Date.now();
  const missed = started({ at: now });
  const changed = next('promises.changed');
  const facts = [missed, ended(missed.callId, now + 1, { outcome: 'missed' })];
  await client.call('calls.append', { facts });
  const [id = ''] = (await changed).ids ?? [];
  const { row, facts: history } = await client.call('promises.get', { id });
  expect(row).toMatchObject({ id, origin: { kind: 'missed', callId: missed.callId }, end: null });
  expect(history).toMatchObject([{ type: 'made', promiseId: id }]);
  await expect(client.call('promises.get', { id: newId() })).rejects.toMatchObject({
    code: 'promise.unknown',
  });

  // By hand, for another: it is time at once.
  const other = made({
    ...{ e164: '+82255551234', dialled: '02-5555-1234', at: now - 7_200_000, urgency: 'urgent' },
    window: { from: now - 1_000, to: now + 3_600_000 },
  });
  const batch = { facts: [other] };
  expect(await client.call('promises.append', batch)).toEqual({ stored: 1 });
  expect(await client.call('promises.append', batch)).toEqual({ stored: 0 });
  const told = next('promises.reminder');
  tick();
  expect(await told).toMatchObject({ reminders: [{ row: { id: other.promiseId }, kind: 'at' }] });

  const { promiseId } = other;
  const window = { from: now + 10, to: now + 20_000_000_000 };
  const decided = [
    said(promiseId, now, { type: 'rescheduled', window, reason: '고객 요청' }),
    said(promiseId, now, { type: 'snoozed', until: now + 900_000 }),
    said(promiseId, now, { type: 'urgency', urgency: 'normal' }),
    said(promiseId, now, { type: 'escalated', to: '박 팀장', note: '확인 부탁' }),
    said(promiseId, now, { type: 'reassigned', to: '이 대리', note: '내일 통화' }),
    said(promiseId, now, { type: 'override', why: '고객이 원함', code: 'cool-down' }),
  ];
  expect(await client.call('promises.append', { facts: decided })).toEqual({ stored: 6 });
  const { rows } = await client.call('promises.rows', { ids: [promiseId, newId()] });
  expect(rows).toMatchObject([
    { window, urgency: 'normal', owner: '이 대리', escalatedTo: '박 팀장' },
  ]);
  expect(
    (await client.call('promises.get', { id: promiseId })).facts.map(({ type }) => type),
  ).toEqual(['made', 'reminded', ...decided.map(({ type }) => type)]);
  const first = await client.call('promises.list', { limit: 1 });
  expect(first.rows.map((one) => one.id)).toEqual([id]);
  const rest = await client.call('promises.list', { limit: 1, after: first.next });
  expect(rest).toMatchObject({ rows: [{ id: promiseId }], next: null });
  const counts = await client.call('promises.counts', {});
  expect(Object.values(counts).reduce((sum, one) => sum + one, 0)).toBe(2);

  const closed = said(promiseId, now, { type: 'closed', reason: 'duplicate', words: '' });
  const reopened = said(promiseId, now, { type: 'reopened' });
  await client.call('promises.append', { facts: [closed, reopened] });
  await client.call('calls.append', { facts: wholeCall({ at: now + 2 }) });
  const { e164, dialled, practice } = row;
  expect(await client.call('promises.ofCustomer', { e164, dialled, practice })).toMatchObject({
    open: [],
    ended: [{ id, end: { how: 'kept', waitMs: 5_002 } }],
  });

  // A minute ago there was nothing.
  expect(
    await client.call('promises.kept', { from: now - 120_000, to: now - 60_000, practice: false }),
  ).toEqual({ inTime: 0, late: 0, broken: 0, closed: 0, medianWaitMs: null });
}
