/** What a clock on a wall shows, without saying where the wall is. */
export interface WallTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const DAY_MS = 86_400_000;

/** The same figures on a clock of UTC: for counting and comparing times of one wall. */
export function asUtc({ year, month, day, hour, minute, second }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** On this computer's own clock; epoch milliseconds. */
export function localMoment({ year, month, day, hour, minute, second }: WallTime): number {
  return new Date(year, month - 1, day, hour, minute, second).getTime();
}

/**
 * When a clock in a zone shows a time, epoch milliseconds. Of a time that comes twice the first; a
 * time that is left out counts on from before the gap (RFC 5545 §3.3.5).
 * @param zone as the tz database names it
 */
export function momentIn(zone: string, wall: WallTime): number {
  const shown = asUtc(wall);
  const before = offsetAt(zone, shown - DAY_MS);
  const after = offsetAt(zone, shown + DAY_MS);
  for (const offset of [before, after]) {
    if (offsetAt(zone, shown - offset) === offset) return shown - offset;
  }
  return shown - before;
}

const formats = new Map<string, Intl.DateTimeFormat | null>();

/** Whether this computer knows the zone; a calendar may bring zones of its own. */
export function isKnownZone(zone: string): boolean {
  return formatOf(zone) !== null;
}

/** Milliseconds a zone is ahead of UTC at a moment. */
function offsetAt(zone: string, at: number): number {
  const parts = new Map(
    formatOf(zone)
      ?.formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return shown - Math.floor(at / 1_000) * 1_000;
}

function formatOf(zone: string): Intl.DateTimeFormat | null {
  let format = formats.get(zone);
  if (format === undefined) formats.set(zone, (format = makeFormat(zone)));
  return format;
}

function makeFormat(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null;
  }
}
