import { atMinute, dayAfter, minuteOf } from '../hours/businessHours.ts';
import type { MissedTexts } from './policy.ts';

const HOUR_MS = 3_600_000;

type QuietHours = Pick<MissedTexts, 'quiet' | 'quietFrom' | 'quietTo'>;

/**
 * When a text that is ready now may leave, by the clock on the wall: it is asked for the moment and
 * never kept, so that no change of the clock lets one out at night.
 * @param at epoch milliseconds
 * @returns null where it may leave at once
 */
export function quietUntil(hours: QuietHours, at: number): number | null {
  if (!isQuiet(hours, at)) return null;
  const end = atMinute(at, hours.quietTo);
  // The hour that comes twice in autumn may have the end in it twice.
  const ends = [end, end + HOUR_MS, atMinute(dayAfter(at, 1), hours.quietTo)];
  return ends.find((one) => one > at && !isQuiet(hours, one)) ?? at + 24 * HOUR_MS;
}

function isQuiet({ quiet, quietFrom, quietTo }: QuietHours, at: number): boolean {
  const minute = minuteOf(at);
  if (!quiet) return false;
  return quietFrom < quietTo
    ? quietFrom <= minute && minute < quietTo
    : quietFrom <= minute || minute < quietTo;
}
