import { afterEach, describe, expect, it } from 'vitest';
import { OUTCOMES } from '../call/record.ts';
import { differenceOf, FEW_CASES, shareOf, tooFew } from './compare.ts';
import { byHour, QUARTER_MS } from './hours.ts';
import { INBOUND_ENDS, inboundEnd, NO_INBOUND, offered, serviceLevel } from './inbound.ts';
import type { EndedInbound } from './inbound.ts';
import { percentileOf } from './percentile.ts';
import { comparedWith, stretchOf } from './period.ts';
import type { Comparison, Period } from './period.ts';
import { reportPolicySchema } from './policy.ts';
import { handlingParts, reportSchema } from './report.ts';
import type { Report } from './report.ts';

const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

/** As a clock on the wall shows it. */
const at = (text: string): number => new Date(text).getTime();

describe('the time of a report', () => {
  /** A Friday. */
  const now = (): number => at('2026-11-27T15:30');

  it.each([
    [{ kind: 'today' }, '2026-11-27T00:00', '2026-11-27T15:30'],
    [{ kind: 'thisWeek' }, '2026-11-23T00:00', '2026-11-27T15:30'],
    [{ kind: 'lastWeek' }, '2026-11-16T00:00', '2026-11-23T00:00'],
    [{ kind: 'thisMonth' }, '2026-11-01T00:00', '2026-11-27T15:30'],
    [{ kind: 'lastMonth' }, '2026-10-01T00:00', '2026-11-01T00:00'],
    [
      { kind: 'days', from: '2026-11-03', to: '2026-11-05' },
      '2026-11-03T00:00',
      '2026-11-06T00:00',
    ],
    [
      { kind: 'days', from: '2026-11-05', to: '2026-11-03' },
      '2026-11-03T00:00',
      '2026-11-06T00:00',
    ],
  ] as const)('is whole days up to now: %o', (period, from, to) => {
    expect(stretchOf(period, now())).toEqual({ from: at(from), to: at(to) });
  });

  it('holds nothing of days that have not come', () => {
    const period = { kind: 'days', from: '2027-01-01', to: '2027-01-05' } as const;
    const { from, to } = stretchOf(period, now());
    expect(to).toBe(from);
  });

  it.each([
    [{ kind: 'today' }, 'before', '2026-11-26T00:00', '2026-11-26T15:30'],
    [{ kind: 'today' }, 'week', '2026-11-20T00:00', '2026-11-20T15:30'],
    [{ kind: 'thisWeek' }, 'before', '2026-11-16T00:00', '2026-11-20T15:30'],
    [{ kind: 'thisMonth' }, 'before', '2026-10-01T00:00', '2026-10-27T15:30'],
    [{ kind: 'lastMonth' }, 'before', '2026-09-01T00:00', '2026-10-01T00:00'],
    [{ kind: 'lastMonth' }, 'year', '2025-10-01T00:00', '2025-11-01T00:00'],
    [
      { kind: 'days', from: '2026-11-03', to: '2026-11-05' },
      'before',
      '2026-10-31T00:00',
      '2026-11-03T00:00',
    ],
  ] as const)('is compared with as much of an earlier one: %o, %s', (period, how, from, to) => {
    expect(comparedWith(period, how, now())).toEqual({ from: at(from), to: at(to) });
  });

  it('is compared with nothing where nobody wants to', () => {
    expect(comparedWith({ kind: 'today' }, 'none', now())).toBeNull();
  });

  it('ends with a month that is shorter', () => {
    const found = comparedWith({ kind: 'thisMonth' }, 'before', at('2026-03-31T10:00'));
    expect(found).toEqual({ from: at('2026-02-01T00:00'), to: at('2026-03-01T00:00') });
    const leap = comparedWith({ kind: 'today' }, 'year', at('2028-02-29T10:00'));
    expect(leap?.to).toBeGreaterThanOrEqual(leap?.from ?? Infinity);
  });

  it.each(['Asia/Seoul', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'])(
    'is never after now nor before it begins, and the days before do not reach into it: %s',
    (name) => {
      process.env['TZ'] = name;
      const kinds = ['today', 'thisWeek', 'lastWeek', 'thisMonth', 'lastMonth'] as const;
      for (let day = 0; day < 800; day += 5) {
        const when = at('2025-01-01T09:17') + day * 86_400_000 + day * 977_000;
        for (const kind of kinds) {
          const period: Period = { kind };
          const { from, to } = stretchOf(period, when);
          expect(to).toBeLessThanOrEqual(when);
          expect(from).toBeLessThanOrEqual(to);
          for (const how of ['before', 'week', 'month', 'year'] as const satisfies Comparison[]) {
            const earlier = comparedWith(period, how, when);
            expect(earlier).not.toBeNull();
            expect(earlier?.from).toBeLessThan(from);
            expect(earlier?.to).toBeGreaterThanOrEqual(earlier?.from ?? 0);
            if (how === 'before') expect(earlier?.to).toBeLessThanOrEqual(from);
          }
        }
      }
    },
  );

  it('has 23 and 25 hours on the days on which the clocks change', () => {
    process.env['TZ'] = 'Europe/Berlin';
    const hours = (day: string): number => {
      const { from, to } = stretchOf({ kind: 'days', from: day, to: day }, at('2027-01-01T00:00'));
      return (to - from) / 3_600_000;
    };
    expect([hours('2026-03-29'), hours('2026-10-25'), hours('2026-10-26')]).toEqual([23, 25, 24]);
    const period = { kind: 'days', from: '2026-03-29', to: '2026-03-29' } as const;
    const before = comparedWith(period, 'before', at('2026-04-02T00:00'));
    expect(before).toEqual({ from: at('2026-03-28T00:00'), to: at('2026-03-29T00:00') });
  });
});

describe('what becomes of a call that comes in', () => {
  const call: EndedInbound = {
    ...{ outcome: 'missed', answered: false, endedBy: 'customer', attended: false, short: false },
  };

  it.each([
    ['answered', { outcome: 'answered', answered: true }],
    ['answered', { outcome: 'interrupted', answered: true }],
    ['abandoned', {}],
    ['shortAbandoned', { short: true }],
    ['missed', { endedBy: 'network' }],
    ['missed', { endedBy: 'network', short: true }],
    ['missed', { attended: true }],
    ['turnedAway', { outcome: 'rejected' }],
    ['turnedAway', { outcome: 'busy' }],
    ['elsewhere', { outcome: 'answered-elsewhere' }],
    ['elsewhere', { outcome: 'forwarded' }],
    ['failed', { outcome: 'failed' }],
    ['failed', { outcome: 'interrupted' }],
  ] as const)('is %s: %o', (end, change) => {
    expect(inboundEnd({ ...call, ...change })).toBe(end);
  });

  it('is always one of them', () => {
    for (const outcome of OUTCOMES) {
      for (const endedBy of ['agent', 'customer', 'network', 'app', null] as const) {
        for (let bits = 0; bits < 8; bits += 1) {
          const [answered, attended, short] = [(bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0];
          expect(INBOUND_ENDS).toContain(
            inboundEnd({ outcome, endedBy, answered, attended, short }),
          );
        }
      }
    }
  });
});

describe('service level', () => {
  it('is the share of calls offered that were answered in time', () => {
    const calls = { ...NO_INBOUND, answered: 8, answeredInTime: 6, abandoned: 1, missed: 1 };
    expect(offered(calls)).toBe(10);
    expect(serviceLevel(calls)).toBe(0.6);
  });

  it('takes no account of short abandons, calls answered elsewhere and failed ones', () => {
    const calls = { ...NO_INBOUND, answered: 2, answeredInTime: 1, turnedAway: 2 };
    const more = { ...calls, shortAbandoned: 9, elsewhere: 9, failed: 9 };
    expect(serviceLevel(more)).toBe(serviceLevel(calls));
    expect(serviceLevel(more)).toBe(0.25);
  });

  it('is unknown where there was no call, not nought', () => {
    expect(serviceLevel(NO_INBOUND)).toBeNull();
    expect(serviceLevel({ ...NO_INBOUND, shortAbandoned: 3 })).toBeNull();
  });

  it('is 80 % within 20 s until somebody decides otherwise', () => {
    expect(reportPolicySchema.parse({})).toEqual({
      ...{ answerWithinS: 20, targetPercent: 80, shortAbandonS: 5 },
    });
  });
});

describe('calls by day and hour', () => {
  it('stand at the hour of the clock on the wall, Monday first, and add up to all of them', () => {
    for (const name of [
      'Asia/Seoul',
      'Asia/Kathmandu',
      'America/New_York',
      'Australia/Lord_Howe',
    ]) {
      process.env['TZ'] = name;
      const counts = Array.from({ length: 3_000 }, (_, step) => ({
        quarter: Math.floor(at('2026-03-01T00:00') / QUARTER_MS) + step * 13,
        calls: step % 7,
      }));
      const cells = byHour(counts);
      expect(cells.map((day) => day.length)).toEqual(Array.from({ length: 7 }, () => 24));
      expect(cells.flat().reduce((all, n) => all + n, 0)).toBe(
        counts.reduce((all, { calls }) => all + calls, 0),
      );
    }
    process.env['TZ'] = 'Asia/Kathmandu';
    const quarter = Math.floor(at('2026-11-23T09:50') / QUARTER_MS);
    expect(byHour([{ quarter, calls: 4 }])[0]?.[9]).toBe(4);
  });

  it('keep their hour when the clocks change', () => {
    process.env['TZ'] = 'Europe/Berlin';
    const quarters = ['2026-10-24T14:10', '2026-10-26T14:10'].map((text) => ({
      quarter: Math.floor(at(text) / QUARTER_MS),
      calls: 1,
    }));
    const cells = byHour(quarters);
    expect([cells[5]?.[14], cells[0]?.[14]]).toEqual([1, 1]);
  });
});

describe('figures', () => {
  it('have a median and a 90th percentile that were really seen', () => {
    expect(percentileOf([], 0.5)).toBeNull();
    expect(percentileOf([7], 0.9)).toBe(7);
    const ten = [10, 1, 9, 2, 8, 3, 7, 4, 6, 5];
    expect([percentileOf(ten, 0.5), percentileOf(ten, 0.9), percentileOf(ten, 1)]).toEqual([
      5, 9, 10,
    ]);
  });

  it('differ by a way and an amount, and by nothing where one is unknown', () => {
    expect(differenceOf(5, 3)).toEqual({ way: 'more', by: 2 });
    expect(differenceOf(3, 5)).toEqual({ way: 'less', by: 2 });
    expect(differenceOf(3, 3)).toEqual({ way: 'same', by: 0 });
    expect(differenceOf(null, 3)).toBeNull();
    expect(differenceOf(3, null)).toBeNull();
    expect(differenceOf(Number.NaN, 3)).toBeNull();
  });

  it('are too few to compare when either side is', () => {
    expect(tooFew(FEW_CASES, FEW_CASES)).toBe(false);
    expect(tooFew(FEW_CASES - 1, 900)).toBe(true);
    expect(tooFew(900, 0)).toBe(true);
  });

  it('are a share of something only', () => {
    expect(shareOf(1, 4)).toBe(0.25);
    expect(shareOf(0, 0)).toBeNull();
  });

  it('of handling a call add up to all of it', () => {
    for (let calls = 0; calls < 50; calls += 1) {
      const handling = {
        ...{ calls, talkMs: calls * 61_337, holdMs: calls * 977 },
        ...{ wrapUps: 3, wrapUpMs: 90_001 },
      };
      const { talk, hold, wrapUp, all } = handlingParts({ handling } as Report);
      if (calls === 0) expect([talk, hold, wrapUp, all]).toEqual([null, null, null, null]);
      else expect((talk ?? 0) + (hold ?? 0) + (wrapUp ?? 0)).toBeCloseTo(all ?? -1, 6);
    }
  });
});

describe('a report', () => {
  it('has no figure of an agent, of mistakes or of abuse', () => {
    const names = JSON.stringify(namesIn(reportSchema));
    expect(names).toContain('promises');
    expect(names).not.toMatch(/agent|owner|mistake|abuse|ladder|rank|customer/i);
  });
});

/** The names of everything in it, however deep. */
function namesIn(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return [];
  const { shape, element, unwrap } = schema as {
    shape?: Record<string, unknown>;
    element?: unknown;
    unwrap?: () => unknown;
  };
  if (shape) return Object.entries(shape).map(([name, part]) => [name, namesIn(part)]);
  if (element) return namesIn(element);
  return typeof unwrap === 'function' ? namesIn(unwrap.call(schema)) : [];
}
