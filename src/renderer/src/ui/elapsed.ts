/** How many moments are remembered: more than there are ever calls at once. */
const KEPT = 64;

const anchors = new Map<number, number>();

/**
 * Milliseconds since a moment (epoch). The wall clock is read once for a moment and the monotonic
 * clock counts from there, as the call's own clock does: setting the computer's clock during a
 * call moves nothing on the screen.
 */
export function elapsedSince(
  moment: number,
  wallNow: () => number = Date.now,
  monotonicNow: () => number = () => performance.now(),
): number {
  let anchor = anchors.get(moment);
  if (anchor === undefined) {
    anchor = monotonicNow() - Math.max(0, wallNow() - moment);
    anchors.set(moment, anchor);
    const [oldest] = anchors.keys();
    if (anchors.size > KEPT && oldest !== undefined) anchors.delete(oldest);
  }
  return Math.max(0, monotonicNow() - anchor);
}
