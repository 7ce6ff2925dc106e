/** A relay may pass on so many at once, and so many a second for long. */
const BURST = 200;
const A_SECOND = 50;

/** Lets through as many as the bucket holds, which fills as time goes on. */
export function createRate(clock: () => number, burst = BURST, aSecond = A_SECOND): () => boolean {
  let tokens = burst;
  let last = clock();
  return () => {
    const now = clock();
    // A clock that was set back fills nothing, and takes nothing away.
    tokens = Math.min(burst, tokens + (Math.max(0, now - last) / 1_000) * aSecond);
    last = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
