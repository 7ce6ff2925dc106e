import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addAvailabilityFact } from '#host/db/availability.ts';
import { addFact } from '#host/db/projection.ts';
import { migrations } from '#host/db/migrations/index.ts';
import { addPromiseFact } from '#host/db/promiseProjection.ts';
import { CALLS, report } from '#host/db/reports.ts';
import { openFileStore } from '#host/db/store.ts';
import { newId } from '#host/newId.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import type { Report } from '#shared/domain/reports/report.ts';
import { reportRequestSchema } from '#shared/domain/reports/report.ts';
import { ended, later, measured, started, TEN_O_CLOCK } from './facts.ts';
import { made, said } from './promiseFacts.ts';
import { makeTempDir } from './support.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const AGENT = newId();

describe('a report', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let store: ReturnType<typeof openFileStore>;
  beforeEach(() => {
    dir = makeTempDir();
    store = openFileStore({ dataDir: dir.path, clock: () => TEN_O_CLOCK, newId, migrations });
  });
  afterEach(() => {
    store.close(true);
    dir.remove();
  });

  const figures = (change: object = {}): Report =>
    report(
      store.db,
      reportRequestSchema.parse({
        ...{ from: TEN_O_CLOCK, to: TEN_O_CLOCK + 3 * HOUR },
        ...{ policy: { answerWithinS: 20, shortAbandonS: 5 }, ...change },
      }),
    );
  const add = (...facts: CallFact[]): void => {
    for (const fact of facts) addFact(store.db, fact, AGENT);
  };

  function call(
    change: Parameters<typeof started>[0],
    how: { ring: number; talk?: number; hold?: number } & Parameters<typeof ended>[2],
  ): string {
    const { ring, talk, hold, ...end } = how;
    const first = started(change);
    const { callId, at } = first;
    add(first);
    let now = at + ring * SECOND;
    if (talk !== undefined) {
      add(later(callId, 'answered', now));
      if (hold !== undefined) {
        add(later(callId, 'held', now + SECOND));
        add(later(callId, 'resumed', now + SECOND + hold * SECOND));
      }
      now += (talk + (hold ?? 0)) * SECOND;
    }
    add(ended(callId, now, talk === undefined ? { outcome: 'missed', ...end } : end));
    return callId;
  }

  it('counts each call that came in once, by what became of it', () => {
    call({}, { ring: 20, talk: 60 });
    call({}, { ring: 21, talk: 60 });
    call({}, { ring: 30 });
    call({}, { ring: 4 });
    call({}, { ring: 60, by: 'network' });
    call({}, { ring: 3, outcome: 'rejected', by: 'agent' });
    call({}, { ring: 3, outcome: 'answered-elsewhere', by: 'network' });
    call({ direction: 'outbound' }, { ring: 5, talk: 30 });
    call({ direction: 'outbound' }, { ring: 30 });
    const { inbound, outbound, hours } = figures();
    expect(inbound).toEqual({
      ...{ total: 7, answered: 2, answeredInTime: 1, abandoned: 1, shortAbandoned: 1, missed: 1 },
      ...{ turnedAway: 1, elsewhere: 1, failed: 0 },
    });
    expect(outbound).toEqual({ total: 2, answered: 1 });
    const sum = (cells: readonly (readonly number[])[]): number =>
      cells.flat().reduce((all, n) => all + n, 0);
    expect(sum(hours.calls)).toBe(9);
    expect(sum(hours.unanswered)).toBe(5);
    expect(figures({ policy: { answerWithinS: 30, shortAbandonS: 0 } }).inbound).toMatchObject({
      ...{ answeredInTime: 2, abandoned: 2, shortAbandoned: 0 },
    });
  });

  it('counts a call by when it began, whatever day it ends on, and none that goes on', () => {
    call({ at: TEN_O_CLOCK + 3 * HOUR - SECOND }, { ring: 5, talk: 600 });
    call({ at: TEN_O_CLOCK - SECOND }, { ring: 5, talk: 600 });
    call({ at: TEN_O_CLOCK + 3 * HOUR }, { ring: 5, talk: 600 });
    add(started());
    expect(figures().inbound).toMatchObject({ total: 1, answered: 1 });
  });

  it('leaves out practice unless it is wanted, and calls to the exchange always', () => {
    call({ practice: true }, { ring: 5, talk: 60 });
    call({ service: 'voicemail' }, { ring: 5, talk: 60 });
    expect(figures().inbound.total).toBe(0);
    expect(figures({ practice: true }).inbound.total).toBe(1);
  });

  it('parts what a call took into talk, hold and what is done after it', () => {
    const first = TEN_O_CLOCK + MINUTE;
    call({ at: TEN_O_CLOCK }, { ring: 10, talk: 100, hold: 20 });
    call({ at: TEN_O_CLOCK, direction: 'outbound' }, { ring: 10, talk: 50 });
    wrapUp(first, 30 * SECOND);
    expect(figures().handling).toEqual({
      ...{ calls: 2, talkMs: 150 * SECOND, holdMs: 20 * SECOND },
      ...{ wrapUps: 1, wrapUpMs: 30 * SECOND },
    });
  });

  it('takes what is done after a practice call for practice', () => {
    call({ practice: true, at: TEN_O_CLOCK }, { ring: 10, talk: 50 });
    wrapUp(TEN_O_CLOCK + MINUTE, 30 * SECOND);
    expect(figures().handling).toMatchObject({ wrapUps: 0, wrapUpMs: 0 });
    expect(figures({ practice: true }).handling).toMatchObject({ wrapUps: 1 });
  });

  it('counts the part of an absence that lies in it, by its reason', () => {
    away('meeting', TEN_O_CLOCK - HOUR);
    available(TEN_O_CLOCK + 10 * MINUTE);
    away('meeting', TEN_O_CLOCK + 20 * MINUTE);
    away('meal', TEN_O_CLOCK + 30 * MINUTE);
    expect(figures().away).toEqual([
      { reasonId: 'meal', reasonName: null, times: 1, ms: 150 * MINUTE },
      { reasonId: 'meeting', reasonName: null, times: 2, ms: 20 * MINUTE },
    ]);
  });

  it('tells promises kept, late, owed and closed, and how long customers waited', () => {
    const promise = (cryAt: number, kind: 'missed' | 'hand', keptAfter: number | null): string => {
      const one = made({
        ...{ cryAt, at: cryAt, window: { from: cryAt, to: cryAt + HOUR } },
        origin: { kind, callId: null, messageId: null },
      });
      addPromiseFact(store.db, one, AGENT);
      if (keptAfter !== null) {
        const callId = newId();
        const at = cryAt + keptAfter;
        addPromiseFact(store.db, said(one.promiseId, at, { type: 'answered', callId }), AGENT);
        addPromiseFact(store.db, said(one.promiseId, at + 1, { type: 'kept', callId }), AGENT);
      }
      return one.promiseId;
    };
    promise(TEN_O_CLOCK, 'missed', 10 * MINUTE);
    promise(TEN_O_CLOCK, 'missed', 30 * MINUTE);
    promise(TEN_O_CLOCK, 'hand', 90 * MINUTE);
    promise(TEN_O_CLOCK, 'hand', null);
    promise(TEN_O_CLOCK + 150 * MINUTE, 'hand', null);
    const closed = promise(TEN_O_CLOCK, 'hand', null);
    const end = { type: 'closed', reason: 'solved', words: '' } as const;
    addPromiseFact(store.db, said(closed, TEN_O_CLOCK + MINUTE, end), AGENT);
    const { promises, callback } = figures();
    expect(promises).toEqual({ inTime: 2, late: 1, broken: 1, closed: 1 });
    expect(callback).toEqual({
      missed: { n: 2, median: 10 * MINUTE, p90: 30 * MINUTE },
      other: { n: 1, median: 90 * MINUTE, p90: 90 * MINUTE },
    });
  });

  it('has the grades of the call screen, and means of what was measured', () => {
    const good = call({}, { ring: 5, talk: 60 });
    const poor = call({}, { ring: 5, talk: 60 });
    call({}, { ring: 5, talk: 60 });
    const end = TEN_O_CLOCK + HOUR;
    add(measured(good, end, { mosMean: 4.4, poorS: 0, lossPercent: 0 }));
    add(measured(poor, end, { mosMean: 2, poorS: 40, lossPercent: 8 }));
    expect(figures().quality).toMatchObject({
      ...{ good: 1, fair: 0, poor: 1, unknown: 1, lossPercent: 4, mos: 3.2 },
    });
  });

  it('of no call at all has noughts and unknowns', () => {
    const empty = figures();
    expect(empty.quality).toMatchObject({ unknown: 0, mos: null, rttMs: null });
    expect(empty).toMatchObject({ away: [], texts: [], triggers: [] });
    expect(JSON.stringify(empty)).not.toMatch(/NaN|undefined/);
  });

  it('reads only the calls of its time', () => {
    const plan = store.db
      .prepare(`EXPLAIN QUERY PLAN SELECT count(*) ${CALLS}`)
      .all({ from: 0, to: 1, practice: 0 }) as { detail: string }[];
    expect(plan.map(({ detail }) => detail).join()).toMatch(/SEARCH .*calls_newest \(started_at>/);
  });

  function wrapUp(from: number, ms: number): void {
    away('wrap-up', from);
    available(from + ms);
  }
  function away(reasonId: string, at: number): void {
    const absence = { reasonId, reasonName: null, back: null, note: '', alternate: '' };
    addAvailabilityFact(store.db, { id: newId(), at, type: 'away', by: 'agent', absence }, AGENT);
  }
  function available(at: number): void {
    addAvailabilityFact(store.db, { id: newId(), at, type: 'available', by: 'agent' }, AGENT);
  }
});
