import { createContext, Script } from 'node:vm';

/*
 * A rule in a calendar may be one that ical.js never comes to the end of
 * (https://github.com/kewisch/ical.js/issues/318; `FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31` is another).
 * The one way to end work that does not return, without a second thread, is the time limit of
 * `node:vm`; the work itself is ours and runs as it does elsewhere.
 */
const desk: { work: (() => void) | null } = { work: null };
const context = createContext(desk);
const run = new Script('work()');

/** @returns what the work returned; null when it was ended for taking too long */
export function within<T>(limitMs: number, work: () => T): { readonly value: T } | null {
  let result: { value: T } | null = null;
  desk.work = () => (result = { value: work() });
  try {
    run.runInContext(context, { timeout: limitMs });
    return result;
  } catch (error) {
    if (isTimeout(error)) return null;
    throw error;
  } finally {
    desk.work = null;
  }
}

function isTimeout(error: unknown): boolean {
  // From the other context: no `instanceof`.
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
