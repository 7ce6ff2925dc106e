/* When something is, as people and booking systems of Korea write it. */

/** A clock on a wall: when it shows this, epoch milliseconds. Months from 1. */
export type Wall = (
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
) => number;

const DATE = /(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[일.]?/;
const CLOCK = /(\d{1,2})\s*(?::|시)\s*(\d{2})?(?:\s*분|\s*:\s*\d{2}(?:\.\d+)?)?/;
const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * @param text with a day and a time of that day
 * @param wall where no zone is said
 * @returns epoch milliseconds; null where one of them is missing or none there is
 */
export function momentOf(text: string, wall: Wall): number | null {
  const plain = text.normalize('NFKC').trim();
  if (ZONED.test(plain)) {
    const at = Date.parse(plain);
    return Number.isNaN(at) ? null : at;
  }
  const date = DATE.exec(plain);
  if (!date) return null;
  const rest = plain.slice(date.index + date[0].length);
  const clock = CLOCK.exec(rest);
  if (!clock) return null;
  const [year, month, day] = [Number(date[1]), Number(date[2]), Number(date[3])];
  const hour = hourOf(Number(clock[1]), rest);
  const minute = Number(clock[2] ?? 0);
  if (hour === null || minute > 59) return null;
  // 2/30 would be a day in March.
  const there = new Date(Date.UTC(year, month - 1, day));
  if (there.getUTCMonth() !== month - 1 || there.getUTCDate() !== day) return null;
  return wall(year, month, day, hour, minute);
}

function hourOf(hour: number, text: string): number | null {
  if (/오후|\bPM\b/i.test(text)) return hour < 1 || hour > 12 ? null : (hour % 12) + 12;
  if (/오전|\bAM\b/i.test(text)) return hour < 1 || hour > 12 ? null : hour % 12;
  return hour > 23 ? null : hour;
}
