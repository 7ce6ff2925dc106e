import { reachOf } from '../outbound-policy/reach.ts';

/**
 * How long after a call to 112 or 119 every caller may be the emergency service calling back, from
 * whatever number; milliseconds. RFC 7090 §1 names the purpose and no time.
 */
const CALLBACK_MS = 60 * 60_000;

/** What is known of a call, ended or not; every call and every row of the log is one. */
interface Dialled {
  readonly direction: 'inbound' | 'outbound';
  readonly dialled: string;
  readonly practice: boolean;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

/** When 112 or 119 was called last; null where it never was. Practice calls nobody. */
export function lastEmergencyCall(calls: readonly Dialled[]): number | null {
  const times = calls
    .filter(({ direction, practice }) => direction === 'outbound' && !practice)
    .filter(({ dialled }) => reachOf(dialled).categories.includes('emergency'))
    .map(({ startedAt }) => startedAt);
  return times.length === 0 ? null : Math.max(...times);
}

/** @param called when 112 or 119 was called last, epoch milliseconds */
export function mayBeEmergencyCallback(called: number | null, now: number): boolean {
  // A clock set back must not keep help from getting through.
  return called !== null && now - called < CALLBACK_MS;
}
