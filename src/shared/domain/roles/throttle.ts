/** Wrong tries in a row, and when the last of them began; epoch milliseconds. */
export interface Tries {
  readonly wrong: number;
  readonly lastAt: number;
}

export const NO_TRIES: Tries = { wrong: 0, lastAt: 0 };

/** A slip of the finger costs nobody anything. */
const FREE = 3;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/**
 * Milliseconds until the next try is looked at: 5 s after the third wrong one in a row, then twice as
 * long each time, at most a quarter of an hour. Whoever turns the clock back waits no less.
 */
export function waitFor({ wrong, lastAt }: Tries, now: number): number {
  if (wrong < FREE) return 0;
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(20, wrong - FREE));
  return Math.min(wait, Math.max(0, lastAt + wait - now));
}
