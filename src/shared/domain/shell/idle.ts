/** Nobody is called idle sooner, as in a browser (Idle Detection §2); milliseconds. */
const SHORTEST_IDLE_MS = 60_000;
/** What two looks may differ by and mean the same moment; milliseconds. */
const BLUR_MS = 2_000;

/**
 * Since when nobody has touched keys or mouse.
 * @param before what was found at the last look, so that one absence keeps its beginning
 * @param idleSeconds as the system counts them, whole ones
 * @param now epoch milliseconds, as what is returned
 * @returns null while somebody is there
 */
export function keepIdle(before: number | null, idleSeconds: number, now: number): number | null {
  const idleMs = idleSeconds * 1_000;
  if (idleMs < SHORTEST_IDLE_MS) return null;
  const since = now - idleMs;
  return before !== null && since <= before + BLUR_MS ? before : since;
}
