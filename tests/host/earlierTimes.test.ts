import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMemory } from '#host/db/database.ts';
import type { Db } from '#host/db/database.ts';
import { earlierTimes, earlierTimesStatement } from '#host/db/earlierTimes.ts';
import type { EarlierTimesQuery } from '#host/db/earlierTimes.ts';
import { migrate } from '#host/db/migrate.ts';
import { migrations } from '#host/db/migrations/index.ts';
import { addFact } from '#host/db/projection.ts';
import { newId } from '#host/newId.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import { ended, started, TEN_O_CLOCK, wholeCall } from './facts.ts';

const AGENT = newId();
const E164 = '+821099991234';
const ALICE = 'sip:alice@example.com';

describe('when a caller called before', () => {
  let db: Db;
  beforeEach(() => {
    db = openMemory();
    migrate(db, migrations, () => undefined);
  });
  afterEach(() => void db.close());

  function add(...facts: CallFact[]): void {
    for (const fact of facts) addFact(db, fact, AGENT);
  }
  const minute = (count: number): number => TEN_O_CLOCK + count * 60_000;
  const asked = (change: Partial<EarlierTimesQuery> = {}): number[] =>
    earlierTimes(db, { e164: E164, address: '', from: minute(0), before: minute(10), ...change });

  it('is from one moment up to, but without, another; newest first', () => {
    for (const at of [minute(0) - 1, minute(0), minute(4), minute(10) - 1, minute(10)]) {
      add(...wholeCall({ at, e164: E164 }));
    }
    expect(asked()).toEqual([minute(10) - 1, minute(4), minute(0)]);
  });

  it('counts whatever became of the call: answered, missed, still ringing', () => {
    const missed = started({ at: minute(2), e164: E164 });
    add(...wholeCall({ at: minute(1), e164: E164 }), missed);
    add(ended(missed.callId, minute(3), { outcome: 'missed', cause: { code: 'cancelled' } }));
    add(started({ at: minute(4), e164: E164 }));
    expect(asked()).toEqual([minute(4), minute(2), minute(1)]);
  });

  it('counts no call of ours, none of somebody else, none to the exchange', () => {
    add(started({ at: minute(1), e164: E164, direction: 'outbound' }));
    add(started({ at: minute(2), e164: '+821000000000' }));
    add(started({ at: minute(3), e164: E164, service: 'voicemail' }));
    expect(asked()).toEqual([]);
  });

  it('goes by the address where there is no number', () => {
    add(started({ at: minute(1), e164: null, address: ALICE }));
    add(started({ at: minute(2), e164: null, address: 'sip:bob@example.com' }));
    expect(asked({ e164: null, address: ALICE })).toEqual([minute(1)]);
  });

  it('is told twenty times at most', () => {
    for (let count = 0; count < 30; count += 1) add(started({ at: minute(0) + count, e164: E164 }));
    expect(asked()).toHaveLength(20);
    expect(asked()[0]).toBe(minute(0) + 29);
  });

  it.each([
    ['calls_by_e164', E164],
    ['calls_by_address', null],
  ])('is a bounded search along %s, without sorting', (index, e164) => {
    const query = { e164, address: ALICE, from: minute(0), before: minute(10) };
    const { sql, values } = earlierTimesStatement(query);
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(values) as { detail: string }[];
    const details = plan.map(({ detail }) => detail).join('\n');
    expect(details).toContain(`SEARCH calls USING INDEX ${index}`);
    expect(details).toMatch(/started_at>\? AND started_at<\?/);
    expect(details).not.toContain('TEMP B-TREE');
  });
});
