import { atMinute, dayAfter, isOpen, nextOpen } from '../hours/businessHours.ts';
import type { BusinessHours } from '../hours/businessHours.ts';
import type { CheckIn, PauseRow } from './record.ts';

type Paused = Pick<PauseRow, 'checkIns' | 'end'>;

/**
 * When somebody looks again how the customer is: so many days after, at a time of the clock on the
 * wall, so that a change to summer time moves nothing. What falls on a closed day or hour moves on
 * to the next open moment; two that meet there are one.
 * @param days after `now`
 * @param minute of the day
 * @returns epoch milliseconds, in order, all of them ahead
 */
export function checkInTimes(
  now: number,
  { days, minute }: { readonly days: readonly number[]; readonly minute: number },
  hours: BusinessHours,
): number[] {
  const times = days.map((day) => {
    const at = atMinute(dayAfter(now, day), minute);
    // A mistake in the table must not lose a check-in.
    return isOpen(hours, at) ? at : (nextOpen(hours, at) ?? at);
  });
  return [...new Set(times)].filter((at) => at > now).toSorted((a, b) => a - b);
}

/** The first that was not done; null when there is none, or the pause is over. */
export function nextCheckIn({ checkIns, end }: Paused): CheckIn | null {
  return end ? null : (checkIns.find(({ doneAt }) => doneAt === null) ?? null);
}

export const CHECK_IN_STATES = ['overdue', 'today', 'later', 'none'] as const;
export type CheckInState = (typeof CHECK_IN_STATES)[number];

/** How the next check-in of a pause stands at `now`. */
export function checkInState(row: Paused, now: number): CheckInState {
  const next = nextCheckIn(row);
  if (!next) return 'none';
  if (next.at <= now) return 'overdue';
  return next.at < dayAfter(now, 1) ? 'today' : 'later';
}

/**
 * The check-in that the agent is to be told of now: once for each time that was set, never before
 * it, whatever the clock has done since. What was slept through is said when somebody is there.
 */
export function checkInToSay(row: Paused, now: number): CheckIn | null {
  const next = nextCheckIn(row);
  return next && !next.reminded && next.at <= now ? next : null;
}
