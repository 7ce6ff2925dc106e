import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allCustomerEvents } from '#host/db/customerEvents.ts';
import { rebuildAbuse } from '#host/db/abuseCases.ts';
import { addCustomerFact, moveCustomers, rebuildCustomers } from '#host/db/customerProjection.ts';
import { customerListStatement, readUnited } from '#host/db/customers.ts';
import { THREAD_STATEMENTS } from '#host/db/customerThread.ts';
import { MESSAGES_OF_THREAD } from '#host/db/messages.ts';
import { openMemory } from '#host/db/database.ts';
import { migrate } from '#host/db/migrate.ts';
import { migrations } from '#host/db/migrations/index.ts';
import { rebuildMessages } from '#host/db/messageProjection.ts';
import { rebuildMistakes } from '#host/db/mistakes.ts';
import { rebuildOutbox } from '#host/db/outbox.ts';
import { rebuildPauses } from '#host/db/pauseProjection.ts';
import { rebuildCalls } from '#host/db/projection.ts';
import { addPromiseFact, rebuildPromises } from '#host/db/promiseProjection.ts';
import { readPromise } from '#host/db/promises.ts';
import { rebuildRuns } from '#host/db/runProjection.ts';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { CustomerNumber } from '#shared/domain/customer/customer.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { learnt, MOBILE, OFFICE, somebody } from './customerFacts.ts';
import { DIALOG } from './dialogFacts.ts';
import { started, TEN_O_CLOCK, wholeCall } from './facts.ts';
import { received } from './messageFacts.ts';
import { somebody as contactOf } from './people.ts';
import { reported, thereafter } from './learningFacts.ts';
import { afterwards, opened } from './pauseFacts.ts';
import { inRun, runStarted } from './runFacts.ts';
import { abuseAfter, begun, rung } from './abuseFacts.ts';
import { made, said } from './promiseFacts.ts';
import { makeTempDir, startHost } from './support.ts';
import { written } from './textFacts.ts';
import type { TestHost } from './support.ts';

const MINUTE = 60_000;
const withNumbers = (...numbers: CustomerNumber[]) => ({ customerId: null, numbers });
const withId = (customerId: string) => ({ customerId, numbers: [] });

