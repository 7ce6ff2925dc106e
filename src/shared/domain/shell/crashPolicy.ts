/** Reloads within this time, in ms, count together. */
const WINDOW_MS = 60_000;
const MOST_RELOADS = 3;

/** What `render-process-gone` says of a page that was closed in order. */
const IN_ORDER = 'clean-exit';

export type CrashDecision =
  | { readonly action: 'ignore' }
  /** `reloads` are those to remember, this one among them, in ms since the epoch. */
  | { readonly action: 'reload'; readonly reloads: readonly number[] }
  /** The page falls again and again: a person is told, and nothing is loaded by itself. */
  | { readonly action: 'tell' };

/**
 * What becomes of a page whose process is gone: it is loaded again, at most three times a minute.
 * `reloads` and `now` in ms since the epoch; `reason` as Electron names it.
 */
export function decideCrash(
  reason: string,
  reloads: readonly number[],
  now: number,
): CrashDecision {
  if (reason === IN_ORDER) return { action: 'ignore' };
  const recent = reloads.filter((at) => now - at < WINDOW_MS);
  if (recent.length >= MOST_RELOADS) return { action: 'tell' };
  return { action: 'reload', reloads: [...recent, now] };
}
