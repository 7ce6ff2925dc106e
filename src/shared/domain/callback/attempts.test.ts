import { afterEach, describe, expect, it } from 'vitest';
import { mayAttempt } from './attempts.ts';
import { callbackPolicySchema } from './policy.ts';

const policy = callbackPolicySchema.parse({});
const SEOUL = process.env['TZ'];
afterEach(() => (process.env['TZ'] = SEOUL));

const at = (day: number, hour: number, minute = 0): number =>
  new Date(2026, 10, day, hour, minute).getTime();
const row = (attempts: number, lastAttemptAt: number | null, practice = false) => ({
  ...{ attempts, lastAttemptAt, practice },
});

describe('a customer who waits to be called', () => {
  it('may be called while nobody has tried', () => {
    expect(mayAttempt(row(0, null), at(25, 10), policy)).toBeNull();
  });

  it('is left alone for two hours after an attempt, and not a minute longer', () => {
    const tried = row(1, at(25, 10));
    expect(mayAttempt(tried, at(25, 10, 1), policy)).toEqual({
      code: 'cool-down',
      until: at(25, 12),
    });
    expect(mayAttempt(tried, at(25, 12) - 1, policy)?.code).toBe('cool-down');
    expect(mayAttempt(tried, at(25, 12), policy)).toBeNull();
  });

  it('is tried three times and no more, however long ago the last was', () => {
    expect(mayAttempt(row(2, at(20, 10)), at(25, 10), policy)).toBeNull();
    expect(mayAttempt(row(3, at(20, 10)), at(25, 10), policy)).toEqual({
      code: 'cap',
      until: null,
    });
  });

  it('is called from nine to eight in the evening', () => {
    for (const [now, until] of [
      [at(25, 8, 59), at(25, 9)],
      [at(25, 20), at(26, 9)],
      [at(25, 23, 59), at(26, 9)],
      [at(25, 0), at(25, 9)],
    ] as const) {
      expect(mayAttempt(row(0, null), now, policy)).toEqual({ code: 'hours', until });
    }
    for (const now of [at(25, 9), at(25, 19, 59)]) {
      expect(mayAttempt(row(0, null), now, policy)).toBeNull();
    }
  });

  it('is woken by no practice, but tried too often in practice as well', () => {
    expect(mayAttempt(row(0, null, true), at(25, 3), policy)).toBeNull();
    expect(mayAttempt(row(3, null, true), at(25, 3), policy)?.code).toBe('cap');
  });

  it('is called by the clock on the wall when the clocks change', () => {
    process.env['TZ'] = 'America/New_York';
    // The night of 1 November 2026 has 25 hours: from half past eight it is 13½ hours to nine.
    const evening = new Date(2026, 9, 31, 20, 30).getTime();
    const hold = mayAttempt(row(0, null), evening, policy);
    expect(hold?.until).toBe(new Date(2026, 10, 1, 9).getTime());
    expect(((hold?.until ?? 0) - evening) / 3_600_000).toBe(13.5);
  });

  it('can be called as the organisation decides', () => {
    const strict = callbackPolicySchema.parse({ attempts: 1, apartMinutes: 30, toMinute: 600 });
    expect(mayAttempt(row(1, at(25, 9)), at(25, 9, 45), strict)?.code).toBe('cap');
    expect(mayAttempt(row(0, null), at(25, 10), strict)?.code).toBe('hours');
    expect(callbackPolicySchema.safeParse({ fromMinute: 600, toMinute: 600 }).success).toBe(false);
  });
});
