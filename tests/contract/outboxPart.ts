import { expect } from 'vitest';
import { newId } from '#host/newId.ts';
import { missedTextsSchema } from '#shared/domain/outbox/policy.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { EventDataOf } from '#shared/rpc/contract.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { ended, started, treated } from '../host/facts.ts';
import { textSaid, written } from '../host/textFacts.ts';

/** A text from the missed call that writes it until the agent has sent it, through one line. */
export async function outboxPart(
  client: RpcClient<IeumContract>,
  next: (name: 'outbox.changed') => Promise<EventDataOf<IeumContract, 'outbox.changed'>>,
): Promise<void> {
  const now = Date.now();
  const changed = next('outbox.changed');
  const { callId, ...call } = started({ at: now });
  const facts = [
    { callId, ...call },
    treated(callId, now),
    ended(callId, now + 1, { outcome: 'missed' }),
  ];
  await client.call('calls.append', { facts });
  const [id = ''] = (await changed).ids ?? [];
  const { row, facts: history } = await client.call('outbox.get', { id });
  expect(row).toMatchObject({ origin: { kind: 'missed', callId }, end: null });
  expect(history).toMatchObject([{ type: 'written', textId: id }]);
  expect(await client.call('outbox.ofCall', { callId })).toEqual({ rows: [row] });
  const { e164, dialled, practice } = row;
  expect(await client.call('outbox.ofCustomer', { e164, dialled, practice })).toEqual({
    rows: [row],
  });

  const own = written({ at: now + 60_000 });
  const said = [own, textSaid(own.textId, now + 6, { type: 'edited', body: '고침' })];
  expect(await client.call('outbox.append', { facts: said })).toEqual({ stored: 2 });
  expect(await client.call('outbox.append', { facts: said })).toEqual({ stored: 0 });
  const first = await client.call('outbox.list', { group: 'open', limit: 1 });
  expect(first).toMatchObject({ rows: [{ id: own.textId, body: '고침' }] });
  const rest = await client.call('outbox.list', { group: null, limit: 1, after: first.next });
  expect(rest).toEqual({ rows: [row], next: null });

  await client.call('outbox.append', { facts: [textSaid(id, now + 7, { type: 'handed' })] });
  expect(await client.call('outbox.counts', {})).toEqual({
    open: 1,
    trouble: 0,
    done: 1,
    declined: 0,
  });
  const late = { facts: [textSaid(id, now + 8, { type: 'cancelled' as const })] };
  await expect(client.call('outbox.append', late)).rejects.toMatchObject({
    code: 'outbox.settled',
  });
  await client.call('outbox.append', { facts: [textSaid(id, now + 9, { type: 'restored' })] });
  await client.call('outbox.append', late);
  await expect(client.call('outbox.get', { id: newId() })).rejects.toMatchObject({
    code: 'outbox.unknown',
  });

  const missedTexts = { ...missedTextsSchema.parse({}), quiet: false };
  await client.call('settings.update', { patch: { missedTexts } });
  // What keeps it from leaving, and what is said of one that nobody knows.
  const [hold] = (await client.call('outbox.outlook', { ids: [own.textId, newId()] })).holds;
  expect(hold).toMatchObject({ id: own.textId, why: 'no-way', until: null });
  const of = { textId: own.textId, attemptId: newId() };
  expect(await client.call('outbox.report', { of, what: 'delivered' })).toEqual({ changed: false });
  const byRef = { of: { ref: 'unknown' }, what: 'failed' } as const;
  expect(await client.call('outbox.report', byRef)).toEqual({ changed: false });
  for (const wrong of [
    { of: {}, what: 'delivered' },
    { of, what: 'lost' },
  ]) {
    await expect(client.call('outbox.report', wrong as never)).rejects.toMatchObject({
      code: 'input.invalid',
    });
  }
}

/** A text to an extension: the page of the desk is asked to send it by the phone. */
export async function textByPhonePart(
  client: RpcClient<IeumContract>,
  next: (name: 'outbox.bySip') => Promise<EventDataOf<IeumContract, 'outbox.bySip'>>,
): Promise<void> {
  const deskId = newId();
  await client.call('desk.claim', { deskId, takeOver: true });
  const asked = next('outbox.bySip');
  const text = written({ dialled: '2001', e164: null, address: 'sip:2001@pbx.example.com' });
  await client.call('outbox.append', { facts: [{ ...text, at: Date.now() }] });
  await client.call('settings.update', {
    patch: { line: 'account', missedTexts: { ...missedTextsSchema.parse({}), quiet: false } },
  });
  const { textId, attemptId, parts, ...rest } = await asked;
  expect({ textId, parts }).toEqual({ textId: text.textId, parts: [text.body] });
  expect(rest).toMatchObject({ deskId, party: { dialled: '2001', rawName: null } });
  const of = { textId, attemptId };
  expect(await client.call('outbox.report', { of, what: 'delivered' })).toEqual({ changed: true });
  const { row } = await client.call('outbox.get', { id: textId });
  expect(row.delivery).toMatchObject({ state: 'delivered', form: 'sip', gatewayId: 'phone' });
}
