import { afterEach, describe, expect, it } from 'vitest';
import { randomFrom } from '../../../../tests/support/fuzz/random.ts';
import { outsidePreferred } from '../customer/preferredHours.ts';
import { missedTextsSchema } from './policy.ts';
import { quietUntil } from './quietHours.ts';
import { wantedFrom } from './wantedTime.ts';

const MINUTE = 60_000;
const at = (text: string): number => new Date(text).getTime();
const quiet = missedTextsSchema.parse({});
const WEEKDAYS = [1, 2, 3, 4, 5];
const OFFICE = { hours: { from: 10 * 60, to: 18 * 60 }, days: WEEKDAYS };
const zone = process.env['TZ'];
afterEach(() => {
  process.env['TZ'] = zone;
});

describe('when a text suits the customer', () => {
  it.each([
    ['at once in their hours', OFFICE, '2026-11-26T10:00:00', '2026-11-26T10:00:00'],
    ['this morning still', OFFICE, '2026-11-26T08:30:00', '2026-11-26T10:00:00'],
    ['tomorrow', OFFICE, '2026-11-26T18:00:00', '2026-11-27T10:00:00'],
    ['after the weekend', OFFICE, '2026-11-27T18:00:00', '2026-11-30T10:00:00'],
    [
      'next week, of one day a week',
      { hours: { from: 600, to: 660 }, days: [4] },
      '2026-11-26T11:00:00',
      '2026-12-03T10:00:00',
    ],
    [
      'as soon as it is not quiet, of hours over midnight',
      { hours: { from: 22 * 60, to: 9 * 60 }, days: [] },
      '2026-11-26T23:00:00',
      '2026-11-27T08:00:00',
    ],
    [
      'by their days alone',
      { hours: null, days: [6] },
      '2026-11-26T12:00:00',
      '2026-11-28T08:00:00',
    ],
    [
      'after the quiet hours, of whoever said nothing',
      null,
      '2026-11-26T22:00:00',
      '2026-11-27T08:00:00',
    ],
  ])('is %s', (_name, preferences, from, wanted) => {
    expect(wantedFrom({ preferences, quiet }, at(from))).toBe(at(wanted));
  });

  it('is never where all of their hours are quiet', () => {
    const preferences = { hours: { from: 22 * 60, to: 23 * 60 }, days: [] };
    expect(wantedFrom({ preferences, quiet }, at('2026-11-26T12:00:00'))).toBeNull();
    const open = { ...quiet, quiet: false };
    expect(wantedFrom({ preferences, quiet: open }, at('2026-11-26T12:00:00'))).toBe(
      at('2026-11-26T22:00:00'),
    );
  });

  // Clocks go forward on 2026-03-08 and back on 2026-11-01 in New York, at two in the night.
  it.each(['Asia/Seoul', 'America/New_York', 'Australia/Lord_Howe'])(
    'is the first minute that suits, whatever the clock does, in %s',
    (name) => {
      process.env['TZ'] = name;
      const random = randomFrom(name.length);
      const minute = (): number => random.below(288) * 5;
      for (const around of ['2026-03-07T22:00:00', '2026-04-04T12:00:00', '2026-10-31T20:00:00']) {
        for (let n = 0; n < 25; n += 1) {
          const preferences = { hours: { from: minute(), to: minute() }, days: [] };
          const [quietFrom, quietTo] = [minute(), minute()];
          const wanted = { preferences, quiet: { quiet: true, quietFrom, quietTo } };
          const from = at(around) + random.below(600) * MINUTE;
          const suits = (moment: number): boolean =>
            outsidePreferred(preferences, moment) === null &&
            quietUntil(wanted.quiet, moment) === null;
          const minutes = Array.from({ length: 2_880 }, (_, later) => from + later * MINUTE);
          const first = minutes.find(suits) ?? null;
          expect(wantedFrom(wanted, from), JSON.stringify({ wanted, from })).toBe(first);
        }
      }
    },
  );
});
