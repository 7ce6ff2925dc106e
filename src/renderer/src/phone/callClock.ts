/**
 * Epoch milliseconds for one call that never jump: the wall clock is read once, when the call
 * begins, and the monotonic clock (High Resolution Time §3) counts from there. Setting the
 * computer's clock during a call changes no duration.
 */
export function startCallClock(wallNow: () => number, monotonicNow: () => number): () => number {
  const anchor = wallNow() - monotonicNow();
  return () => Math.round(anchor + monotonicNow());
}
