/**
 * By the nearest rank: a value that was really seen.
 * @param share 0 to 1
 * @returns null of none
 */
export function percentileOf(values: readonly number[], share: number): number | null {
  const rank = Math.max(1, Math.ceil(share * values.length));
  return values.toSorted((a, b) => a - b)[rank - 1] ?? null;
}
