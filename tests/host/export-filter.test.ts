import { afterAll, describe, expect, it } from 'vitest';
import type { CallFact } from '#shared/domain/call/record.ts';
import { heeds } from '#shared/domain/export/scope.ts';
import { exportRequestSchema } from '#shared/domain/export/request.ts';
import type { ExportRequest } from '#shared/domain/export/request.ts';
import { databasePath } from '#host/db/files.ts';
import { openForLooking } from '#host/db/database.ts';
import { exportRows } from '#host/db/exportRows.ts';
import { newId } from '#host/newId.ts';
import { begun } from './abuseFacts.ts';
import { disposedAs, TEN_O_CLOCK, wholeCall } from './facts.ts';
import { made } from './promiseFacts.ts';
import { makeTempDir, startHost } from './support.ts';
import { written } from './textFacts.ts';

/*
 * Two customers, each with a call, a promise, a text and a case that hang on it, and one promise that
 * hangs on no call.
 */
const dir = makeTempDir();
const HOUR = 3_600_000;
const KIM = { dialled: '01099991234', e164: '+821099991234', name: '김철수' };
const PARK = { dialled: '01055556789', e164: '+821055556789', name: '박영희' };

const kimCall = wholeCall({ ...KIM });
const parkCall = wholeCall({
  ...PARK,
  rawName: PARK.name,
  at: TEN_O_CLOCK + 5 * HOUR,
  direction: 'outbound',
});
const idOf = ([first]: readonly CallFact[]): string => first?.callId ?? '';

async function filled(): Promise<void> {
  const test = startHost(dir.path);
  const { client } = test.connect();
  await client.call('calls.append', { facts: [...kimCall, ...parkCall] });
  const told = disposedAs(idOf(kimCall), TEN_O_CLOCK + HOUR, 'billing-twice');
  const tagged = { id: newId(), callId: idOf(parkCall), at: TEN_O_CLOCK, type: 'tagged' as const };
  await client.call('calls.append', { facts: [told, { ...tagged, tags: ['VIP'] }] });
  const hand = { kind: 'hand' as const, messageId: null };
  await client.call('promises.append', {
    facts: [
      made({ ...KIM, topic: '환불', origin: { ...hand, callId: idOf(kimCall) } }),
      made({ ...PARK, origin: { ...hand, callId: idOf(parkCall) } }),
      made({ ...PARK, topic: '교환', at: TEN_O_CLOCK + 9 * HOUR }),
    ],
  });
  const about = { kind: 'hand' as const, promiseId: null, reasonId: null, reasonName: null };
  await client.call('outbox.append', {
    facts: [
      written({ ...KIM, body: '환불해 드렸습니다.', origin: { ...about, callId: idOf(kimCall) } }),
      written({ ...PARK, body: '고맙습니다.', origin: { ...about, callId: idOf(parkCall) } }),
    ],
  });
  await client.call('abuse.append', {
    facts: [kimCall, parkCall].map((call) => begun({ callId: idOf(call), at: TEN_O_CLOCK })),
  });
  await test.host.stop();
}
const ready = filled();
afterAll(() => dir.remove());

type Filter = ExportRequest['filter'];

/** Whose rows a filter leaves in each table, in the order of the file. */
async function left(filter: Filter, callIds?: string[]): Promise<Record<string, string[]>> {
  await ready;
  const request = exportRequestSchema.parse({
    ...{ preset: 'calls', format: 'csv', reason: '시험', filter, callIds },
  });
  const db = openForLooking(databasePath(dir.path));
  try {
    const rows = exportRows(db, request);
    const who = (of: Iterable<{ customer: { name: string | null } }>): string[] =>
      [...of].map(({ customer }) => customer.name ?? '');
    return {
      calls: who(rows.calls()),
      promises: who(rows.promises()),
      texts: who(rows.texts()),
      abuse: who(rows.abuse()),
    };
  } finally {
    db.close();
  }
}
const each = (...names: string[]): Record<string, string[]> =>
  Object.fromEntries(['promises', 'texts', 'abuse'].map((table) => [table, names]));

describe('a filter of calls leaves of every table', () => {
  it('everything, where it asks for nothing', async () => {
    expect(await left({})).toMatchObject({
      ...{ promises: ['박영희', '김철수', '박영희'], calls: ['박영희', '김철수'] },
    });
  });

  it.each([
    ['the number of the customer, however it is written', { text: '010-9999' }],
    ['a part of the name', { text: '철수' }],
    ['a type of the call, or one above it', { type: 'billing' }],
    ['the direction of the call', { direction: 'inbound' }],
  ] as const)('what fits %s', async (_what, filter) => {
    const found = await left(filter);
    expect(found).toMatchObject(each('김철수'));
  });

  it('what was written in it', async () => {
    const { promises, texts } = await left({ text: '환불' });
    expect([promises, texts]).toEqual([['김철수'], ['김철수']]);
  });

  it('what hangs on a call with the tag, and nothing that hangs on none', async () => {
    expect(await left({ tag: 'vip' })).toMatchObject(each('박영희'));
  });

  it('its own state', async () => {
    expect(await left({ promise: 'kept' })).toMatchObject({ promises: [] });
    expect((await left({ promise: 'open' }))['promises']).toHaveLength(3);
    expect(await left({ texted: 'delivered' })).toMatchObject({ texts: [] });
    expect((await left({ texted: 'waiting' }))['texts']).toHaveLength(2);
  });

  it('its own time, and not that of the call', async () => {
    expect(await left({ from: TEN_O_CLOCK + 8 * HOUR })).toMatchObject({
      ...{ promises: ['박영희'], texts: [], abuse: [] },
    });
  });

  it('all, where it is about what a table does not know: which is said', async () => {
    expect((await left({ texted: 'delivered' }))['promises']).toHaveLength(3);
    expect(heeds('promises', 'texted')).toBe(false);
    expect(heeds('promises', 'text')).toBe(true);
    expect(heeds('calls', 'script')).toBe(true);
    expect(heeds('absences', 'direction')).toBe(false);
  });
});

describe('calls that were chosen one by one', () => {
  it('are the rows, whatever the filter says, each once and in the order of the log', async () => {
    const ids = [idOf(kimCall), idOf(parkCall), idOf(kimCall), newId()];
    expect(await left({ text: '아무도 아님' }, ids)).toMatchObject({ calls: ['박영희', '김철수'] });
  });

  it('are none of the other tables', async () => {
    const test = startHost(makeTempDir().path);
    const { client } = test.connect();
    await expect(
      client.call('exports.start', {
        ...{ preset: 'texts', format: 'csv', reason: '시험', callIds: [newId()] },
      }),
    ).rejects.toMatchObject({ code: 'input.invalid' });
    await test.host.stop();
  });
});
