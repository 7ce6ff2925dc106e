import { expect } from 'vitest';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { EventDataOf } from '#shared/rpc/contract.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { opened, afterwards } from '../host/pauseFacts.ts';
import type { World } from './world.ts';

type PauseEvent = 'pauses.changed' | 'pauses.reminder';

/** A pause from its beginning to what was learnt from it, through one line. */
export async function pausesPart(
  client: RpcClient<IeumContract>,
  { tick }: Pick<World, 'tick'>,
  next: <E extends PauseEvent>(name: E) => Promise<EventDataOf<IeumContract, E>>,
): Promise<void> {
  const now = Date.now();
  const checkInId = newId();
  const first = opened({ at: now, checkIns: [{ id: checkInId, at: now - 1 }] });
  const { pauseId } = first;
  const [number] = first.numbers;
  const changed = next('pauses.changed');
  expect(await client.call('pauses.append', { facts: [first] })).toEqual({ stored: 1 });
  expect(await changed).toEqual({ ids: [pauseId] });
  expect(await client.call('pauses.append', { facts: [first] })).toEqual({ stored: 0 });
  await expect(
    client.call('pauses.append', { facts: [opened({ at: now })] }),
  ).rejects.toMatchObject({ code: 'pause.already', details: { id: pauseId } });
  const lesson = afterwards(newId(), now, { type: 'lesson', text: '' });
  await expect(client.call('pauses.append', { facts: [lesson] })).rejects.toMatchObject({
    code: 'pause.unknown',
  });
  await expect(client.call('pauses.get', { id: newId() })).rejects.toMatchObject({
    code: 'pause.unknown',
  });

  const told = next('pauses.reminder');
  tick();
  expect(await told).toMatchObject({ rows: [{ id: pauseId }] });

  const preferences = { channel: 'mail', hours: '오후', note: '' } as const;
  const decided = [
    afterwards(pauseId, now, { type: 'cause', cause: 'requested', note: '' }),
    afterwards(pauseId, now, { type: 'inquiry', channel: 'text', text: '안녕하십니까' }),
    afterwards(pauseId, now, { type: 'reply', channel: 'text', text: '다음 달에' }),
    afterwards(pauseId, now, { type: 'channels', channels: ['text', 'mail'] }),
    afterwards(pauseId, now, { type: 'check-in', checkIn: { id: newId(), at: now + 5 } }),
    afterwards(pauseId, now, { type: 'check-in-moved', checkInId, to: now + 9 }),
    afterwards(pauseId, now, { type: 'check-in-done', checkInId, channel: null, note: '' }),
    afterwards(pauseId, now, { type: 'check-in-dropped', checkInId }),
    afterwards(pauseId, now, { type: 'backup', backup: null }),
    afterwards(pauseId, now, { type: 'owner', to: '이 대리', note: '내일 통화' }),
    afterwards(pauseId, now, { type: 'risk', risk: { level: 'low', text: '', plan: '기다림' } }),
    afterwards(pauseId, now, { type: 'on-hold', items: ['안내 우편'] }),
    afterwards(pauseId, now, { type: 'support', text: '뒤로 미룸', answer: 'offered' }),
    afterwards(pauseId, now, { type: 'override', why: '급함', codes: ['check-in', 'channel'] }),
  ] as const;
  expect(await client.call('pauses.append', { facts: [...decided] })).toEqual({ stored: 14 });
  const { row, facts } = await client.call('pauses.get', { id: pauseId });
  expect(row).toMatchObject({ owner: '이 대리', cause: 'requested', onHold: ['안내 우편'] });
  expect(facts.map(({ type }) => type)).toEqual([
    'opened',
    'reminded',
    ...decided.map(({ type }) => type),
  ]);

  const other = opened({
    at: now,
    numbers: [{ address: 'x', dialled: '0255551234', e164: '+82255551234' }],
  });
  await client.call('pauses.append', { facts: [other] });
  const page = await client.call('pauses.list', { limit: 1 });
  expect(page).toMatchObject({ rows: [{ id: pauseId }] });
  expect(await client.call('pauses.list', { limit: 1, after: page.next })).toMatchObject({
    rows: [{ id: other.pauseId }],
    next: null,
  });
  const { rows } = await client.call('pauses.rows', { ids: [pauseId, newId()] });
  expect(rows).toHaveLength(1);

  await client.call('pauses.append', {
    facts: [
      afterwards(pauseId, now, { type: 'closed', reason: 'mistake', words: '' }),
      afterwards(pauseId, now, { type: 'reopened' }),
      afterwards(pauseId, now, { type: 'resumed', thanks: '감사합니다', preferences }),
      afterwards(pauseId, now, { type: 'lesson', text: '메신저를 먼저' }),
    ],
  });
  expect(await client.call('pauses.ended', { text: '메신저' })).toMatchObject({
    rows: [{ id: pauseId, end: { how: 'resumed', preferences } }],
  });
  expect(await client.call('pauses.ended', { text: '우편물' })).toEqual({ rows: [] });
  const { e164 = null, dialled = '' } = number ?? {};
  expect(await client.call('pauses.ofCustomer', { e164, dialled, practice: false })).toMatchObject({
    rows: [{ id: pauseId }],
  });
  expect(await client.call('pauses.ofCustomer', { e164, dialled, practice: true })).toEqual({
    rows: [],
  });
}
