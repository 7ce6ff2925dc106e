import { expect } from 'vitest';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { wholeCall } from '../host/facts.ts';
import { makePieces, makeSound } from '../host/recordingPieces.ts';

/** A greeting from its recording to its end, through one line. */
export async function greetingsPart(client: RpcClient<IeumContract>): Promise<void> {
  const id = newId();
  const sound = makeSound(2);
  const saved = await client.call('greetings.save', { id, reasonId: 'meeting', sound });
  expect(saved).toMatchObject({ id, reasonId: 'meeting', durationMs: 1_994 });
  expect(await client.call('greetings.list', {})).toEqual({ rows: [saved] });
  expect(await client.call('greetings.sound', { id })).toEqual({ sound });
  await expect(
    client.call('greetings.save', { id: newId(), reasonId: 'meeting', sound: 'aGVsbG8=' }),
  ).rejects.toMatchObject({ code: 'greeting.invalid' });
  await expect(
    client.call('greetings.save', { id: newId(), reasonId: 'No Such Id', sound }),
  ).rejects.toMatchObject({ code: 'input.invalid' });
  await client.call('greetings.delete', { id });
  expect(await client.call('greetings.list', {})).toEqual({ rows: [] });
  expect(await client.call('greetings.restore', { id })).toEqual(saved);
  await expect(client.call('greetings.delete', { id: newId() })).rejects.toMatchObject({
    code: 'greeting.unknown',
  });
}

/** A message left for an agent who is away, where no recording is allowed, through one line. */
export async function voicemailPart(client: RpcClient<IeumContract>): Promise<void> {
  const facts = wholeCall();
  const callId = facts[0]?.callId ?? '';
  await client.call('calls.append', { facts });
  const id = newId();
  const startedAt = Date.now();
  await client.call('recordings.begin', { id, callId, kind: 'voicemail', startedAt });
  await client.call('recordings.append', { id, seq: 0, data: makePieces()(true) });
  await client.call('recordings.end', { id, endedAt: startedAt + 1_000, reason: 'call-ended' });
  const attended = { greetingId: null, voicemail: id, seconds: 9 };
  await client.call('calls.append', {
    facts: [{ id: newId(), callId, at: startedAt, type: 'attended', ...attended }],
  });
  const { rows } = await client.call('calls.list', { filter: { voicemail: true } });
  expect(rows).toMatchObject([
    { id: callId, voicemail: 'new', recorded: false, attended: { greetingId: null, seconds: 9 } },
  ]);
  await client.call('recordings.listen', { id });
  expect((await client.call('calls.get', { id: callId })).row.voicemail).toBe('heard');
}
