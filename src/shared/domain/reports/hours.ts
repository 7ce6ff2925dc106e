/** A quarter of an hour: the clocks of every place in the world differ by whole ones (IANA tz). */
export const QUARTER_MS = 900_000;

export interface QuarterCount {
  /** Quarters since 1970 UTC. */
  readonly quarter: number;
  readonly calls: number;
}

/** @returns 7 × 24: Monday first, each hour as the clock on the wall shows it */
export function byHour(counts: readonly QuarterCount[]): number[][] {
  const cells = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  for (const { quarter, calls } of counts) {
    const at = new Date(quarter * QUARTER_MS);
    const day = cells[(at.getDay() + 6) % 7];
    if (day) day[at.getHours()] = (day[at.getHours()] ?? 0) + calls;
  }
  return cells;
}
