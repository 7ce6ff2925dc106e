/** Moments as a clock on the wall of one time zone shows them. */
export interface WallClock {
  /** Minutes east of Greenwich at this moment; epoch milliseconds. */
  offsetAt(ms: number): number;
  /** `2026-11-26 14:03:05` */
  spoken(ms: number): string;
  /** ISO 8601 with the offset, `2026-11-26T14:03:05+09:00`. */
  iso(ms: number): string;
}

/** No zone changes its clock at any other time of an hour. */
const STEP_MS = 900_000;
const MOST_KNOWN = 100_000;
const DAY_MS = 86_400_000;

const TWO = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));
const two = (value: number): string => TWO[value] ?? '';

/** @throws RangeError where there is no such zone */
export function wallClock(timeZone: string): WallClock {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const known = new Map<number, number>();

  function offsetAt(ms: number): number {
    const step = Math.floor(ms / STEP_MS);
    const found = known.get(step);
    if (found !== undefined) return found;
    const name = format
      .formatToParts(step * STEP_MS)
      .find(({ type }) => type === 'timeZoneName')?.value;
    const [, sign = '+', hours = '0', minutes = '0'] =
      /GMT([+-])(\d{2}):(\d{2})/.exec(name ?? '') ?? [];
    const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
    if (known.size > MOST_KNOWN) known.clear();
    known.set(step, offset);
    return offset;
  }

  const days = new Map<number, string>();

  /** `2026-11-26`, by how many days after 1970-01-01 it is. */
  function dateOf(day: number): string {
    const found = days.get(day);
    if (found !== undefined) return found;
    const [date = ''] = new Date(day * DAY_MS).toISOString().split('T');
    if (days.size > MOST_KNOWN) days.clear();
    days.set(day, date);
    return date;
  }

  function local(ms: number, between: string): string {
    const at = ms + offsetAt(ms) * 60_000;
    const day = Math.floor(at / DAY_MS);
    const seconds = Math.floor((at - day * DAY_MS) / 1_000);
    const minutes = Math.floor(seconds / 60);
    return `${dateOf(day)}${between}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}`;
  }

  return {
    offsetAt,
    spoken: (ms) => local(ms, ' '),
    iso(ms) {
      const offset = offsetAt(ms);
      const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
      return `${local(ms, 'T')}${offset < 0 ? '-' : '+'}${two(hours)}:${two(minutes)}`;
    },
  };
}