describe('customers', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let test: TestHost;
  let client: RpcClient<IeumContract>;
  let now = TEN_O_CLOCK;

  function start(): void {
    test = startHost(dir.path, { clock: () => now });
    ({ client } = test.connect());
  }
  beforeEach(() => {
    dir = makeTempDir();
    now = TEN_O_CLOCK;
    start();
  });
  afterEach(async () => {
    await test.host.stop();
    dir.remove();
  });

  async function keep(...people: ReturnType<typeof somebody>[]): Promise<void> {
    await client.call('customers.append', { facts: people.flatMap(({ facts }) => facts) });
  }
  const cardOf = (id: string) => client.call('customers.card', withId(id));

  it('are nobody until something is written down, and stay after a kill', async () => {
    expect(await client.call('customers.card', withNumbers(MOBILE))).toMatchObject({
      customer: null,
      numbers: [MOBILE],
    });
    const kim = somebody('김하늘', [MOBILE]);
    await keep(kim);
    // The same once more, after a broken line.
    expect(await client.call('customers.append', { facts: kim.facts })).toEqual({ stored: 0 });
    await test.host.stop();
    start();
    expect(await client.call('customers.card', withNumbers(MOBILE))).toMatchObject({
      customer: { id: kim.id, name: '김하늘', numbers: [{ ...MOBILE, customerId: kim.id }] },
    });
  });

  it('are one card for all their numbers: what is noted with one is there with the other', async () => {
    const kim = somebody('김하늘', [MOBILE]);
    await keep(kim);
    const note = { type: 'noted', noteId: newId(), text: '문 앞에 두기', callId: null } as const;
    await client.call('customers.append', {
      facts: [
        learnt(kim.id, now, { type: 'number-added', number: OFFICE }),
        learnt(kim.id, now + 1, note),
      ],
    });
    const { customer } = await client.call('customers.card', withNumbers(OFFICE));
    expect(customer).toMatchObject({ id: kim.id, notes: [{ text: '문 앞에 두기' }] });
  });

  it('take from the contacts the numbers of the one person they can be', async () => {
    const contact = { id: newId(), fields: contactOf('김하늘', ['010-9999-1234', '02-5555-1234']) };
    await client.call('contacts.save', { ...contact, basedOn: null });
    expect(await client.call('customers.card', withNumbers(OFFICE))).toMatchObject({
      customer: null,
      numbers: [OFFICE, MOBILE],
      contacts: [{ id: contact.id, title: '김하늘' }],
    });
    // Two people on one line are not told apart by it.
    const other = { id: newId(), fields: contactOf('이도윤', ['02-5555-1234', '1001']) };
    await client.call('contacts.save', { ...other, basedOn: null });
    const shared = await client.call('customers.card', withNumbers(OFFICE));
    expect([shared.numbers, shared.contacts.length]).toEqual([[OFFICE], 2]);
  });

  describe('have one thread', () => {
    const EXTENSION: CustomerNumber = { number: 'Kim.Bo', e164: null };

    async function everything(): Promise<string> {
      const kim = somebody('김하늘', [MOBILE, OFFICE, EXTENSION]);
      await keep(kim);
      const mobile = wholeCall({ at: TEN_O_CLOCK });
      const office = { e164: OFFICE.e164, dialled: '0255551234' };
      const user = { e164: null, dialled: 'Kim.Bo', address: 'sip:Kim.Bo@pbx.example.com' };
      await client.call('calls.append', {
        facts: [
          ...mobile,
          ...wholeCall({ ...office, at: TEN_O_CLOCK + 10 * MINUTE }),
          ...wholeCall({ ...user, at: TEN_O_CLOCK + 20 * MINUTE }),
          // Somebody else.
          ...wholeCall({ e164: '+821011112222', dialled: '01011112222' }),
        ],
      });
      const message = (change: object, at: number) =>
        client.call('messages.receive', {
          fact: received({ at: TEN_O_CLOCK + at * MINUTE, ...change }),
          answerBy: now + MINUTE,
        });
      await message({}, 5);
      await message(user, 25);
      const promise = made({ at: TEN_O_CLOCK + 15 * MINUTE, topic: '환불' });
      await client.call('promises.append', {
        facts: [
          promise,
          said(promise.promiseId, TEN_O_CLOCK + 16 * MINUTE, {
            type: 'urgency',
            urgency: 'urgent',
          }),
        ],
      });
      const consent = { kind: 'newsletter', given: true, on: now, source: '전화' } as const;
      await client.call('customers.append', {
        facts: [
          learnt(kim.id, TEN_O_CLOCK + 17 * MINUTE, { type: 'consented', ...consent }),
          learnt(kim.id, TEN_O_CLOCK + 18 * MINUTE, {
            ...{ type: 'noted', noteId: newId(), text: '환불 안내함', callId: null },
          }),
        ],
      });
      await client.call('outbox.append', {
        facts: [written({ at: TEN_O_CLOCK + 28 * MINUTE })],
      });
      await client.call('pauses.append', {
        facts: [opened({ at: TEN_O_CLOCK + 30 * MINUTE })],
      });
      return kim.id;
    }

    const IN_ORDER = [
      ...[
        'pause opened',
        'text',
        'message',
        'call',
        'customer noted',
        'customer consented',
        'promise urgency',
      ],
      ...['promise made', 'call', 'message', 'call'],
    ];

    async function inPages(id: string, limit: number): Promise<string[]> {
      const kinds: string[] = [];
      let before: { at: number; id: string } | null = null;
      do {
        const page: Awaited<ReturnType<typeof pageOf>> = await pageOf(id, before, limit);
        expect(page.entries.length).toBeLessThanOrEqual(limit);
        kinds.push(
          ...page.entries.map((entry) =>
            'fact' in entry ? `${entry.kind} ${entry.fact.type}` : entry.kind,
          ),
        );
        before = page.next;
      } while (before);
      return kinds;
    }
    const pageOf = (id: string, before: { at: number; id: string } | null, limit: number) =>
      client.call('customers.thread', { ...withId(id), before, limit });

    it('of calls, messages, texts, promises, pauses, notes and consents, with every number, newest first', async () => {
      const id = await everything();
      expect(await inPages(id, 50)).toEqual(IN_ORDER);
    });

    it.each([1, 2, 3])('in pages of %i without a gap or a double', async (limit) => {
      const id = await everything();
      expect(await inPages(id, limit)).toEqual(IN_ORDER);
    });

    it('along indexes only, however many calls there are', () => {
      const db = openMemory();
      migrate(db, migrations, () => undefined);
      const values = { who: 'x', at: 1, id: 'x', limit: 1 };
      const plans = Object.entries(THREAD_STATEMENTS).map(([name, sql]) => {
        const rows = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(values) as { detail: string }[];
        return [name, rows.map(({ detail }) => detail).join('; ')] as const;
      });
      for (const [name, plan] of plans) expect(plan, name).not.toMatch(/SCAN/);
      expect(Object.fromEntries(plans)).toMatchObject({
        callsByNumber: expect.stringMatching(/calls_by_e164 \(e164=\? AND started_at<\?/) as string,
        callsByUser: expect.stringMatching(/calls_by_user \(<expr>=\? AND started_at<\?/) as string,
        threadsByUser: expect.stringMatching(/message_threads_by_user/) as string,
        customer: expect.stringMatching(/customer_events_in_thread \(customer_id=\?/) as string,
      });
      const list = customerListStatement('김', { sortKey: '1김', id: 'x' }, 50);
      const listPlan = db.prepare(`EXPLAIN QUERY PLAN ${list.sql}`).all(list.values);
      expect(JSON.stringify(listPlan)).toMatch(/customers_by_name/);
      expect(MESSAGES_OF_THREAD).toContain('WHERE thread = ?');
      db.close();
    });
  });

  describe('that are the same', () => {
    it('are offered with the reason, joined by the agent, and parted as they were', async () => {
      const kim = somebody('김하늘', [MOBILE]);
      const lee = somebody('', [MOBILE, OFFICE]);
      await keep(kim, lee);
      const note = { type: 'noted', noteId: newId(), text: '오후에만', callId: null } as const;
      await client.call('customers.append', { facts: [learnt(lee.id, now, note)] });
      const before = { kim: await cardOf(kim.id), lee: await cardOf(lee.id) };
      expect(before.kim.alike).toMatchObject([{ id: lee.id, reason: 'same-number' }]);

      const merge = learnt(lee.id, now, { type: 'merged', into: kim.id, reason: 'same-number' });
      await client.call('customers.append', { facts: [merge] });
      const { customer } = await client.call('customers.card', withNumbers(OFFICE));
      expect(customer).toMatchObject({
        id: kim.id,
        name: '김하늘',
        notes: [{ text: '오후에만' }],
        absorbed: [{ id: lee.id, fact: merge.id }],
      });
      expect((await cardOf(lee.id)).customer?.id).toBe(kim.id);
      expect((await client.call('customers.list', {})).rows.map(({ id }) => id)).toEqual([kim.id]);
      // Found by what the other card says.
      expect((await client.call('customers.list', { text: '5555' })).rows).toHaveLength(1);

      const part = learnt(lee.id, now + 1, { type: 'unmerged', merge: merge.id });
      await client.call('customers.append', { facts: [part] });
      expect(await cardOf(kim.id)).toEqual(before.kim);
      const after = await cardOf(lee.id);
      expect({ ...after, customer: { ...after.customer, changedAt: 0 } }).toEqual({
        ...before.lee,
        customer: { ...before.lee.customer, changedAt: 0 },
      });
      expect((await client.call('customers.list', { text: '5555' })).rows[0]?.id).toBe(lee.id);
    });

    it('are not joined with themselves, in a ring, or with nobody', async () => {
      const [kim, lee] = [somebody('김하늘', [MOBILE]), somebody('이도윤', [OFFICE])];
      await keep(kim, lee);
      const join = (one: string, into: string) =>
        client.call('customers.append', {
          facts: [learnt(one, now, { type: 'merged', into, reason: 'hand' })],
        });
      await join(lee.id, kim.id);
      await expect(join(kim.id, kim.id)).rejects.toMatchObject({ code: 'customer.same' });
      await expect(join(kim.id, lee.id)).rejects.toMatchObject({ code: 'customer.same' });
      await expect(join(kim.id, newId())).rejects.toMatchObject({ code: 'customer.unknown' });
    });
  });

  describe('that are erased', () => {
    const note = {
      type: 'noted',
      noteId: newId(),
      text: '비밀번호힌트개나리',
      callId: null,
    } as const;

    it('are anonymous for good; their calls stay, and so does that they were erased and why', async () => {
      const kim = somebody('김하늘별', [MOBILE]);
      const lee = somebody('하늘별김', [OFFICE]);
      await keep(kim, lee);
      const fields = contactOf('김하늘별', ['010-9999-1234']);
      await client.call('contacts.save', { id: newId(), fields, basedOn: null });
      await client.call('customers.append', {
        facts: [
          learnt(lee.id, now, note),
          learnt(lee.id, now, { type: 'merged', into: kim.id, reason: 'hand' }),
        ],
      });
      await client.call('calls.append', { facts: wholeCall({ name: null, rawName: null }) });
      const erase = { id: newId(), customerId: kim.id, reason: '고객 요청', contacts: true };
      const done = { erased: 2, contacts: 1, shared: 0, certificate: 1 };
      expect(await client.call('customers.erase', erase)).toEqual(done);
      const again = { erased: 0, contacts: 0, shared: 0, certificate: null };
      expect(await client.call('customers.erase', erase)).toEqual(again);

      expect(await client.call('customers.card', withNumbers(MOBILE))).toMatchObject({
        customer: null,
        contacts: [],
      });
      expect((await cardOf(kim.id)).customer).toMatchObject({
        name: '',
        numbers: [],
        notes: [],
        erased: { reason: '고객 요청' },
      });
      expect((await client.call('calls.list', {})).rows).toHaveLength(1);
      const { entries } = await client.call('customers.thread', withNumbers(MOBILE));
      expect(entries.map(({ kind }) => kind)).toEqual(['call']);
      const late = learnt(kim.id, now - 1, { type: 'named', name: '김하늘별' });
      await expect(client.call('customers.append', { facts: [late] })).rejects.toMatchObject({
        code: 'customer.erased',
      });
      const access = { subjectKind: 'customer', subjectId: kim.id };
      expect((await client.call('access.list', access)).entries).toContainEqual(
        expect.objectContaining({ action: 'customer.erase', reason: '고객 요청', person: null }),
      );

      // Not in the file either, nor in what is made again from it.
      await test.host.stop();
      for (const name of readdirSync(dir.path).filter((one) => one.includes('sqlite'))) {
        const bytes = readFileSync(join(dir.path, name));
        for (const text of ['김하늘별', '하늘별김', '비밀번호힌트개나리']) {
          expect(bytes.includes(text), `${text} in ${name}`).toBe(false);
        }
      }
      start();
      expect((await client.call('customers.list', {})).rows).toEqual([]);
    });

    /** A word of the customer's in each place that may hold one, all with the number of `MOBILE`. */
    async function wordsEverywhere(): Promise<Record<string, readonly string[]>> {
      const name = '김하늘별';
      const call = wholeCall({ name, rawName: `${name} <1>` });
      const callId = call[0]?.callId ?? '';
      const run = runStarted({ callId });
      const mistake = reported({ callId, said: '실수한말', inconvenience: '실수불편' });
      const bad = begun({ callId, at: now });
      const pause = opened({ name, causeNote: '중단사유' });
      const promise = made({ name, topic: '약속주제', note: '약속메모' });
      const text = written({ name, body: '문자본문' });
      await client.call('calls.append', {
        facts: [...call, { id: newId(), callId, at: now, type: 'noted', note: '통화메모' }],
      });
      await client.call('messages.receive', {
        fact: received({ name, rawName: name, body: '메시지본문' }),
        answerBy: now + MINUTE,
      });
      await client.call('promises.append', {
        facts: [
          promise,
          said(promise.promiseId, now, {
            ...{ type: 'rescheduled', window: promise.window, reason: '변경이유' },
          }),
        ],
      });
      await client.call('outbox.append', { facts: [text] });
      await client.call('pauses.append', {
        facts: [
          pause,
          afterwards(pause.pauseId, now, { type: 'reply', channel: 'text', text: '중단답장' }),
          afterwards(pause.pauseId, now, { type: 'on-hold', items: ['중단보류'] }),
          afterwards(pause.pauseId, now, {
            type: 'backup',
            backup: { name: '대신받을사람', relation: '자녀', number: '010', note: '중단비고' },
          }),
        ],
      });
      await client.call('runs.append', {
        facts: [
          run,
          inRun(run.runId, now, { type: 'field', fieldId: 'problem', value: '진행필드' }),
          inRun(run.runId, now, {
            ...{ type: 'moved', how: 'next', choiceId: null, to: null, said: '진행문장' },
          }),
        ],
      });
      await client.call('mistakes.append', {
        facts: [
          mistake,
          thereafter(mistake.mistakeId, now, {
            ...{ type: 'apologised', channel: 'call', words: '사과한말' },
          }),
        ],
      });
      await client.call('abuse.append', {
        facts: [
          bad,
          { ...rung(bad.caseId, now, 'separate'), said: '폭언단계말' },
          abuseAfter(bad.caseId, now, { type: 'report', text: '폭언보고서' }),
        ],
      });
      await client.call('reflections.append', {
        facts: [
          {
            ...{ id: newId(), callId, at: now, type: 'written', about: null },
            ...{ wentWell: '성찰잘됨', wouldTry: '성찰시도' },
          },
        ],
      });
      const dialog = { ...DIALOG, remoteTag: '남은대화' };
      await client.call('desk.keepDialog', { callId, account: 'sip:1001@pbx.example', dialog });
      return {
        abuse: ['폭언단계말', '폭언보고서'],
        disputes: [
          '통화메모',
          '약속주제',
          '약속메모',
          '변경이유',
          '실수한말',
          '실수불편',
          '사과한말',
        ],
        always: [
          ...['메시지본문', '문자본문', '중단사유', '중단답장', '중단보류', '대신받을사람'],
          ...['중단비고', '진행필드', '진행문장', '성찰잘됨', '성찰시도', '남은대화'],
        ],
      };
    }

    function wordsInFiles(words: readonly string[]): string[] {
      const files = readdirSync(dir.path).filter((one) => one.includes('sqlite'));
      const bytes = files.map((name) => readFileSync(join(dir.path, name)));
      return words.filter((word) => bytes.some((content) => content.includes(word)));
    }

    it('leave no word in runs, pauses, promises, texts, messages, mistakes, abuse or reflections', async () => {
      const kim = somebody('김하늘별', [MOBILE]);
      await keep(kim);
      const words = Object.values(await wordsEverywhere()).flat();
      expect(wordsInFiles(words)).toEqual(words);
      const erase = { id: newId(), customerId: kim.id, reason: '고객 요청', contacts: true };
      await client.call('customers.erase', erase);
      // Cut off before an orderly end.
      expect(wordsInFiles([...words, '김하늘별'])).toEqual([]);
      await test.host.stop();
      expect(wordsInFiles([...words, '김하늘별'])).toEqual([]);

      // What happened is still counted, and is the same made again from the facts.
      const db = new Database(join(dir.path, 'ieum.sqlite'));
      const tables = [
        ...['calls', 'messages', 'promises', 'outbox', 'pauses', 'runs', 'mistakes'],
        ...['abuse_cases', 'reflections'],
      ];
      const rows = () => tables.map((table) => db.prepare(`SELECT * FROM ${table}`).all());
      const before = rows();
      expect(before.map((of) => of.length)).toEqual(tables.map(() => 1));
      rebuildCalls(db);
      rebuildMessages(db);
      rebuildPromises(db);
      rebuildOutbox(db);
      rebuildPauses(db);
      rebuildRuns(db);
      rebuildMistakes(db);
      rebuildAbuse(db);
      expect(rows()).toEqual(before);
      db.close();
      start();
    });

    it.each(['abuse', 'disputes'] as const)(
      'keep the words of %s where the agent says so, with why, and no others',
      async (what) => {
        const kim = somebody('김하늘별', [MOBILE]);
        await keep(kim);
        const words = await wordsEverywhere();
        const kept = { what: [what], reason: '분쟁 진행 중' };
        const erase = { id: newId(), customerId: kim.id, reason: '고객 요청', contacts: true };
        await client.call('customers.erase', { ...erase, kept });
        await test.host.stop();
        const all = Object.values(words).flat();
        expect(wordsInFiles(all)).toEqual(words[what]);
        start();
        const access = { subjectKind: 'customer', subjectId: kim.id };
        expect(JSON.stringify(await client.call('access.list', access))).toContain('분쟁 진행 중');
      },
    );

    it('leave what was with a number that somebody else has too, and say so', async () => {
      const kim = somebody('김하늘별', [MOBILE, OFFICE]);
      await keep(kim, somebody('이도윤', [MOBILE]));
      await client.call('promises.append', { facts: [made({ topic: '남의약속' })] });
      const erase = { id: newId(), customerId: kim.id, reason: '고객 요청', contacts: false };
      expect(await client.call('customers.erase', erase)).toMatchObject({ shared: 1 });
      expect(wordsInFiles(['남의약속'])).toEqual(['남의약속']);
    });

    it('lose their words in the file when they were erased in memory', () => {
      const [from, to] = [openMemory(), openMemory()];
      for (const db of [from, to]) migrate(db, migrations, () => undefined);
      const kim = somebody('김하늘', [MOBILE]);
      for (const db of [from, to]) {
        for (const fact of kim.facts) addCustomerFact(db, fact, 'agent');
      }
      const promise = made({ topic: '약속주제' });
      addPromiseFact(to, promise, 'agent');
      const erased = { id: newId(), customerId: kim.id, at: now, type: 'erased' } as const;
      addCustomerFact(from, { ...erased, reason: '요청' }, 'agent');
      moveCustomers(from, to, 'agent');
      expect(readPromise(to, promise.promiseId)).toMatchObject({ topic: '', name: null });
      from.close();
      to.close();
    });

    it('can lose words of a fact, and nothing can be written in their place', () => {
      const db = openMemory();
      migrate(db, migrations, () => undefined);
      addPromiseFact(db, made({ topic: '약속주제' }), 'agent');
      const set = (sql: string) => () => db.exec(`UPDATE promise_events SET ${sql}`);
      for (const sql of [
        `body = json_set(body, '$.topic', '다른 말')`,
        `body = json_set(body, '$.more', '')`,
        `body = json_set(body, '$.window.from', 0)`,
        `body = json_set(body, '$.practice', NULL)`,
        `body = json_remove(body, '$.topic')`,
        `body = json_set(body, '$.topic', ''), at = 0`,
        `body = body`,
      ]) {
        expect(set(sql), sql).toThrow(/append-only/);
      }
      expect(set(`body = json_set(body, '$.topic', '')`)).not.toThrow();
      db.close();
    });

    it('stay erased when what was told in memory is moved into the file', () => {
      const [from, to] = [openMemory(), openMemory()];
      for (const db of [from, to]) migrate(db, migrations, () => undefined);
      const kim = somebody('김하늘', [MOBILE]);
      for (const db of [from, to]) {
        for (const fact of kim.facts) addCustomerFact(db, fact, 'agent');
      }
      addCustomerFact(
        from,
        { id: newId(), customerId: kim.id, at: now, type: 'erased', reason: '요청' },
        'agent',
      );
      moveCustomers(from, to, 'agent');
      moveCustomers(from, to, 'agent');
      expect(readUnited(to, kim.id)).toMatchObject({ name: '', erased: { reason: '요청' } });
      expect([...allCustomerEvents(to)].map(({ type, body }) => [type, body !== null])).toEqual([
        ['created', false],
        ['named', false],
        ['erased', true],
      ]);
      from.close();
      to.close();
    });
  });

  it('can be made again from their facts, to the letter', () => {
    const db = openMemory();
    migrate(db, migrations, () => undefined);
    const [kim, lee] = [somebody('김하늘', [MOBILE]), somebody('이도윤', [OFFICE])];
    const merge = learnt(lee.id, now, { type: 'merged', into: kim.id, reason: 'hand' });
    for (const fact of [...kim.facts, ...lee.facts, merge]) addCustomerFact(db, fact, 'agent');
    const rows = () =>
      ['customers', 'customer_numbers'].map((table) =>
        db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all(),
      );
    const before = rows();
    rebuildCustomers(db);
    expect(rows()).toEqual(before);
    db.close();
  });

  it('never change or drop a fact, nor the words of one', () => {
    const db = openMemory();
    migrate(db, migrations, () => undefined);
    for (const fact of somebody('김하늘', [MOBILE]).facts) addCustomerFact(db, fact, 'agent');
    for (const sql of [
      'UPDATE customer_events SET at = 0',
      'DELETE FROM customer_events',
      `UPDATE customer_words SET body = '{}'`,
    ]) {
      expect(() => db.exec(sql), sql).toThrow(/append-only|never change/);
    }
    db.close();
  });

  it('are looked at with a trace: once for one look, and again after a while', async () => {
    const kim = somebody('김하늘', [MOBILE]);
    await keep(kim);
    const looks = async () =>
      (await client.call('access.list', { subjectKind: 'customer', subjectId: kim.id })).entries;
    await client.call('customers.card', withNumbers(MOBILE));
    await client.call('customers.thread', withId(kim.id));
    expect(await looks()).toMatchObject([{ action: 'customer.open', person: MOBILE.e164 }]);
    now += 11 * MINUTE;
    await cardOf(kim.id);
    const other = test.connect().client;
    await other.call('customers.card', withId(kim.id));
    expect(await looks()).toHaveLength(3);
  });

  it('say by a number what has to be known before it is called', async () => {
    const kim = somebody('김하늘', [MOBILE]);
    await keep(kim);
    const preferences = {
      ...{ channels: ['text'], hours: { from: 600, to: 720 }, days: [1], age: '', language: '' },
    } as const;
    await client.call('customers.append', {
      facts: [
        learnt(kim.id, now, {
          type: 'preferred',
          preferences: { ...preferences, channels: ['text'], days: [1] },
        }),
      ],
    });
    const keys = [MOBILE.e164 ?? '', '1001'];
    expect((await client.call('customers.known', { keys })).found).toMatchObject([
      { key: MOBILE.e164, id: kim.id, name: '김하늘', preferences },
    ]);
  });

  it('show what they were promised, the one due first at the front', async () => {
    const later = made({ topic: '둘째', window: { from: now + 9, to: now + 99 * MINUTE } });
    const first = made({ topic: '첫째', window: { from: now + 9, to: now + 60 * MINUTE } });
    await client.call('promises.append', { facts: [later, first] });
    const { promises } = await client.call('customers.card', withNumbers(MOBILE));
    expect(promises.map(({ topic }) => topic)).toEqual(['첫째', '둘째']);
    expect(started().e164).toBe(MOBILE.e164);
  });
});
