import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFile } from '#host/db/database.ts';
import type { Db } from '#host/db/database.ts';
import { addPromiseFact, rebuildPromises } from '#host/db/promiseProjection.ts';
import { countOpen, OPEN_OF_SECTION, openPromises, PROMISES_SETTLED } from '#host/db/promises.ts';
import type { HostOptions } from '#host/host.ts';
import { newId } from '#host/newId.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import type { DecidedFact, PromiseFact, PromiseRow } from '#shared/domain/callback/record.ts';
import { inOrder } from '#shared/domain/callback/state.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { EventDataOf, OutputOf } from '#shared/rpc/contract.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { ended, later, started, wholeCall } from './facts.ts';
import { received } from './messageFacts.ts';
import { made, said } from './promiseFacts.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A Wednesday, ten in the morning in Seoul. */
const WEDNESDAY = Date.UTC(2026, 10, 25, 1);
const CUSTOMER = { e164: '+821099991234', dialled: '01099991234', practice: false };

type Cursor = OutputOf<IeumContract, 'promises.list'>['next'];
type Started = Parameters<typeof started>[0];

describe('promises', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let dataDir: string;
  let now: number;
  const running: TestHost[] = [];

  function start(options: Partial<HostOptions> = {}): TestHost {
    const test = startHost(dataDir, { clock: () => now, ...options });
    running.push(test);
    return test;
  }
  const open = (): RpcClient<IeumContract> => start().connect().client;

  beforeEach(() => {
    dir = makeTempDir();
    dataDir = join(dir.path, 'data');
    now = WEDNESDAY;
  });
  afterEach(async () => {
    for (const { host } of running.splice(0)) await host.stop();
    dir.remove();
  });

  /** A call that nobody takes, or that nobody answers. */
  function unanswered(
    change: Started = {},
    outcome: Extract<CallFact, { type: 'ended' }>['outcome'] = 'missed',
  ): CallFact[] {
    const first = started({ at: now, ...change });
    const { callId, at } = first;
    return [
      first,
      later(callId, 'ringing', at),
      ended(callId, at + 20_000, { outcome, cause: { code: 'cancelled' } }),
    ];
  }
  const talk = (change: Started = {}): CallFact[] => wholeCall({ at: now, ...change });
  const append = (client: RpcClient<IeumContract>, facts: CallFact[]) =>
    client.call('calls.append', { facts });
  const promisesOf = (client: RpcClient<IeumContract>) =>
    client.call('promises.ofCustomer', CUSTOMER);
  const openRows = async (client: RpcClient<IeumContract>): Promise<PromiseRow[]> =>
    (await client.call('promises.list', {})).rows;

  describe('make themselves', () => {
    it('of a call that came in a meeting begins when the meeting ends, and what was said to the machine joins it', async () => {
      const client = open();
      const [first, ringing, end] = unanswered() as [CallFact, CallFact, CallFact];
      const { callId } = first;
      const until = now + 3 * HOUR;
      const at = now;
      const treated: CallFact = {
        ...{ id: newId(), callId, at, type: 'treated' },
        treated: {
          ...{ treatment: 'greet', forwardTo: null, urgent: true, by: 'rule', ruleId: 'vip' },
          ...{ ruleName: '단골', why: ['group'], reasonId: 'meeting', reasonName: null, until },
        },
      };
      const attended: CallFact = {
        ...{ id: newId(), callId, at: at + 20_000, type: 'attended' },
        ...{ greetingId: null, voicemail: newId(), seconds: 20 },
      };
      await append(client, [first, treated, ringing, attended, end]);
      const [row] = await openRows(client);
      expect(row).toMatchObject({ urgency: 'urgent', cries: 1, window: { from: until } });
      const { facts } = await client.call('promises.get', { id: row?.id ?? '' });
      expect(facts.map((fact) => ('origin' in fact ? fact.origin.kind : fact.type))).toEqual([
        'away',
        'voicemail',
      ]);
      // Told anew, as after a restart, nothing more comes of it.
      await append(client, [{ ...attended, id: newId() }]);
      expect((await openRows(client))[0]).toMatchObject({ cries: 1 });
    });

    it('of a caller who was sent on to a colleague is none', async () => {
      const client = open();
      await append(client, unanswered({}, 'forwarded'));
      expect(await openRows(client)).toEqual([]);
    });

    it('from a missed call, before the page is told that it is stored', async () => {
      const client = open();
      const facts = unanswered();
      const changed: (string[] | null)[] = [];
      client.on('promises.changed', ({ ids }) => changed.push(ids));
      await append(client, facts);
      const rows = await openRows(client);
      expect(rows).toMatchObject([
        {
          ...CUSTOMER,
          name: '김철수',
          urgency: 'normal',
          origin: { kind: 'missed', callId: facts[0]?.callId, messageId: null },
          window: { from: WEDNESDAY, to: WEDNESDAY + 2 * HOUR },
          cryAt: WEDNESDAY,
          attempts: 0,
          end: null,
        },
      ]);
      expect(changed).toEqual([[rows[0]?.id]]);
    });

    it.each([
      ['a colleague took', {}, 'answered-elsewhere'],
      ['is none of a customer', { service: 'voicemail' }, 'missed'],
      ['came without a number', { e164: null, dialled: 'anonymous' }, 'missed'],
    ] as const)('from no call that %s', async (_why, change, outcome) => {
      const client = open();
      await append(client, unanswered(change, outcome));
      expect(await openRows(client)).toEqual([]);
    });

    it.each(['rejected', 'busy', 'interrupted'] as const)(
      'from a call that was %s as well',
      async (outcome) => {
        const client = open();
        await append(client, unanswered({}, outcome));
        expect(await openRows(client)).toHaveLength(1);
      },
    );

    it('from a practice call, apart from the real ones of the same number', async () => {
      const client = open();
      await append(client, unanswered({ practice: true }));
      await append(client, unanswered());
      const rows = await openRows(client);
      expect(rows.map(({ practice }) => practice).sort()).toEqual([false, true]);
      await append(client, talk({ practice: true }));
      expect((await openRows(client)).map(({ practice }) => practice)).toEqual([false]);
    });

    it('once for a customer who calls again, and urgent with the third call', async () => {
      const client = open();
      for (let call = 0; call < 3; call += 1) {
        const rows = await openRows(client);
        expect(rows.map(({ urgency }) => urgency)).toEqual(call === 0 ? [] : ['normal']);
        // However they are written.
        await append(client, unanswered({ dialled: call === 1 ? '+82 10-9999-1234' : '0109999' }));
        now += MINUTE;
      }
      const [row] = await openRows(client);
      expect(row).toMatchObject({ cries: 3, urgency: 'urgent', cryAt: WEDNESDAY });
      expect(row?.window).toEqual({ from: WEDNESDAY, to: WEDNESDAY + 2 * HOUR });
    });

    it('once, however often the same facts come, and however they come', async () => {
      const client = open();
      const facts = unanswered();
      await append(client, facts);
      await append(client, facts);
      // A call that was guessed to be over and then really is.
      await append(client, [{ ...facts[2], id: newId() } as CallFact]);
      expect(await openRows(client)).toMatchObject([{ cries: 1 }]);
    });

    it('from a text only where that was decided', async () => {
      const client = open();
      const receive = () =>
        client.call('messages.receive', { fact: received(), answerBy: now + HOUR });
      await receive();
      expect(await openRows(client)).toEqual([]);
      const { callbacks } = await client.call('settings.get', {});
      const patch = { callbacks: { ...callbacks, fromTexts: true } };
      await client.call('settings.update', { patch });
      await receive();
      await receive();
      expect(await openRows(client)).toMatchObject([
        { origin: { kind: 'text' }, channel: 'text', cries: 2 },
      ]);
    });

    it('from a call that rang when the host was killed', async () => {
      const client = open();
      const [first, ringing] = unanswered();
      await append(client, [first, ringing] as CallFact[]);
      await running.pop()?.host.stop();
      expect(await openRows(open())).toMatchObject([
        { origin: { callId: first?.callId }, cries: 1 },
      ]);
    });

    it('from no call of before there were promises', async () => {
      const client = open();
      await append(client, unanswered());
      await running.pop()?.host.stop();
      const db = openFile(join(dataDir, 'ieum.sqlite'));
      db.exec(`DROP TABLE promises; DROP TABLE promise_events;
        DELETE FROM meta WHERE key = 'promises_linked'; PRAGMA user_version = 6`);
      db.close();
      expect(await openRows(open())).toEqual([]);
    });

    it('in memory too, and move over with what memory did not know', async () => {
      // What the file knows by the time that it can be used again.
      const client = open();
      await append(client, unanswered());
      await running.pop()?.host.stop();
      const kept = dataDir;
      dataDir = join(dir.path, 'other');
      writeFileSync(dataDir, '');
      const other = start();
      const page = other.connect().client;
      expect(other.host.storage.state).toBe('volatile');
      await append(page, talk());
      now += MINUTE;
      await append(page, unanswered({ e164: '+82255551234', dialled: '0255551234' }));
      expect(await openRows(page)).toHaveLength(1);
      rmSync(dataDir);
      renameSync(kept, dataDir);
      other.tick();
      expect(other.host.storage.state).toBe('ok');
      expect(await openRows(page)).toMatchObject([{ e164: '+82255551234', cries: 1 }]);
      expect((await promisesOf(page)).ended).toMatchObject([{ end: { how: 'kept' } }]);
    });
  });

  describe('end', () => {
    it.each(['inbound', 'outbound'] as const)(
      'by an answered call, %s, with the real wait',
      async (direction) => {
        const client = open();
        await append(client, unanswered());
        now += 3 * HOUR;
        const facts = talk({ direction });
        await append(client, facts.slice(0, 3));
        expect(await openRows(client)).toMatchObject([{ talk: { callId: facts[0]?.callId } }]);
        await append(client, facts.slice(3));
        const { open: left, ended: done } = await promisesOf(client);
        expect(left).toEqual([]);
        expect(done).toMatchObject([
          {
            end: {
              how: 'kept',
              callId: facts[0]?.callId,
              late: true,
              waitMs: 3 * HOUR + 5_000,
            },
          },
        ]);
      },
    );

    it('also when the host was killed in that call', async () => {
      const client = open();
      await append(client, unanswered());
      now += HOUR;
      await append(client, talk({ direction: 'outbound' }).slice(0, 3));
      await running.pop()?.host.stop();
      expect((await promisesOf(open())).ended).toMatchObject([{ end: { how: 'kept' } }]);
    });

    it('by no attempt: an unanswered call is counted, and once', async () => {
      const client = open();
      await append(client, unanswered());
      now += HOUR;
      const facts = unanswered({ direction: 'outbound', dialled: '010-9999-1234' });
      await append(client, facts);
      await append(client, [{ ...facts[2], id: newId() } as CallFact]);
      expect(await openRows(client)).toMatchObject([{ attempts: 1, end: null }]);
    });

    it('by no call in which they were made', async () => {
      const client = open();
      const facts = talk();
      await append(client, facts.slice(0, 3));
      const origin = { kind: 'hand', callId: facts[0]?.callId ?? null, messageId: null } as const;
      await client.call('promises.append', { facts: [made({ at: now, origin })] });
      await append(client, facts.slice(3));
      expect(await openRows(client)).toHaveLength(1);
      now += HOUR;
      await append(client, talk());
      expect(await openRows(client)).toEqual([]);
    });

    it('by no try of the call in which they were made', async () => {
      const client = open();
      const facts = unanswered({ direction: 'outbound' });
      await append(client, facts.slice(0, 2));
      const origin = { kind: 'hand', callId: facts[0]?.callId ?? null, messageId: null } as const;
      await client.call('promises.append', { facts: [made({ at: now, origin })] });
      await append(client, facts.slice(2));
      expect(await openRows(client)).toMatchObject([{ attempts: 0, end: null }]);
    });

    it('by a close with its reason, which a slip can take back', async () => {
      const client = open();
      const fact = made({ at: now });
      const { promiseId } = fact;
      await client.call('promises.append', { facts: [fact] });
      const close = said(promiseId, now, { type: 'closed', reason: 'withdrawn', words: '취소' });
      await client.call('promises.append', { facts: [close] });
      expect(await openRows(client)).toEqual([]);
      const reopened = said(promiseId, now, { type: 'reopened' });
      await client.call('promises.append', { facts: [reopened] });
      expect(await openRows(client)).toHaveLength(1);
      const { facts } = await client.call('promises.get', { id: promiseId });
      expect(facts.map(({ type }) => type)).toEqual(['made', 'closed', 'reopened']);
    });

    it('are refused to be decided about where there is none, and nothing of it is kept', async () => {
      const client = open();
      const facts = [
        made({ at: now }),
        said(newId(), now, { type: 'urgency', urgency: 'urgent' }),
      ] as DecidedFact[];
      await expect(client.call('promises.append', { facts })).rejects.toMatchObject({
        code: 'promise.unknown',
      });
      expect(await openRows(client)).toEqual([]);
      await expect(client.call('promises.get', { id: newId() })).rejects.toMatchObject({
        code: 'promise.unknown',
      });
    });
  });

  describe('remind', () => {
    type Told = EventDataOf<IeumContract, 'promises.reminder'>['reminders'][number];
    function listen({ connect }: TestHost): { told: Told[]; client: RpcClient<IeumContract> } {
      const { client } = connect();
      const told: Told[] = [];
      client.on('promises.reminder', ({ reminders }) => told.push(...reminders));
      return { told, client };
    }
    const promised = (): DecidedFact =>
      made({ at: now, window: { from: now + HOUR, to: now + 2 * HOUR } });

    it('before, at and after the time, each once, through restarts and a clock put about', async () => {
      let test = start();
      let { told, client } = listen(test);
      await client.call('promises.append', { facts: [promised()] });
      const kinds: string[] = [];
      for (const minutes of [0, 49, 50, 51, 60, -60, 50, 61, 119, 120, 121, 240, 60, 120]) {
        now = WEDNESDAY + minutes * MINUTE;
        test.tick();
        test.tick();
        await client.call('promises.counts', {});
        kinds.push(...told.splice(0).map(({ kind }) => `${kind} ${minutes}`));
        await running.pop()?.host.stop();
        test = start();
        ({ told, client } = listen(test));
      }
      expect(kinds).toEqual(['before 50', 'at 60', 'after 120']);
    });

    it('nobody, and wait, while no page is open', async () => {
      const test = start();
      const first = test.connect();
      await first.client.call('promises.append', { facts: [promised()] });
      first.pair.client.close();
      now += HOUR;
      test.tick();
      const { told, client } = listen(test);
      test.tick();
      await client.call('promises.counts', {});
      expect(told.map(({ kind }) => kind)).toEqual(['at']);
    });

    it('anew when the time was changed', async () => {
      const test = start();
      const { told, client } = listen(test);
      const fact = promised();
      await client.call('promises.append', { facts: [fact] });
      now += 3 * HOUR;
      test.tick();
      const snoozed = said(fact.promiseId, now, { type: 'snoozed', until: now + 15 * MINUTE });
      await client.call('promises.append', { facts: [snoozed] });
      for (const minutes of [14, 1, 1]) {
        now += minutes * MINUTE;
        test.tick();
      }
      const window = { from: now + HOUR, to: now + 2 * HOUR };
      const moved = said(fact.promiseId, now, { type: 'rescheduled', window, reason: '' });
      await client.call('promises.append', { facts: [moved] });
      now += HOUR;
      test.tick();
      await client.call('promises.counts', {});
      expect(told.map(({ kind }) => kind)).toEqual(['after', 'at', 'at']);
    });
  });

  describe('are listed', () => {
    /** A small generator with a seed of its own: every run sees the same promises. */
    function randomly(seed: number): (below: number) => number {
      let state = seed;
      return (below) => {
        state = (state * 48_271) % 2_147_483_647;
        return state % below;
      };
    }
    async function opened(fill: (db: Db) => void): Promise<Db> {
      open();
      await running.pop()?.host.stop();
      const db = openFile(join(dataDir, 'ieum.sqlite'));
      db.transaction(() => fill(db))();
      return db;
    }
    const many = (db: Db, count: number, random: (below: number) => number): void => {
      for (let index = 0; index < count; index += 1) {
        const to = WEDNESDAY + (random(96 * 60) - 24 * 60) * MINUTE;
        const number = String(10_000_000 + index);
        const fact = made({
          ...{ dialled: `010${number}`, e164: `+8210${number}`, at: WEDNESDAY },
          window: { from: to - HOUR, to },
          urgency: random(5) === 0 ? 'urgent' : 'normal',
        });
        addPromiseFact(db, fact, newId());
      }
    };

    it('in the order of the worklist, page by page, each once', async () => {
      const db = await opened((it) => many(it, 300, randomly(5)));
      const all = openPromises(db, WEDNESDAY, null, 1_000);
      expect(all.map(({ id }) => id)).toEqual(inOrder(all, WEDNESDAY).map(({ row }) => row.id));
      const groups = inOrder(all, WEDNESDAY).map(({ group }) => group);
      expect(countOpen(db, WEDNESDAY)).toEqual(
        Object.fromEntries(
          ['overdue', 'soon', 'today', 'later'].map((group) => [
            group,
            groups.filter((one) => one === group).length,
          ]),
        ),
      );
      db.close();

      const client = open();
      const ids: string[] = [];
      let after: Cursor = null;
      do {
        const page: OutputOf<IeumContract, 'promises.list'> = await client.call('promises.list', {
          after,
          limit: 7,
        });
        ids.push(...page.rows.map(({ id }) => id));
        after = page.next;
        // Time goes on between two pages.
        now += 20 * MINUTE;
      } while (after);
      expect(ids).toEqual(all.map(({ id }) => id));
    });

    it(
      'by ranges of one index: a page of 10,000 costs about what one of 100 does',
      { timeout: 60_000 },
      async () => {
        const db = await opened((it) => many(it, 100, randomly(3)));
        const time = (): number => {
          const runs = Array.from({ length: 30 }, () => {
            const begun = performance.now();
            openPromises(db, WEDNESDAY, null, 50);
            return performance.now() - begun;
          });
          return runs.sort((a, b) => a - b)[10] ?? 0;
        };
        const few = time();
        db.transaction(() => many(db, 9_900, randomly(4)))();
        expect(time()).toBeLessThan(few * 3 + 1);
        const values = { urgent: 1, from: 0, to: 1, dueAt: 0, id: '', limit: 1 };
        const plan = db.prepare(`EXPLAIN QUERY PLAN ${OPEN_OF_SECTION}`).all(values);
        const detail = plan.map((step) => (step as { detail: string }).detail).join('\n');
        expect(detail).toMatch(/SEARCH promises USING INDEX promises_open/);
        expect(detail).not.toMatch(/TEMP B-TREE/);
        db.close();
      },
    );
  });

  it('are told as kept, still owed or closed, of a time and of practice apart', async () => {
    const client = open();
    const begun = now;
    const past = { from: begun - 2 * HOUR, to: begun - HOUR };
    const owed = made({ at: begun - 3 * HOUR, window: past, e164: '+82233334444' });
    const closed = made({ at: begun, e164: '+82244445555' });
    const later = { window: { from: begun + HOUR, to: begun + 2 * HOUR }, e164: '+82266667777' };
    await client.call('promises.append', {
      facts: [
        owed,
        closed,
        made({ ...later, at: begun }),
        made({ at: begun, window: past, practice: true }),
      ],
    });
    const { promiseId } = closed;
    await client.call('promises.append', {
      facts: [said(promiseId, begun, { type: 'closed', reason: 'solved', words: '' })],
    });
    await append(client, unanswered());
    now += HOUR;
    await append(client, talk());
    now += 60_000;
    const kept = (practice: boolean, from = begun - 24 * HOUR) =>
      client.call('promises.kept', { from, to: now, practice });
    expect(await kept(false)).toMatchObject({ inTime: 1, late: 0, broken: 1, closed: 1 });
    expect((await kept(false)).medianWaitMs).toBeGreaterThanOrEqual(HOUR - 60_000);
    expect(await kept(true)).toMatchObject({ inTime: 0, broken: 1, closed: 0 });
    // Of another time there is nothing but what was kept in it.
    expect(await kept(false, now - 120_000)).toMatchObject({ inTime: 1, broken: 0, closed: 0 });
    const db = openFile(join(dataDir, 'ieum.sqlite'));
    for (const sql of Object.values(PROMISES_SETTLED)) {
      const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all({ from: 0, to: 1, practice: 0 }) as {
        detail: string;
      }[];
      expect(plan.map(({ detail }) => detail).join()).toMatch(
        /SEARCH promises USING INDEX promises_(ended|owed)/,
      );
    }
    db.close();
  });

  it('are what their facts add up to, however often each is told, and can be made again', async () => {
    let seed = 9;
    const random = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    open();
    await running.pop()?.host.stop();
    const db = openFile(join(dataDir, 'ieum.sqlite'));
    const firsts = Array.from({ length: 40 }, (_, index) =>
      made({ dialled: `1${index}`, e164: null, at: WEDNESDAY + index }),
    );
    const callIds = Array.from({ length: 30 }, newId);
    const facts: PromiseFact[] = [...firsts];
    for (let count = 0; count < 2_000; count += 1) {
      const { promiseId, id: armedBy } = firsts[random(firsts.length)] ?? made();
      const callId = callIds[random(callIds.length)] ?? newId();
      const at = WEDNESDAY + random(10 * HOUR) - HOUR;
      const origin = { kind: 'missed', callId, messageId: null } as const;
      const window = { from: at, to: at + random(HOUR) + 1 };
      const bodies = [
        { type: 'added', origin, urgency: random(9) === 0 ? 'urgent' : 'normal' },
        { type: 'attempted', callId, outcome: 'missed', rang: true },
        { type: 'rescheduled', window, reason: '' },
        { type: 'snoozed', until: random(3) === 0 ? null : at + HOUR },
        { type: 'urgency', urgency: random(2) === 0 ? 'urgent' : 'normal' },
        { type: 'escalated', to: '팀장', note: '' },
        { type: 'reassigned', to: random(2) === 0 ? null : '동료', note: '' },
        {
          type: 'reminded',
          kind: (['before', 'at', 'after'] as const)[random(3)] ?? 'at',
          armedBy,
        },
        { type: 'reopened' },
        { type: 'answered', callId },
        ...(random(12) === 0 ? [{ type: 'kept', callId } as const] : []),
        ...(random(6) === 0 ? [{ type: 'closed', reason: 'other', words: '' } as const] : []),
      ] as const;
      const body = bodies[random(bodies.length)] ?? bodies[0];
      facts.push({ ...body, id: newId(), promiseId, at });
    }
    // In any order, and any of them twice: also what comes before the promise itself.
    const delivered = [...facts, ...facts.filter(() => random(3) === 0)]
      .map((fact) => ({ fact, place: random(1_000_000) }))
      .sort((a, b) => a.place - b.place)
      .map(({ fact }) => fact);
    const agent = newId();
    db.transaction(() => {
      for (const fact of delivered) addPromiseFact(db, fact, agent);
    })();
    const rows = (): unknown[] => db.prepare('SELECT * FROM promises ORDER BY id').all();
    const before = rows();
    expect(before).toHaveLength(firsts.length);
    const calls = db
      .prepare(
        `SELECT promise_id, json_extract(body, '$.callId') AS call, type, count(*) AS n
         FROM promise_events WHERE call IS NOT NULL GROUP BY 1, 2, 3 HAVING n > 1`,
      )
      .all();
    expect(calls).toEqual([]);
    db.transaction(() => rebuildPromises(db))();
    expect(rows()).toEqual(before);
    // The rebuilding is what is tested, not a table it left alone.
    db.exec("UPDATE promises SET body = '{}', due_at = 1, ended_at = 1");
    db.transaction(() => rebuildPromises(db))();
    expect(rows()).toEqual(before);
    expect(() => db.exec('UPDATE promise_events SET at = 0')).toThrow(/append-only/);
    expect(() => db.exec('DELETE FROM promise_events')).toThrow(/append-only/);
    db.close();
  });
});
