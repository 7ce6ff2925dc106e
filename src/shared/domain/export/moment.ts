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

  const local = (ms: number): string =>
    new Date(ms + offsetAt(ms) * 60_000).toISOString().replace(/\.\d+Z$/, '');

  return {
    offsetAt,
    spoken: (ms) => local(ms).replace('T', ' '),
    iso(ms) {
      const offset = offsetAt(ms);
      const two = (value: number): string => String(value).padStart(2, '0');
      const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
      return `${local(ms)}${offset < 0 ? '-' : '+'}${two(hours)}:${two(minutes)}`;
    },
  };
}
