import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callListStatement } from '#host/db/callList.ts';
import { openFile } from '#host/db/database.ts';
import { newId } from '#host/newId.ts';
import { callFilterSchema } from '#shared/domain/history/filter.ts';
import type { CallFilter } from '#shared/domain/history/filter.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { later as fact, started, TEN_O_CLOCK, wholeCall } from './facts.ts';
import { made } from './promiseFacts.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

describe('the index of calls', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let test: TestHost;
  let client: RpcClient<IeumContract>;
  /** What the host means to do in a while. */
  let waiting: (() => void)[];

  function start(): void {
    waiting = [];
    test = startHost(dir.path, {
      later: (_ms, run) => {
        waiting.push(run);
        return () => void waiting.splice(waiting.indexOf(run), 1);
      },
    });
    client = test.connect().client;
  }
  /** Others have their turns as well, without an end. */
  function passTime(): void {
    for (let turn = 0; turn < 200; turn += 1) waiting.shift()?.();
  }
  beforeEach(() => {
    dir = makeTempDir();
    start();
  });
  afterEach(async () => {
    await test.host.stop();
    dir.remove();
  });

  const names = async (filter: CallFilter): Promise<(string | null)[]> =>
    (await client.call('calls.list', { filter })).rows.map(({ name }) => name);

  async function call(name: string, more: Partial<Parameters<typeof wholeCall>[0]> = {}) {
    const facts = wholeCall({ name, ...more });
    await client.call('calls.append', { facts });
    return facts[0]?.callId ?? '';
  }

  it('has a call from the moment in which it is stored, and as it is by then', async () => {
    const callId = await call('김하늘');
    expect(await names({ text: '하늘' })).toEqual(['김하늘']);
    const at = TEN_O_CLOCK + 99_000;
    const note = { id: newId(), callId, at, type: 'noted', note: '위약금을 물으심' } as const;
    await client.call('calls.append', { facts: [note] });
    expect(await names({ text: '약금' })).toEqual(['김하늘']);
    await client.call('calls.append', { facts: [{ ...note, id: newId(), note: '끝' }] });
    expect(await names({ text: '약금' })).toEqual([]);
  });

  it('finds calls by their tags, whole and in part', async () => {
    const callId = await call('김하늘');
    await call('박영희');
    const at = TEN_O_CLOCK + 99_000;
    const tags = ['VIP 고객', '재구매'];
    await client.call('calls.append', {
      facts: [{ id: newId(), callId, at, type: 'tagged', tags }],
    });
    expect(await names({ tag: 'vip 고객' })).toEqual(['김하늘']);
    expect(await names({ tag: 'vip' })).toEqual([]);
    expect(await names({ text: '구매' })).toEqual(['김하늘']);
  });

  it('finds calls by the name that their number has here, by initial consonants too', async () => {
    await call('', { name: null, dialled: '01088887777', e164: '+821088887777' });
    await client.call('contacts.save', {
      ...{ id: newId(), basedOn: null },
      fields: {
        ...{ name: '정다운', organisation: '', email: '', note: '', tags: [], favourite: false },
        numbers: [{ label: 'mobile', number: '010-8888-7777', e164: '+821088887777' }],
      },
    });
    for (const text of ['다운', 'ㅈㄷㅇ', '정다운']) expect(await names({ text })).toEqual([null]);
    expect(await names({ text: '정다운 환불' })).toEqual([]);
  });

  it('follows what becomes of a promise that was made in a call', async () => {
    const callId = await call('김하늘');
    await call('박영희');
    const promise = made({ origin: { kind: 'hand', callId, messageId: null } });
    await client.call('promises.append', { facts: [promise] });
    expect(await names({ promise: 'open' })).toEqual(['김하늘']);
    const { promiseId } = promise;
    await client.call('promises.append', {
      facts: [
        { id: newId(), promiseId, at: promise.at + 1, type: 'closed', reason: 'solved', words: '' },
      ],
    });
    expect(await names({ promise: 'open' })).toEqual([]);
    expect(await names({ promise: 'closed' })).toEqual(['김하늘']);
  });

  it('joins choices, and a time: from, up to but without', async () => {
    await call('아침', { at: TEN_O_CLOCK });
    await call('점심', { at: TEN_O_CLOCK + 7_200_000, direction: 'outbound' });
    await client.call('calls.append', { facts: [started({ at: TEN_O_CLOCK + 9, name: '부재' })] });
    expect(await names({ from: TEN_O_CLOCK, to: TEN_O_CLOCK + 7_200_000 })).toEqual([
      ...['부재', '아침'],
    ]);
    expect(await names({ from: TEN_O_CLOCK + 10 })).toEqual(['점심']);
    expect(await names({ outcome: 'answered', direction: 'inbound' })).toEqual(['아침']);
    expect(await names({ from: 9, to: 9 })).toEqual([]);
  });

  it('counts what a filter leaves in, in all and between edges', async () => {
    for (let hour = 0; hour < 5; hour += 1) {
      await call(`고객 ${hour}`, { at: TEN_O_CLOCK + hour * 3_600_000 });
    }
    const edges = [0, 1, 4, 5].map((hour) => TEN_O_CLOCK + hour * 3_600_000);
    const answer = await client.call('calls.count', { filter: { text: '고객' }, edges });
    expect(answer).toEqual({ count: 5, between: [1, 3, 1], also: null, behind: 0 });
    expect(await client.call('calls.count', {})).toEqual({
      ...{ count: 5, between: [], also: null, behind: 0 },
    });
    const [, second = 0, third = 0] = edges;
    expect(await client.call('calls.count', { edges: [second, third] })).toEqual({
      ...{ count: 5, between: [3], also: null, behind: 0 },
    });
    const filter = { from: second + 1, to: third + 1 };
    expect(await client.call('calls.count', { filter, edges: [0, third] })).toEqual({
      ...{ count: 3, between: [2], also: null, behind: 0 },
    });
  });

  it('is made for calls that were there before it, a piece at a time, and says how far it is', async () => {
    await test.host.stop();
    const db = openFile(`${dir.path}/ieum.sqlite`);
    db.exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1700)
      INSERT INTO calls (id, agent_id, direction, address, dialled, digits, account, practice,
        started_at, held_ms, note) SELECT printf('%08x-0000-7000-8000-000000000000', i), 'a', 'inbound',
        '', '', '', '', 0, i, 0, '오래된 메모' FROM n`);
    db.close();
    start();
    const first = await client.call('calls.count', { filter: { text: '오래' } });
    expect(first).toEqual({ count: 0, between: [], also: null, behind: 1_700 });
    passTime();
    const whole = await client.call('calls.count', { filter: { text: '오래' } });
    expect(whole).toEqual({ count: 1_700, between: [], also: null, behind: 0 });
  });

  it('finds at once what was just recorded, however much is behind, and writes no more for it', async () => {
    await test.host.stop();
    const db = openFile(`${dir.path}/ieum.sqlite`);
    db.exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1700)
      INSERT INTO calls (id, agent_id, direction, address, dialled, digits, account, practice,
        started_at, held_ms, note) SELECT printf('%08x-0000-7000-8000-000000000000', i), 'a', 'inbound',
        '', '', '', '', 0, i, 0, '오래된 메모' FROM n`);
    db.close();
    start();
    const callId = await call('김하늘');
    expect(await names({ text: '하늘' })).toEqual(['김하늘']);
    const at = TEN_O_CLOCK + 99_000;
    const note = { id: newId(), callId, at, type: 'noted', note: '위약금을 물으심' } as const;
    await client.call('calls.append', { facts: [note] });
    expect(await names({ text: '약금' })).toEqual(['김하늘']);
    const { behind } = await client.call('calls.count', { filter: { text: '오래' } });
    expect(behind).toBe(1_700);
  });

  it('counts an outcome within what it counts, in one question', async () => {
    await call('김하늘', { at: TEN_O_CLOCK });
    const missed = started({ at: TEN_O_CLOCK + 3_600_000, name: '김하늘' });
    const { callId } = missed;
    const end = { outcome: 'missed', by: 'customer', cause: { code: 'sip.cancel' } } as const;
    await client.call('calls.append', {
      facts: [missed, { id: newId(), callId, at: missed.at + 9_000, type: 'ended', ...end }],
    });
    const edges = [0, 1, 2].map((hour) => TEN_O_CLOCK + hour * 3_600_000);
    const ask = (filter: CallFilter) =>
      client.call('calls.count', { filter, edges, also: 'missed' });
    const both = { count: 2, between: [1, 1], also: [0, 1], behind: 0 };
    expect(await ask({})).toEqual(both);
    expect(await ask({ text: '하늘' })).toEqual(both);
    expect(await ask({ outcome: 'missed' })).toEqual({
      ...{ count: 1, between: [0, 1], also: [0, 1], behind: 0 },
    });
    expect(await ask({ outcome: 'answered' })).toEqual({
      ...{ count: 1, between: [1, 0], also: [0, 0], behind: 0 },
    });
    expect(await ask({ from: TEN_O_CLOCK + 1 })).toEqual({
      ...{ count: 1, between: [0, 1], also: [0, 1], behind: 0 },
    });
  });

  it('is asked for a deep page from its place on, which must be a whole number', async () => {
    await call('김하늘');
    const db = openFile(`${dir.path}/ieum.sqlite`);
    const filter = callFilterSchema.parse({ text: '하늘', from: TEN_O_CLOCK - 1 });
    const after = { startedAt: TEN_O_CLOCK + 1, id: newId() };
    const { values } = callListStatement(db, { filter, after, limit: 50 }) ?? { values: {} };
    const place = (ms: number): bigint => BigInt(ms) * 1_024n;
    expect(values).toMatchObject({ begin: place(TEN_O_CLOCK - 1), end: place(TEN_O_CLOCK + 1) });
    db.close();
  });

  it('keeps its mark of what is behind when the app dies before it is written', async () => {
    await call('김하늘');
    const db = openFile(`${dir.path}/ieum.sqlite`);
    expect(db.prepare('SELECT count(*) FROM calls_to_index').pluck().get()).toBe(1);
    db.close();
  });

  it('has nothing left of a customer who was erased, once it was seen to', async () => {
    const number = { number: '01099991234', e164: '+821099991234' };
    for (let n = 0; n < 40; n += 1) await call(`뷁똠${n}`, { dialled: number.number, ...number });
    await call('남는 이름', { dialled: '01000000000', e164: '+821000000000' });
    expect(await names({ text: '뷁똠' })).toHaveLength(40);
    const customerId = newId();
    await client.call('customers.append', {
      facts: [{ id: newId(), customerId, at: TEN_O_CLOCK, type: 'created', numbers: [number] }],
    });
    await client.call('customers.erase', {
      ...{ id: newId(), customerId, reason: '요청', contacts: false },
    });
    expect(await names({ text: '뷁똠' })).toEqual([]);
    passTime();
    const db = openFile(`${dir.path}/ieum.sqlite`);
    db.exec(`CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'call_index', 'row')`);
    const words = db.prepare('SELECT term FROM words').pluck().all() as string[];
    db.close();
    expect(words).toContain('남는');
    expect(words.filter((word) => /[뷁똠]/.test(word))).toEqual([]);
  });

  it('does not stand in the way of a call while it is behind', async () => {
    const callId = newId();
    await client.call('calls.append', { facts: [started({ callId })] });
    await client.call('calls.append', { facts: [fact(callId, 'ringing', TEN_O_CLOCK)] });
    const db = openFile(`${dir.path}/ieum.sqlite`);
    expect(db.prepare('SELECT count(*) FROM call_index').pluck().get()).toBe(0);
    db.close();
  });
});
