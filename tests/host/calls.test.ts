import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { indexCalls } from '#host/db/callIndex/indexer.ts';
import { callListStatement, listCalls } from '#host/db/callList.ts';
import { allCalls, callsWith, heartbeat, readCall } from '#host/db/calls.ts';
import { openMemory } from '#host/db/database.ts';
import type { Db } from '#host/db/database.ts';
import { migrate } from '#host/db/migrate.ts';
import { migrations } from '#host/db/migrations/index.ts';
import { numberFragment } from '#host/db/numberSearch.ts';
import { addFact, interruptUnfinished, rebuildCalls } from '#host/db/projection.ts';
import { newId } from '#host/newId.ts';
import type { CallFact, CallRow } from '#shared/domain/call/record.ts';
import type { ParsedCallFilter } from '#shared/domain/history/filter.ts';
import { ended, later, noted, started, TEN_O_CLOCK, wholeCall } from './facts.ts';

const AGENT = newId();

describe('stored calls', () => {
  let db: Db;
  beforeEach(() => {
    db = openMemory();
    migrate(db, migrations, () => undefined);
  });
  afterEach(() => void db.close());

  function add(...facts: CallFact[]): void {
    for (const fact of facts) addFact(db, fact, AGENT);
  }

  /** As the log shows them, once the index is in step. */
  function listed(filter: Partial<ParsedCallFilter>): CallRow[] {
    indexCalls(db, 10_000);
    return listCalls(db, { filter: { text: '', ...filter }, after: null, limit: 50 });
  }

  it('are what their facts add up to, and can be made from them again', () => {
    // A small generator with a seed of its own: every run sees the same thousand facts.
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const calls = Array.from({ length: 60 }, (_, index) => started({ at: TEN_O_CLOCK + index }));
    const all: CallFact[] = [...calls];
    for (let count = 0; count < 1_000; count += 1) {
      const { callId, at } = calls[random(calls.length)] ?? started();
      const when = at + random(100_000) - 5_000;
      all.push(
        [
          later(callId, 'ringing', when),
          later(callId, 'answered', when),
          later(callId, 'held', when),
          later(callId, 'resumed', when),
          noted(callId, when, `note ${count}`),
          ...(random(6) === 0 ? [ended(callId, when)] : []),
        ][random(6)] ?? noted(callId, when, '끝'),
      );
    }
    add(...all);
    heartbeat(db, calls[0]?.callId ?? '', TEN_O_CLOCK + 999);
    const before = db.prepare('SELECT * FROM calls ORDER BY id').all();
    expect(before).toHaveLength(60);

    rebuildCalls(db);
    expect(db.prepare('SELECT * FROM calls ORDER BY id').all()).toEqual(before);
    // The rebuilding is what is tested, not a table it left alone.
    db.exec("UPDATE calls SET note = 'wrong', held_ms = 1, outcome = 'busy'");
    rebuildCalls(db);
    expect(db.prepare('SELECT * FROM calls ORDER BY id').all()).toEqual(before);
  });

  it('keep a fact once, whatever is sent again', () => {
    const call = started();
    expect(addFact(db, call, AGENT)).toBe(true);
    expect(addFact(db, { ...call, name: '다른 이름' }, AGENT)).toBe(false);
    expect(readCall(db, call.callId)?.name).toBe('김철수');
  });

  it('end as interrupted at the last heartbeat, or else at the last fact', () => {
    const [beating, silent, done] = [started(), started(), wholeCall()];
    add(beating, silent, later(silent.callId, 'answered', TEN_O_CLOCK + 4_000), ...done);
    heartbeat(db, beating.callId, TEN_O_CLOCK + 30_000);
    heartbeat(db, beating.callId, TEN_O_CLOCK + 20_000);
    expect(interruptUnfinished(db, AGENT, newId).sort()).toEqual(
      [beating.callId, silent.callId].sort(),
    );
    const interrupted = {
      outcome: 'interrupted',
      endedBy: 'app',
      cause: { code: 'app.interrupted' },
    };
    expect(readCall(db, beating.callId)).toMatchObject({
      ...interrupted,
      endedAt: TEN_O_CLOCK + 30_000,
    });
    expect(readCall(db, silent.callId)).toMatchObject({
      ...interrupted,
      endedAt: TEN_O_CLOCK + 4_000,
    });
    expect(readCall(db, done[0]?.callId ?? '')?.outcome).toBe('answered');
    expect(interruptUnfinished(db, AGENT, newId)).toEqual([]);
  });

  describe('are found', () => {
    beforeEach(() => {
      add(started({ name: '김철수', dialled: '01099991234', e164: '+821099991234' }));
      add(started({ name: '박영희', dialled: '+8223456789', e164: '+8223456789' }));
      const alice = started({ name: 'Alice_100%', dialled: 'alice.kim', e164: null });
      add(alice, noted(alice.callId, TEN_O_CLOCK, '환불 요청\\완료'));
      add(started({ name: '대표번호', dialled: '15881234', e164: '+8215881234' }));
      add(started({ name: '미국', dialled: '+14155552671', e164: '+14155552671' }));
    });

    it.each([
      ['', ['김철수', '박영희', 'Alice_100%', '대표번호', '미국']],
      ['1234', ['김철수', '대표번호']],
      ['9999-1234', ['김철수']],
      ['010-9999', ['김철수']],
      ['010 9999 1234', ['김철수']],
      ['+82 10', ['김철수']],
      ['0082 10 9999', ['김철수']],
      ['821099991234', ['김철수']],
      ['０１０９', ['김철수']],
      ['02-345', ['박영희']],
      ['023456789', ['박영희']],
      ['1588-1234', ['대표번호']],
      // National and international digits are apart: none of these runs across them.
      ['123482', []],
      ['015881234', []],
      ['4155', ['미국']],
      ['영희', ['박영희']],
      ['alice', ['Alice_100%']],
      ['kim', ['Alice_100%']],
      ['환불', ['Alice_100%']],
      ['청완', []],
      ['요청 100', ['Alice_100%']],
      // What parts words is looked for in none, and is no part of the index's own language.
      ['%', []],
      ['\\', []],
      ["' OR 1=1 --", []],
      ['" OR words:*', []],
      ['NEAR(a b)', []],
      // As macOS types it, taken apart.
      ['\u1100\u1175\u11B7\u110E\u1165\u11AF', ['김철수']],
    ])('by %j', (text, names) => {
      const found = listed({ text });
      expect(found.map(({ name }) => name).sort()).toEqual([...names].sort());
    });

    it('by direction and outcome', () => {
      add(...wholeCall({ direction: 'outbound', name: '발신' }));
      const names = (filter: object): (string | null)[] => listed(filter).map(({ name }) => name);
      expect(names({ direction: 'outbound' })).toEqual(['발신']);
      expect(names({ outcome: 'answered' })).toEqual(['발신']);
      expect(names({ direction: 'inbound', outcome: 'answered' })).toEqual([]);
    });
  });

  describe('with the way they came', () => {
    const claimed = {
      address: 'sip:15660000@carrier.example',
      dialled: '15660000',
      e164: null,
      name: '택배 아저씨',
      rawName: '택배 아저씨',
    };
    const via = [
      { number: '15880000', e164: null, name: '대표번호', reason: 'unconditional' },
      { number: '07012345678', e164: '+827012345678', name: null, reason: null },
    ];
    beforeEach(() => {
      add(...wholeCall({ name: '김하늘', claimed, via }), ...wholeCall({ name: '다른 고객' }));
      add(...wholeCall({ name: '큐 로그인', service: 'switch' }));
    });

    it('are told with it', () => {
      const [row] = listed({ text: '김하늘' });
      expect(row).toMatchObject({ claimed, via, service: null });
    });

    it.each([
      ['대표번호', ['김하늘']],
      ['1588-00', ['김하늘']],
      ['070 1234', ['김하늘']],
      ['택배', ['김하늘']],
      ['1566', ['김하늘']],
      ['unconditional', []],
      ['rawName', []],
    ])('are found by %j', (text, names) => {
      const found = listed({ text });
      expect(found.map(({ name }) => name)).toEqual(names);
    });

    it('are apart from calls to the exchange itself, which are kept', () => {
      const names = (service?: boolean) => {
        const rows = listed(service === undefined ? {} : { service });
        return rows.map(({ name }) => name).sort();
      };
      expect(names()).toEqual(['김하늘', '다른 고객']);
      expect(names(true)).toEqual(['큐 로그인']);
    });

    it('are made again from their facts as they were', () => {
      const before = [...allCalls(db)];
      rebuildCalls(db);
      expect([...allCalls(db)]).toEqual(before);
      const found = listed({ text: '대표' });
      expect(found).toHaveLength(1);
    });
  });

  it.each([
    ['1234', '1234'],
    ['010-99', '01099'],
    ['0082 10', '8210'],
    ['3층', null],
    ['환불', null],
    ['--', null],
    ['', null],
  ])('read %j as the number fragment %j', (text, digits) => {
    expect(numberFragment(text)).toBe(digits);
  });

  describe('are paged', () => {
    it('without a gap or a double, also when many began at once', () => {
      for (let count = 0; count < 57; count += 1) {
        add(started({ at: TEN_O_CLOCK + Math.floor(count / 20), name: `n${count}` }));
      }
      const seen: string[] = [];
      let after: { startedAt: number; id: string } | null = null;
      for (;;) {
        const page = listCalls(db, { filter: { text: '' }, after, limit: 10 });
        seen.push(...page.map(({ id }) => id));
        const last = page.at(-1);
        if (!last || page.length < 10) break;
        after = { startedAt: last.startedAt, id: last.id };
      }
      const all = [...allCalls(db)]
        .sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1))
        .map(({ id }) => id);
      expect(seen).toEqual(all);
    });

    it.each<[string, Partial<ParsedCallFilter>, string]>([
      ['a page', {}, 'USING INDEX calls_newest'],
      ['an outcome', { outcome: 'busy' }, 'SCAN call_index VIRTUAL TABLE'],
      ['a search', { text: '1234' }, 'SCAN call_index VIRTUAL TABLE'],
      ['a time', { from: 5, to: 9 }, 'USING INDEX calls_newest'],
    ])('along an index and without sorting: %s', (_name, filter, way) => {
      for (const after of [null, { startedAt: 5, id: newId() }]) {
        const query = { filter: { text: '', ...filter }, after, limit: 50 };
        const { sql, values } = callListStatement(db, query) ?? { sql: '', values: {} };
        const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(values) as { detail: string }[];
        const details = plan.map(({ detail }) => detail).join('\n');
        expect(details).toContain(way);
        expect(details).not.toContain('TEMP B-TREE');
        // The cursor is a bound of the search, not a filter on rows already passed.
        if (after) expect(details).toMatch(/\(started_at,id\)<\(\?,\?\)|INDEX \d+:.*</);
      }
    });
  });

  it('tell of a caller what is over, by number or else by address', () => {
    const e164 = '+821099991234';
    add(...wholeCall({ at: 1_000, e164 }), ...wholeCall({ at: 2_000, e164, name: '새 이름' }));
    add(started({ at: 3_000, e164 }));
    add(...wholeCall({ at: 4_000, e164: null, address: 'sip:alice@example.com' }));
    expect(callsWith(db, { e164 })).toMatchObject({ calls: 2, lastCall: { name: '새 이름' } });
    expect(callsWith(db, { address: 'sip:alice@example.com' })).toMatchObject({ calls: 1 });
    expect(callsWith(db, { e164: '+82111' })).toEqual({ calls: 0, lastCall: null });
  });
});
