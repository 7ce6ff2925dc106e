import { expect } from 'vitest';
import type { IeumContract } from '#shared/contract/index.ts';
import { dispositionSettingsSchema } from '#shared/domain/disposition/disposition.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { disposedAs, started, TEN_O_CLOCK, wholeCall } from '../host/facts.ts';

/** What calls were about, through one line. */
export async function dispositionsPart(client: RpcClient<IeumContract>): Promise<void> {
  const first = wholeCall({ at: TEN_O_CLOCK });
  const second = wholeCall({ at: TEN_O_CLOCK + 100_000 });
  const ringing = started({ at: TEN_O_CLOCK + 200_000 });
  const [firstId, secondId] = [first[0]?.callId ?? '', second[0]?.callId ?? ''];
  await client.call('calls.append', { facts: [...first, ...second, ringing] });
  expect(await client.call('dispositions.missing', { since: 0 })).toEqual({ calls: 2 });
  expect(await client.call('dispositions.missing', { since: TEN_O_CLOCK + 1 })).toEqual({
    calls: 1,
  });
  const without = { text: '', undisposedSince: 0 };
  expect((await client.call('calls.list', { filter: without })).rows).toHaveLength(2);

  const chosen = disposedAs(firstId, TEN_O_CLOCK + 90_000, 'billing-twice');
  expect(await client.call('calls.append', { facts: [chosen] })).toEqual({ stored: 1 });
  expect(await client.call('calls.append', { facts: [chosen] })).toEqual({ stored: 0 });
  const again = disposedAs(firstId, TEN_O_CLOCK + 95_000, 'use-how', 'informed');
  const other = disposedAs(secondId, TEN_O_CLOCK + 190_000, 'defect-damaged');
  await client.call('calls.append', { facts: [again, other] });
  const { row, facts } = await client.call('calls.get', { id: firstId });
  expect(row.disposition).toEqual(again.disposition);
  expect(facts.filter(({ type }) => type === 'disposed')).toEqual([chosen, again]);

  const ofType = async (type: string): Promise<string[]> =>
    (await client.call('calls.list', { filter: { text: '', type } })).rows.map(({ id }) => id);
  expect(await ofType('use')).toEqual([firstId]);
  expect(await ofType('use-how')).toEqual([firstId]);
  expect(await ofType('billing')).toEqual([]);

  expect(await client.call('dispositions.recent', {})).toEqual({
    typeIds: ['defect-damaged', 'use-how', 'billing-twice'],
  });
  const { e164, address, practice } = ringing;
  expect(
    await client.call('dispositions.earlier', {
      ...{ e164, address, practice, callId: ringing.callId },
    }),
  ).toEqual({
    calls: [
      {
        ...{ callId: secondId, startedAt: TEN_O_CLOCK + 100_000 },
        disposition: other.disposition,
      },
      { callId: firstId, startedAt: TEN_O_CLOCK, disposition: again.disposition },
    ],
  });
  expect(
    await client.call('dispositions.earlier', {
      ...{ e164, address, practice: true, callId: ringing.callId },
    }),
  ).toEqual({ calls: [] });

  const { types, results, asking } = dispositionSettingsSchema.parse({});
  const [one] = types;
  const twice = one ? [...types, { ...one, key: null }] : types;
  await expect(
    client.call('settings.update', {
      patch: { dispositions: { types: twice, results, asking } },
    }),
  ).rejects.toMatchObject({ code: 'input.invalid' });
}
