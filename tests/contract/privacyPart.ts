import { expect } from 'vitest';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { MOBILE } from '../host/customerFacts.ts';

/** Looked at, reviewed, held, released, tried and done through one line; without a lead. */
export async function privacyPart(
  client: RpcClient<IeumContract>,
  told: () => Promise<unknown>,
): Promise<void> {
  await client.call('customers.card', { customerId: null, numbers: [MOBILE] });
  const { months } = await client.call('privacy.months', {});
  const month = months[0]?.month ?? '';
  expect(months[0]).toMatchObject({ over: false });
  const summary = await client.call('privacy.month', { month });
  expect(summary.kinds.find(({ kind }) => kind === 'look')?.count).toBeGreaterThan(0);
  const { rows } = await client.call('privacy.log', { month, kind: 'look', limit: 1 });
  expect(rows).toHaveLength(1);
  const early = { id: newId(), month, who: '김책임', remark: '' };
  await expect(client.call('privacy.review', early)).rejects.toMatchObject({
    code: 'input.invalid',
  });
  const past = await client.call('privacy.review', { ...early, month: '2026-01' });
  expect(past).toMatchObject({ month: '2026-01', who: '김책임', entries: 0 });
  const file = await client.call('privacy.logFile', { month, reason: '점검', language: 'ko' });
  expect(file.text).toContain('010-****-1234');

  const hold = { id: newId(), subjectKind: 'customer', subjectId: null, until: null } as const;
  const by = { who: '법무', reason: '소송' };
  const change = told();
  const { holds } = await client.call('privacy.hold', { ...hold, ...by, numbers: [MOBILE] });
  expect(await change).toEqual({});
  expect(holds[0]).toMatchObject({ keys: [MOBILE.e164], release: null });
  await expect(
    client.call('privacy.hold', { ...hold, ...by, id: newId(), numbers: [] }),
  ).rejects.toMatchObject({ code: 'input.invalid' });
  const released = await client.call('privacy.release', { holdId: hold.id, ...by });
  expect(released.holds[0]).toMatchObject({ release: { who: '법무' } });
  expect((await client.call('privacy.holds', {})).holds).toEqual(released.holds);

  const plan = await client.call('privacy.dryRun', {});
  expect(plan.kinds.find(({ kind }) => kind === 'accessLog')).toMatchObject({ due: 0 });
  expect(await client.call('privacy.run', { plan: plan.id, who: '담당' })).toMatchObject({
    ...{ who: '담당', automatic: false },
  });
  await expect(client.call('privacy.run', { plan: plan.id, who: '담당' })).rejects.toMatchObject({
    code: expect.stringMatching(/^privacy\.(busy|plan-old)$/) as string,
  });
  expect((await client.call('privacy.retention', {})).runs[0]?.who).toBe('담당');
  expect((await client.call('privacy.certificates', {})).certificates).toEqual(expect.any(Array));
}
