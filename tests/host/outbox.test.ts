import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFile } from '#host/db/database.ts';
import { rebuildOutbox } from '#host/db/outbox.ts';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import { minuteOf } from '#shared/domain/hours/businessHours.ts';
import { quietUntil } from '#shared/domain/outbox/quietHours.ts';
import { missedTextsSchema } from '#shared/domain/outbox/policy.ts';
import type { TextRow } from '#shared/domain/outbox/record.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { randomFrom } from '../support/fuzz/random.ts';
import { learnt, MOBILE, somebody } from './customerFacts.ts';
import { ended, later, started, treated, wholeCall } from './facts.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';
import { textSaid, written } from './textFacts.ts';

const HOUR = 3_600_000;
/** A Wednesday, two in the afternoon in Seoul. */
const WEDNESDAY = Date.UTC(2026, 10, 25, 5);
const BACK_AT_THREE = WEDNESDAY + HOUR;

type Client = RpcClient<IeumContract>;
type Started = Parameters<typeof started>[0];

describe('texts to callers who reached nobody', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let dataDir: string;
  let now: number;
  const running: TestHost[] = [];

  function start(): TestHost {
    const test = startHost(dataDir, { clock: () => now });
    running.push(test);
    return test;
  }
  const open = (): Client => start().connect().client;

  beforeEach(() => {
    dir = makeTempDir();
    dataDir = join(dir.path, 'data');
    now = WEDNESDAY;
  });
  afterEach(async () => {
    for (const { host } of running.splice(0)) await host.stop();
    dir.remove();
  });

  /** @returns the span it is known by */
  async function away(client: Client, reasonId = 'meeting', note = ''): Promise<string> {
    const to = { reasonId, reasonName: null, back: { at: BACK_AT_THREE }, note, alternate: '' };
    const set = { id: newId(), to, by: 'agent' } as const;
    return (await client.call('availability.set', set)).span?.id ?? '';
  }
  const back = (client: Client) =>
    client.call('availability.set', { id: newId(), to: 'available', by: 'agent' });

  /** A call that came meanwhile, from its beginning to its end. */
  function missedIn(spanId: string, change: Started = {}, reasonId = 'meeting'): CallFact[] {
    const first = started({ at: now, ...change });
    const { callId, at } = first;
    return [
      first,
      treated(callId, at, { spanId, reasonId, until: BACK_AT_THREE }),
      ended(callId, at + 1_000, { outcome: 'missed', by: 'app' }),
    ];
  }
  const append = (client: Client, facts: CallFact[]) => client.call('calls.append', { facts });
  const rowsOf = async (
    client: Client,
    group: 'open' | 'done' | 'declined' | null = null,
  ): Promise<TextRow[]> => (await client.call('outbox.list', { group })).rows;
  const whys = async (client: Client): Promise<unknown[]> =>
    (await rowsOf(client)).map(({ end }) => (end?.how === 'declined' ? end.why : end));

  it('are written before the page is told that the call is stored', async () => {
    const client = open();
    const spanId = await away(client, 'meeting', '치과에 갑니다');
    const changed: unknown[] = [];
    client.on('outbox.changed', ({ ids }) => changed.push(ids));
    const facts = missedIn(spanId);
    await append(client, facts);
    const rows = await rowsOf(client, 'open');
    expect(rows).toMatchObject([
      {
        ...{ dialled: '01099991234', practice: false, end: null },
        origin: { kind: 'missed', callId: facts[0]?.callId, reasonId: 'meeting' },
      },
    ]);
    // The window is that of the promise of the same call.
    expect(rows[0]?.body).toBe(
      '지금 회의 중이라 전화를 받지 못했습니다. 11/25(수) 15:00~17:00에 전화드리겠습니다.',
    );
    expect(changed).toEqual([[rows[0]?.id]]);
    expect(await client.call('outbox.counts', {})).toEqual({
      open: 1,
      trouble: 0,
      done: 0,
      declined: 0,
    });
  });

  it('are one for a caller, however often they call and whatever becomes of the reason', async () => {
    const client = open();
    await append(client, missedIn(await away(client)));
    now += 60_000;
    await append(
      client,
      missedIn(await away(client, 'meal'), { dialled: '+82 10-9999-1234' }, 'meal'),
    );
    const other = { e164: '+821011112222', dialled: '01011112222' };
    await append(client, missedIn(await away(client), other));
    // The newest first, of one millisecond in any order.
    expect((await whys(client)).toSorted()).toEqual(['already', null, null].toSorted());
    // In the next absence they are told anew.
    await back(client);
    now += 60_000;
    await append(client, missedIn(await away(client)));
    expect(await rowsOf(client, 'open')).toHaveLength(3);
  });

  it('are one for a caller also in an absence of very many changes', async () => {
    const client = open();
    await append(client, missedIn(await away(client)));
    for (let change = 0; change < 250; change += 1) {
      now += 60_000;
      await away(client, change % 2 === 0 ? 'meal' : 'meeting');
    }
    await append(client, missedIn(await away(client)));
    expect((await whys(client)).toSorted()).toEqual(['already', null].toSorted());
  });

  it('are practice for a practice customer', async () => {
    const client = open();
    const spanId = await away(client);
    await append(client, missedIn(spanId, { practice: true }));
    // A real customer with that number is somebody else.
    await append(client, missedIn(spanId));
    expect((await rowsOf(client, 'open')).map(({ practice }) => practice).toSorted()).toEqual([
      false,
      true,
    ]);
  });

  it.each([
    ['number', { e164: '+8225551234', dialled: '025551234' }, 'meeting'],
    ['number', { e164: null, dialled: '1001' }, 'meeting'],
    ['hidden', { e164: null, dialled: 'anonymous' }, 'meeting'],
    ['reason', {}, 'rest'],
  ])('are not written, and it is kept why: %s', async (why, change, reasonId) => {
    const client = open();
    const facts = missedIn(await away(client, reasonId), change, reasonId);
    await append(client, facts);
    const { rows } = await client.call('outbox.ofCall', { callId: facts[0]?.callId ?? '' });
    expect(rows).toMatchObject([{ body: '', end: { how: 'declined', why } }]);
    expect(await rowsOf(client, 'open')).toEqual([]);
  });

  it('are about calls that nobody took while the agent was away, and about no other', async () => {
    const client = open();
    const spanId = await away(client);
    const answered = (facts: CallFact[]): CallFact[] => [
      ...facts.slice(0, 2),
      ...facts.slice(0, 1).map(({ callId, at }) => later(callId, 'answered', at + 500)),
      ...facts.slice(0, 1).map(({ callId, at }) => ended(callId, at + 900)),
    ];
    await append(client, answered(missedIn(spanId)));
    await append(client, missedIn(spanId, { service: 'voicemail' }));
    for (const outcome of ['forwarded', 'answered-elsewhere'] as const) {
      const [first, second] = missedIn(spanId) as [CallFact, CallFact];
      await append(client, [first, second, ended(first.callId, now + 5, { outcome })]);
    }
    const atTheDesk = started({ at: now });
    await append(client, [atTheDesk, ended(atTheDesk.callId, now + 5, { outcome: 'missed' })]);
    expect(await rowsOf(client)).toEqual([]);
  });

  it('have nothing left to say once their caller was talked to', async () => {
    const client = open();
    await append(client, missedIn(await away(client)));
    await back(client);
    now += HOUR;
    await append(client, wholeCall({ at: now, direction: 'outbound' }));
    expect(await rowsOf(client)).toMatchObject([{ end: { how: 'reached', at: now } }]);
  });

  it('are none for a customer who wants none, and one again for who has thought better of it', async () => {
    const client = open();
    const kim = somebody('김하늘', [MOBILE]);
    await client.call('customers.append', { facts: kim.facts });
    const says = (given: boolean) =>
      client.call('customers.append', {
        facts: [
          learnt(kim.id, now, {
            ...{ type: 'consented', kind: 'informational', given, on: now, source: '통화' },
          }),
        ],
      });
    await says(false);
    await append(client, missedIn(await away(client)));
    expect(await whys(client)).toEqual(['refused']);
    await back(client);
    now += 60_000;
    await says(true);
    await append(client, missedIn(await away(client)));
    expect(await rowsOf(client, 'open')).toHaveLength(1);
  });

  it('wait for the hours their customer wants, and say nothing that has passed by then', async () => {
    const client = open();
    const kim = somebody('김하늘', [MOBILE]);
    const preferences = {
      channels: [],
      hours: { from: 600, to: 720 },
      days: [],
      age: '',
      language: '',
    };
    const wants = (days: number[]) =>
      client.call('customers.append', {
        facts: [learnt(kim.id, now, { type: 'preferred', preferences: { ...preferences, days } })],
      });
    await client.call('customers.append', { facts: kim.facts });
    await wants([]);
    await append(client, missedIn(await away(client)));
    const [row] = await rowsOf(client, 'open');
    // Thursday at ten; the call back was promised for Wednesday from three to five.
    expect(row).toMatchObject({ notBefore: WEDNESDAY + 20 * HOUR, writtenAt: now });
    expect(row?.body).toBe('지금 회의 중이라 전화를 받지 못했습니다.');
    // Who wants none before Monday is called, and not told of it days later.
    await back(client);
    now += 60_000;
    await wants([1]);
    await append(client, missedIn(await away(client)));
    expect((await whys(client))[0]).toBe('hours');
  });

  it('go by the settings of the moment', async () => {
    const client = open();
    const missedTexts = missedTextsSchema.parse({
      company: '한빛',
      numberKinds: ['international'],
    });
    await client.call('settings.update', { patch: { missedTexts } });
    const spanId = await away(client);
    await append(client, missedIn(spanId));
    await append(client, missedIn(spanId, { e164: '+14155552671', dialled: '+14155552671' }));
    expect((await rowsOf(client, 'open')).map(({ e164 }) => e164)).toEqual(['+14155552671']);
    expect((await rowsOf(client, 'open'))[0]?.body).toMatch(/^\[한빛\] /);
  });

  it('are made up for after a crash in the middle of the call', async () => {
    const client = open();
    const spanId = await away(client);
    await append(client, missedIn(spanId).slice(0, 2));
    expect(await rowsOf(client)).toEqual([]);
    await running.pop()?.host.stop();
    now += 60_000;
    expect(await rowsOf(open(), 'open')).toHaveLength(1);
  });

  it('are not doubled by facts that are told again, nor by a restart', async () => {
    const client = open();
    const facts = missedIn(await away(client));
    await append(client, facts);
    await append(client, facts);
    const [, , end] = facts as [CallFact, CallFact, CallFact];
    await append(client, [{ ...end, id: newId() }]);
    await running.pop()?.host.stop();
    expect(await rowsOf(open())).toHaveLength(1);
  });

  it('are kept in memory, and move over with what the agent has made of them', async () => {
    writeFileSync(dataDir, '');
    const other = start();
    const { client } = other.connect();
    expect(other.host.storage.state).toBe('volatile');
    await append(client, missedIn(await away(client)));
    const [row] = await rowsOf(client, 'open');
    const edited = textSaid(row?.id ?? '', now, { type: 'edited', body: '고쳤습니다.' });
    await client.call('outbox.append', { facts: [edited, written()] });
    rmSync(dataDir);
    other.tick();
    expect(other.host.storage.state).toBe('ok');
    expect((await rowsOf(client, 'open')).map(({ body }) => body)).toContain('고쳤습니다.');
    expect(await rowsOf(client)).toHaveLength(2);
  });

  it('by the agent are cancelled, taken back, and said to be sent by another way', async () => {
    const client = open();
    const one = written({ at: now });
    const { textId } = one;
    const say = (facts: Parameters<typeof textSaid>[2]) =>
      client.call('outbox.append', { facts: [textSaid(textId, now, facts)] });
    expect(await client.call('outbox.append', { facts: [one] })).toEqual({ stored: 1 });
    expect(await client.call('outbox.append', { facts: [one] })).toEqual({ stored: 0 });
    await say({ type: 'cancelled' });
    await expect(say({ type: 'edited', body: '늦었습니다' })).rejects.toMatchObject({
      code: 'outbox.settled',
    });
    await say({ type: 'restored' });
    await say({ type: 'edited', body: '고친 글' });
    const handed = textSaid(textId, now - 2 * HOUR, { type: 'handed' });
    await client.call('outbox.append', { facts: [handed] });
    // A retry of what is stored is harmless.
    expect(await client.call('outbox.append', { facts: [handed] })).toEqual({ stored: 0 });
    const { row, facts } = await client.call('outbox.get', { id: textId });
    // A clock set back does not make it leave before it was written.
    expect(row).toMatchObject({ body: '고친 글', end: { how: 'handed', at: now } });
    expect(facts.map(({ type }) => type)).toEqual([
      ...['written', 'cancelled', 'restored', 'edited', 'handed'],
    ]);
    await expect(
      client.call('outbox.append', { facts: [textSaid(newId(), now, { type: 'cancelled' })] }),
    ).rejects.toMatchObject({ code: 'outbox.unknown' });
  });

  it('come page by page, newest first', async () => {
    const client = open();
    const facts = Array.from({ length: 5 }, (_, n) => written({ at: now + n }));
    await client.call('outbox.append', { facts });
    const found: string[] = [];
    type Cursor = { readonly at: number; readonly id: string } | null;
    let after: Cursor = null;
    do {
      const page: { readonly rows: readonly TextRow[]; readonly next: Cursor } = await client.call(
        'outbox.list',
        {
          ...{ group: 'open', after, limit: 2 },
        },
      );
      found.push(...page.rows.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    expect(found).toEqual(facts.map(({ textId }) => textId).toReversed());
  });

  /*
   * Anything in any order: calls of a few callers, the agent away, elsewhere and back, the clock
   * moved two hours, over midnight, and in a zone where it is moved by law.
   */
  it.each(['Asia/Seoul', 'America/New_York'])(
    'are never two for a caller and absence, and never leave in quiet hours, in %s',
    { timeout: 60_000 },
    async (zone) => {
      const before = process.env['TZ'];
      process.env['TZ'] = zone;
      try {
        const random = randomFrom(20_261_126);
        // The night in which the clocks go back in New York is two days ahead.
        now = new Date('2026-10-30T12:00:00').getTime();
        const client = open();
        const policy = missedTextsSchema.parse({});
        let spanId = await away(client);
        /** By absence: who was written to. */
        let texted = new Set<string>();
        let all: CallFact[] = [];
        for (let step = 0; step < 250; step += 1) {
          now += random.below(90) * 60_000;
          if (random.chance(0.08)) now += random.pick([-2, 2]) * HOUR;
          if (random.chance(0.15)) spanId = await away(client, random.pick(['meeting', 'meal']));
          if (random.chance(0.1)) {
            await back(client);
            spanId = await away(client);
            texted = new Set();
          }
          const number = `0101111000${random.below(3)}`;
          const facts = missedIn(spanId, { dialled: number, e164: `+82${number.slice(1)}` });
          const openBefore = (await client.call('outbox.counts', {})).open;
          await append(client, facts);
          all = [...all, ...facts].slice(-60);
          if (random.chance(0.3)) await append(client, [random.pick(all), random.pick(all)]);
          const { open: openAfter } = await client.call('outbox.counts', {});
          expect(openAfter - openBefore).toBe(texted.has(number) ? 0 : 1);
          texted.add(number);
          const free = quietUntil(policy, now);
          const minute = minuteOf(now);
          expect(free !== null).toBe(minute >= 21 * 60 || minute < 8 * 60);
        }
        await running.pop()?.host.stop();
        const db = openFile(join(dataDir, 'ieum.sqlite'));
        const rows = (): unknown[] => db.prepare('SELECT * FROM outbox ORDER BY id').all();
        const stored = rows();
        db.exec("UPDATE outbox SET body = '{}', part = 'done'");
        rebuildOutbox(db);
        expect(rows()).toEqual(stored);
        expect(() => db.exec('UPDATE outbox_events SET at = 0')).toThrow(/append-only/);
        expect(() => db.exec('DELETE FROM outbox_events')).toThrow(/append-only/);
        db.close();
      } finally {
        process.env['TZ'] = before;
      }
    },
  );
});
