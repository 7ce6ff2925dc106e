import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { wholeCall } from '../host/facts.ts';
import { makePieces } from '../host/recordingPieces.ts';

/** A file that lets the agent record, and what removes it. */
export function recordingAllowed(): { readonly file: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'ieum-policy-'));
  const file = join(folder, 'provision.json');
  const account = { uri: 'sip:1001@pbx.example.com', servers: ['wss://pbx.example.com/ws'] };
  const policy = { recording: { mode: 'agent', retentionDays: 30 } };
  writeFileSync(file, JSON.stringify({ version: 1, account, policy }));
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A recording from its first piece to its end in the log, through one line. */
export async function recordingsPart(client: RpcClient<IeumContract>): Promise<void> {
  const facts = wholeCall();
  const callId = facts[0]?.callId ?? '';
  await client.call('calls.append', { facts });
  const { policy } = await client.call('recordings.policy', {});
  expect(policy).toMatchObject({ mode: 'agent', notice: 'spoken', retentionDays: 30 });
  expect(await client.call('recordings.notice', {})).toEqual({ sound: null });

  const id = newId();
  const begin = { id, callId, kind: 'call', startedAt: Date.now() } as const;
  await client.call('recordings.begin', begin);
  const piece = makePieces();
  const first = { id, seq: 0, data: piece() };
  const { bytes } = await client.call('recordings.append', first);
  expect(await client.call('recordings.append', first)).toEqual({ bytes });
  await expect(
    client.call('recordings.append', { id, seq: 2, data: piece() }),
  ).rejects.toMatchObject({ code: 'recording.gap', details: { expected: 1 } });
  await expect(
    client.call('recordings.append', { id, seq: 1, data: 'not base64!' }),
  ).rejects.toMatchObject({ code: 'input.invalid' });
  await expect(client.call('recordings.listen', { id })).rejects.toMatchObject({
    code: 'recording.busy',
  });
  const end = { id, endedAt: begin.startedAt + 1_000, reason: 'call-ended' };
  const row = await client.call('recordings.end', end);
  expect(row).toMatchObject({ state: 'ended', bytes, durationMs: 994 });
  expect(await client.call('recordings.ofCall', { callId })).toEqual({ rows: [row] });

  expect((await client.call('recordings.listen', { id })).path).toMatch(/^\/recordings\//);
  await client.call('recordings.export', { id, reason: '분쟁 조정 제출' });
  const deleted = await client.call('recordings.delete', { id, reason: '고객 요청' });
  expect(deleted).toMatchObject({ deleteReason: '고객 요청' });
  expect(await client.call('recordings.restore', { id })).toEqual(row);
  expect(await client.call('recordings.retention', {})).toEqual({
    ...{ kept: 1, bytes, due: 0, soon: 0 },
  });
  const { entries } = await client.call('access.list', {
    ...{ subjectKind: 'recording', subjectId: id },
  });
  expect(entries.map(({ action }) => action)).toEqual([
    ...['recording.restore', 'recording.delete', 'recording.export', 'recording.listen'],
  ]);
}
