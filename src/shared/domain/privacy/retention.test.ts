import { describe, expect, it } from 'vitest';
import {
  counted,
  dueBefore,
  isTimeToRun,
  leastDays,
  NOTHING_DUE,
  RETENTION_KINDS,
  retentionSettingsSchema,
  STAYS,
} from './retention.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 26, 12);

/** The same numbers for the same seed: Lehmer's generator. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ;) yield (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

describe('terms', () => {
  it('have a default each, and nothing goes by itself before somebody says so', () => {
    const settings = retentionSettingsSchema.parse({});
    expect(settings.automatic).toBe(false);
    expect(settings.days).toMatchObject({ calls: 1_095, accessLog: 730, contacts: null });
  });

  it.each([1, 100, 364])('of the access log cannot be %s days', (accessLog) => {
    expect(retentionSettingsSchema.safeParse({ days: { accessLog } }).success).toBe(false);
    expect(retentionSettingsSchema.safeParse({ days: { calls: accessLog } }).success).toBe(true);
    expect(leastDays('accessLog')).toBe(365);
  });

  it('for ever make nothing due', () => {
    expect(dueBefore(null, NOW)).toBeNull();
  });

  it('make due what is older, and more of it the shorter they are', () => {
    const random = numbers(7);
    const next = (): number => random.next().value as number;
    for (let n = 0; n < 2_000; n += 1) {
      const days = 1 + Math.floor(next() * 4_000);
      const age = Math.floor(next() * 4_000 * DAY);
      const before = dueBefore(days, NOW) ?? 0;
      expect(NOW - age < before).toBe(age > days * DAY);
      expect(dueBefore(days + 1, NOW)).toBeLessThan(before);
    }
  });
});

describe('a dry run', () => {
  it('counts each thing once, as due or as one that stays, whatever their order', () => {
    const random = numbers(11);
    const things = Array.from({ length: 500 }, () => {
      const pick = Math.floor((random.next().value as number) * 6);
      const at = Math.floor((random.next().value as number) * NOW);
      return { at, stays: STAYS[pick] ?? null };
    });
    const count = things.reduce(counted, NOTHING_DUE);
    const stays = Object.values(count.stays).reduce((sum, n) => sum + n, 0);
    expect(count.due + stays).toBe(things.length);
    const due = things.filter((one) => one.stays === null).map(({ at }) => at);
    expect([count.oldest, count.newest]).toEqual([Math.min(...due), Math.max(...due)]);
    expect(things.toReversed().reduce(counted, NOTHING_DUE)).toEqual(count);
  });

  it('of nothing says nothing', () => {
    expect(NOTHING_DUE).toMatchObject({ due: 0, oldest: null, newest: null });
    expect(new Set(RETENTION_KINDS).size).toBe(RETENTION_KINDS.length);
  });
});

describe('a run by itself', () => {
  it.each([
    ['is off', false, null, false],
    ['was never', true, null, true],
    ['was an hour ago', true, NOW - 3_600_000, false],
    ['was a day ago', true, NOW - DAY, true],
    ['was by a clock that has been set back since', true, NOW + 40 * DAY, true],
  ])('that %s', (_, automatic, last, expected) => {
    expect(isTimeToRun(automatic, last, NOW)).toBe(expected);
  });
});
