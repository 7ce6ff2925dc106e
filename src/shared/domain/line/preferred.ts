/** What is known about the way back from a substitute server to the preferred one. */
export interface Substitution {
  /** The server in use is not the first of the list. */
  readonly onSubstitute: boolean;
  readonly registered: boolean;
  /** Calls of any kind, a ringing one too: none is moved from one server to another. */
  readonly calls: number;
  /** When the next look is due; milliseconds on any clock. */
  readonly lookAt: number;
}

/** Milliseconds between two looks whether the preferred server is back, at least and at most. */
export const LOOK_AFTER_MS = { least: 20_000, most: 40_000 } as const;

/**
 * When to look next. Spread, so that the phones of an office do not all come to a server that has
 * only just started.
 * @param random 0 to 1
 */
export function nextLook(now: number, random: number): number {
  const { least, most } = LOOK_AFTER_MS;
  return now + Math.round(least + (most - least) * random);
}

/** Whether to look now for the preferred server, in order to return to it. */
export function mayReturn(
  { onSubstitute, registered, calls, lookAt }: Substitution,
  now: number,
): boolean {
  return onSubstitute && registered && calls === 0 && now >= lookAt;
}
