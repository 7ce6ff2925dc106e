import type { Preferences } from '../customer/customer.ts';
import { outsidePreferred } from '../customer/preferredHours.ts';
import { atMinute, dayAfter } from '../hours/businessHours.ts';
import type { MissedTexts } from './policy.ts';
import { quietUntil } from './quietHours.ts';

const HALF_HOUR_MS = 1_800_000;
/** Whoever is reached on one day of the week is within eight days. */
const DAYS_AHEAD = 8;

export interface Wanted {
  /** Null: they have said nothing. */
  readonly preferences: Pick<Preferences, 'hours' | 'days'> | null;
  readonly quiet: Pick<MissedTexts, 'quiet' | 'quietFrom' | 'quietTo'>;
}

/**
 * When a text suits the customer and may leave: in their hours and outside of the quiet ones, by the
 * clock on the wall.
 * @param from epoch milliseconds
 * @returns the first such moment from then on; null: their hours are all of them quiet
 */
export function wantedFrom({ preferences, quiet }: Wanted, from: number): number | null {
  const suits = (at: number): boolean =>
    outsidePreferred(preferences, at) === null && quietUntil(quiet, at) === null;
  if (suits(from)) return from;
  const begins = [preferences?.hours?.from, quiet.quietTo].filter((one) => one !== undefined);
  const moments = Array.from({ length: DAYS_AHEAD + 1 }, (_, days) => dayAfter(from, days)).flatMap(
    (day) => [
      // A clock is set on a half or a whole hour: whatever begins by that begins on one of these.
      ...Array.from({ length: 50 }, (_half, n) => day + n * HALF_HOUR_MS),
      // In the hour that comes twice, so does the beginning.
      ...begins.flatMap((minute) => [0, 1, 2].map((n) => atMinute(day, minute) + n * HALF_HOUR_MS)),
    ],
  );
  return (
    moments
      .filter((at) => at > from)
      .sort((a, b) => a - b)
      .find(suits) ?? null
  );
}
