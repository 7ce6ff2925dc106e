/** With fewer cases than this chance says more than a comparison does. */
export const FEW_CASES = 20;

export interface Difference {
  readonly way: 'more' | 'less' | 'same';
  /** How much, in the unit of the figures; never negative. */
  readonly by: number;
}

/** @returns null where one of the two is not known: nothing is not nought */
export function differenceOf(now: number | null, before: number | null): Difference | null {
  if (now === null || before === null) return null;
  const by = now - before;
  if (!Number.isFinite(by)) return null;
  return { way: by > 0 ? 'more' : by < 0 ? 'less' : 'same', by: Math.abs(by) };
}

/** Whether either side has too few cases to compare. */
export const tooFew = (now: number, before: number): boolean => Math.min(now, before) < FEW_CASES;

/** A share, 0 to 1; null of nothing. */
export const shareOf = (part: number, whole: number): number | null =>
  whole > 0 ? part / whole : null;
