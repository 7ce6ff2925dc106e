/** More calls than this in one minute are no customers: nobody could even decline them. */
export const CALLS_A_MINUTE = 20;

const MINUTE_MS = 60_000;

/** When the calls let through in the last minute began; monotonic milliseconds, oldest first. */
export type Admitted = readonly number[];

/**
 * Whether one more incoming call may ring and be logged. What is refused is told busy at once and
 * only counted, so that a flood costs neither the agent's attention nor the call log.
 */
export function admitCall(
  admitted: Admitted,
  now: number,
): { readonly admit: boolean; readonly admitted: Admitted } {
  const recent = admitted.filter((at) => now - at < MINUTE_MS);
  return recent.length < CALLS_A_MINUTE
    ? { admit: true, admitted: [...recent, now] }
    : { admit: false, admitted: recent };
}
