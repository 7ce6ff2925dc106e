import { describe, expect, it } from 'vitest';
import { suggestBreak, workSinceBreak } from './microBreak.ts';
import type { BreakMoment, RecentDesk } from './microBreak.ts';

const MINUTE = 60_000;
const NINE = Date.parse('2026-11-26T09:00:00+09:00');
const at = (minutes: number): number => NINE + minutes * MINUTE;

const talk = (from: number, to: number | null) => ({
  from: at(from),
  to: to === null ? null : at(to),
});
const span = (
  reasonId: string | null,
  from: number,
  to: number | null,
  kind: 'available' | 'away' | 'off' = 'away',
) => ({ ...talk(from, to), kind, reasonId });

function worked(desk: Partial<RecentDesk>, now: number) {
  const { ms, heavy } = workSinceBreak({ talks: [], spans: [], ...desk }, 5, at(now));
  return { minutes: ms / MINUTE, heavy };
}

describe('work since the last break', () => {
  it('is calls and after-call work, also those that go on; waiting is none', () => {
    const desk = {
      talks: [talk(0, 10), talk(30, null)],
      spans: [span('wrap-up', 10, 12), span(null, 12, null, 'available')],
    };
    expect(worked(desk, 35)).toEqual({ minutes: 17, heavy: false });
  });

  it('begins anew with whatever was as long as a break', () => {
    const talks = [talk(0, 15), talk(40, 50)];
    for (const reason of ['rest', 'meal', 'meeting', 'protected-break']) {
      expect(worked({ talks, spans: [span(reason, 20, 25)] }, 50).minutes).toBe(10);
    }
    expect(worked({ talks, spans: [span(null, 20, 25, 'off')] }, 50).minutes).toBe(10);
  });

  it('does not with a shorter one, with after-call work, or with waiting', () => {
    const talks = [talk(0, 15), talk(40, 50)];
    expect(worked({ talks, spans: [span('rest', 20, 24)] }, 50).minutes).toBe(25);
    expect(worked({ talks, spans: [span(null, 20, 40, 'available')] }, 50).minutes).toBe(25);
    expect(worked({ talks, spans: [span('wrap-up', 20, 30)] }, 50).minutes).toBe(35);
  });

  it('counts of a call that began before the break what came after it', () => {
    expect(worked({ talks: [talk(0, 30)], spans: [span('rest', 5, 20)] }, 30).minutes).toBe(10);
  });

  it('was heavy when one call was', () => {
    expect(worked({ talks: [talk(0, 20)] }, 25).heavy).toBe(true);
    expect(worked({ talks: [talk(0, 10), talk(11, 21)] }, 25).heavy).toBe(false);
    expect(worked({ talks: [talk(0, 20)], spans: [span('rest', 20, 25)] }, 30).heavy).toBe(false);
  });

  it('is never less than nothing when the clock was set back', () => {
    expect(worked({ talks: [talk(60, null)], spans: [span('rest', 50, null)] }, 0)).toEqual({
      minutes: 0,
      heavy: false,
    });
  });
});

describe('a break', () => {
  const moment = (changes: Partial<BreakMoment> = {}) =>
    suggestBreak({
      settings: { on: true, everyMinutes: 50, breakMinutes: 5 },
      work: { ms: 50 * MINUTE, heavy: false },
      kind: 'available',
      calls: 0,
      nextDueAt: null,
      notBefore: 0,
      now: NINE,
      ...changes,
    });

  it('is suggested after so much work, or after a heavy call', () => {
    expect(moment()).toEqual({ minutes: 5, why: 'worked' });
    expect(moment({ work: { ms: 50 * MINUTE - 1, heavy: false } })).toBeNull();
    expect(moment({ work: { ms: 20 * MINUTE, heavy: true } })).toEqual({
      minutes: 5,
      why: 'heavy',
    });
  });

  it('is never suggested with a customer there, in after-call work, or to who is away', () => {
    expect(moment({ calls: 1 })).toBeNull();
    expect(moment({ kind: 'wrap-up' })).toBeNull();
    expect(moment({ kind: 'away' })).toBeNull();
    expect(moment({ calls: 1, work: { ms: 0, heavy: true } })).toBeNull();
  });

  it('is over ten minutes before a promise is due', () => {
    expect(moment({ nextDueAt: at(15) })).not.toBeNull();
    expect(moment({ nextDueAt: at(15) - 1 })).toBeNull();
    expect(moment({ nextDueAt: at(0) })).toBeNull();
    // One that is late would hold every break of the day.
    expect(moment({ nextDueAt: at(-1) })).not.toBeNull();
  });

  it('can be put off and switched off', () => {
    expect(moment({ notBefore: at(15) })).toBeNull();
    expect(moment({ notBefore: at(15), now: at(15) })).not.toBeNull();
    expect(moment({ settings: { on: false, everyMinutes: 50, breakMinutes: 5 } })).toBeNull();
  });
});
