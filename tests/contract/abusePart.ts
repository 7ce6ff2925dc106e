import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { EventDataOf } from '#shared/rpc/contract.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { abuseAfter, begun, rung } from '../host/abuseFacts.ts';

/** A case from its beginning to the evidence, through one line. */
export async function abusePart(
  client: RpcClient<IeumContract>,
  next: (name: 'abuse.changed') => Promise<EventDataOf<IeumContract, 'abuse.changed'>>,
): Promise<void> {
  const now = Date.now();
  const first = begun({ at: now });
  const { caseId, callId } = first;
  const unknown = { code: 'abuse.unknown' };
  await expect(client.call('abuse.get', { id: caseId })).rejects.toMatchObject(unknown);
  await expect(
    client.call('abuse.append', { facts: [rung(caseId, now, 'closing')] }),
  ).rejects.toMatchObject(unknown);

  const changed = next('abuse.changed');
  expect(await client.call('abuse.append', { facts: [first] })).toEqual({ stored: 1 });
  expect(await changed).toEqual({ ids: [caseId] });
  const missing = { rungs: ['closing' as const], ms: 0 };
  const done = [
    rung(caseId, now, 'separate'),
    abuseAfter(caseId, now, { type: 'kind-changed', kind: 'threat' }),
    abuseAfter(caseId, now, { type: 'override', why: '위협', missing }),
    abuseAfter(caseId, now, { type: 'break', until: now + 600_000 }),
    abuseAfter(caseId, now, { type: 'report', text: '보고' }),
    abuseAfter(caseId, now, { type: 'told-lead', how: 'message', name: '팀장', text: '알림' }),
  ];
  expect(await client.call('abuse.append', { facts: done })).toEqual({ stored: 6 });
  expect(await client.call('abuse.append', { facts: done })).toEqual({ stored: 0 });
  const { row, facts } = await client.call('abuse.get', { id: caseId });
  expect(row).toMatchObject({ kind: 'threat', report: { text: '보고' }, told: { name: '팀장' } });
  expect(facts).toHaveLength(7);
  expect(await client.call('abuse.ofCall', { callId })).toEqual({ row });
  expect(await client.call('abuse.ofCall', { callId: newId() })).toEqual({ row: null });
  expect(await client.call('abuse.open', {})).toEqual({ rows: [row] });
  expect(await client.call('abuse.list', { from: now, to: now + 1 })).toEqual({ rows: [row] });
  expect(await client.call('abuse.list', { from: now + 1, to: now + 2 })).toEqual({ rows: [] });
  const draft = await client.call('abuse.draft', { id: caseId, language: 'ko' });
  expect(draft.text).toContain('유형: 협박');
  const made = await client.call('abuse.evidence', { id: caseId, reason: '제출', language: 'ko' });
  expect(createHash('sha256').update(made.json).digest('hex')).toBe(made.sha256);
  expect(made.html).toContain(made.sha256);
  const nobody = {
    ...{ callId: newId(), e164: '+821000000000', dialled: '01000000000' },
    address: 'sip:nobody@example.invalid',
  };
  expect(await client.call('abuse.earlier', nobody)).toEqual({ row: null });
  const goesOn = { caseId: newId(), reached: [] };
  await expect(
    client.call('abuse.append', { facts: [begun({ at: now, goesOn })] }),
  ).rejects.toMatchObject(unknown);
  await client.call('abuse.append', { facts: [abuseAfter(caseId, now, { type: 'closed' })] });
  expect(await client.call('abuse.open', {})).toEqual({ rows: [] });
}
