import { atMinute, dayAfter, minuteOf } from '../hours/businessHours.ts';
import type { CallbackPolicy } from './policy.ts';
import type { HOLDS, PromiseRow } from './record.ts';

export type HoldCode = (typeof HOLDS)[number];

/** Why a customer is not called now, and from when they may be; null: not by waiting. */
export interface Hold {
  readonly code: HoldCode;
  readonly until: number | null;
}

/**
 * Whether a customer with an open promise may be called now. What holds longest is said first: the
 * cap cannot be waited for. The agent may call all the same, with a reason.
 * @returns null when they may be
 */
export function mayAttempt(
  row: Pick<PromiseRow, 'attempts' | 'lastAttemptAt' | 'practice'>,
  now: number,
  policy: Pick<CallbackPolicy, 'attempts' | 'apartMinutes' | 'fromMinute' | 'toMinute'>,
): Hold | null {
  if (row.attempts >= policy.attempts) return { code: 'cap', until: null };
  const rested = row.lastAttemptAt === null ? 0 : row.lastAttemptAt + policy.apartMinutes * 60_000;
  if (now < rested) return { code: 'cool-down', until: rested };
  // Practice wakes nobody.
  if (row.practice) return null;
  const minute = minuteOf(now);
  if (policy.fromMinute <= minute && minute < policy.toMinute) return null;
  const day = minute < policy.fromMinute ? now : dayAfter(now, 1);
  return { code: 'hours', until: atMinute(day, policy.fromMinute) };
}
