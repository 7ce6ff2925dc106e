import { afterEach, describe, expect, it } from 'vitest';
import { randomFrom } from '../../../../tests/support/fuzz/random.ts';
import { minuteOf } from '../hours/businessHours.ts';
import { missedTextsSchema } from './policy.ts';
import { quietUntil } from './quietHours.ts';

const HOUR = 3_600_000;
const night = missedTextsSchema.parse({});
const at = (text: string): number => new Date(text).getTime();
const zone = process.env['TZ'];
afterEach(() => {
  process.env['TZ'] = zone;
});

describe('quiet hours', () => {
  it.each([
    ['2026-11-26T20:59:59', null],
    ['2026-11-26T21:00:00', '2026-11-27T08:00:00'],
    ['2026-11-26T23:59:59', '2026-11-27T08:00:00'],
    ['2026-11-27T00:00:00', '2026-11-27T08:00:00'],
    ['2026-11-27T07:59:59', '2026-11-27T08:00:00'],
    ['2026-11-27T08:00:00', null],
  ])('%s waits until %s', (now, end) => {
    expect(quietUntil(night, at(now))).toBe(end === null ? null : at(end));
  });

  it('may lie within a day', () => {
    const noon = { quiet: true, quietFrom: 12 * 60, quietTo: 13 * 60 };
    expect(quietUntil(noon, at('2026-11-26T12:30:00'))).toBe(at('2026-11-26T13:00:00'));
    expect(quietUntil(noon, at('2026-11-26T13:00:00'))).toBeNull();
  });

  it('may be switched off', () => {
    expect(quietUntil({ ...night, quiet: false }, at('2026-11-26T23:00:00'))).toBeNull();
  });

  // Clocks go forward on 2026-03-08 and back on 2026-11-01 in New York, at two in the night.
  it.each(['Asia/Seoul', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe'])(
    'end at a moment that is not quiet, and at the first of them, in %s',
    (name) => {
      process.env['TZ'] = name;
      const random = randomFrom(20_261_126);
      for (let run = 0; run < 2_000; run += 1) {
        const start = at(random.pick(['2026-03-07', '2026-10-31', '2026-04-04', '2026-10-03']));
        const now = start + random.below(72 * 60) * 60_000;
        const quietFrom = random.below(1_440);
        const quietTo = (quietFrom + 1 + random.below(1_438)) % 1_440;
        const hours = { quiet: true, quietFrom, quietTo };
        const quiet = (moment: number): boolean => {
          const minute = minuteOf(moment);
          return quietFrom < quietTo
            ? minute >= quietFrom && minute < quietTo
            : minute >= quietFrom || minute < quietTo;
        };
        const end = quietUntil(hours, now);
        if (end === null) {
          expect(quiet(now)).toBe(false);
          continue;
        }
        expect(quiet(now)).toBe(true);
        expect(end).toBeGreaterThan(now);
        expect(end - now).toBeLessThanOrEqual(25 * HOUR);
        expect(
          quiet(end),
          `${hours.quietFrom}-${hours.quietTo} at ${new Date(now).toString()}`,
        ).toBe(false);
      }
    },
  );
});
