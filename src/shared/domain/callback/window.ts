import { closesAt, nextOpen } from '../hours/businessHours.ts';
import type { BusinessHours } from '../hours/businessHours.ts';
import type { CallbackPolicy } from './policy.ts';
import type { PromiseWindow } from './promiseWindow.ts';

const MINUTE_MS = 60_000;
/** Spans of open time looked through: more than any promise needs. */
const MOST_SPANS = 400;

/**
 * The window of a promise that makes itself: from when somebody can call, for as much open time as
 * the policy gives. Where there is no open time within a year it is given by the clock alone: a
 * mistake in the table must not lose a promise.
 * @param awayUntil when the agent is expected back; null when they are here or have not said
 */
export function windowFor({
  now,
  awayUntil,
  hours,
  policy,
}: {
  readonly now: number;
  readonly awayUntil: number | null;
  readonly hours: BusinessHours;
  readonly policy: Pick<CallbackPolicy, 'fromMinute' | 'toMinute' | 'promiseMinutes'>;
}): PromiseWindow {
  const open = callable(hours, policy);
  const earliest = Math.max(now, awayUntil ?? 0);
  const length = policy.promiseMinutes * MINUTE_MS;
  const from = nextOpen(open, earliest);
  if (from === null) return { from: earliest, to: earliest + length };
  let left = length;
  let at: number | null = from;
  for (let span = 0; span < MOST_SPANS && at !== null; span += 1) {
    const end = closesAt(open, at) ?? at;
    if (left <= end - at) return { from, to: at + left };
    left -= end - at;
    at = nextOpen(open, end);
  }
  return { from, to: from + length };
}

/** When the office is open and customers may be called. */
export function callable(
  hours: BusinessHours,
  { fromMinute, toMinute }: Pick<CallbackPolicy, 'fromMinute' | 'toMinute'>,
): BusinessHours {
  const week = hours.week.map((spans) =>
    spans
      .map(({ from, to }) => ({ from: Math.max(from, fromMinute), to: Math.min(to, toMinute) }))
      .filter(({ from, to }) => from < to),
  );
  return { ...hours, week };
}
