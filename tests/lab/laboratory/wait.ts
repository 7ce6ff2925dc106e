/**
 * Waiting on conditions: every wait of the laboratory is bounded and says what it waited for.
 */
import { setTimeout as delay } from 'node:timers/promises';

/** Thrown when a condition did not come true in time; the message holds the log's tail. */
export class LabTimeout extends Error {
  override readonly name = 'LabTimeout';
}

export interface WaitOptions {
  /** What is being waited for, used in the error. */
  readonly what: string;
  readonly timeoutMs: number;
  /** How often the condition is looked at; ms. */
  readonly everyMs?: number;
  /** Text added to the error, such as the end of a log file. */
  readonly explain?: () => string | Promise<string>;
}

/**
 * Looks at a condition again and again until it gives something other than undefined or false.
 * @throws LabTimeout
 */
export async function waitUntil<T>(
  condition: () => T | undefined | false | Promise<T | undefined | false>,
  options: WaitOptions,
): Promise<T> {
  const end = performance.now() + options.timeoutMs;
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== false) return value;
    if (performance.now() >= end) break;
    await delay(options.everyMs ?? 25);
  }
  throw await timeoutError(options);
}

/** Bounds a promise that already reports by itself (an event, a reply). */
export async function withTimeout<T>(promise: Promise<T>, options: WaitOptions): Promise<T> {
  const stop = new AbortController();
  const late = delay(options.timeoutMs, undefined, { signal: stop.signal }).then(async () => {
    throw await timeoutError(options);
  });
  // When the promise wins, the timer's own rejection is of no interest.
  late.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    stop.abort();
  }
}

async function timeoutError(options: WaitOptions): Promise<LabTimeout> {
  const detail = options.explain === undefined ? '' : `\n${await options.explain()}`;
  return new LabTimeout(`not within ${options.timeoutMs} ms: ${options.what}${detail}`);
}
