import { atMinute, dayAfter, minuteOf } from '../hours/businessHours.ts';
import { pauseHolds } from '../pause/hold.ts';
import type { PauseHold } from '../pause/hold.ts';
import type { PauseRow } from '../pause/record.ts';
import type { CallbackPolicy } from './policy.ts';
import type { HOLDS, PromiseRow } from './record.ts';

export type HoldCode = (typeof HOLDS)[number];

/** Why a customer is not called now, and from when they may be; null: not by waiting. */
export interface Hold {
  readonly code: HoldCode;
  readonly until: number | null;
}

type AttemptPolicy = Pick<CallbackPolicy, 'attempts' | 'apartMinutes' | 'fromMinute' | 'toMinute'>;

/**
 * Whether a customer with an open promise, or one whose contact is paused, may be called now. What
 * holds longest is said first: the cap cannot be waited for. The agent may call all the same, with a
 * reason.
 * @returns null when they may be
 */
export function mayAttempt(
  row: Pick<PromiseRow, 'attempts' | 'lastAttemptAt' | 'practice'>,
  now: number,
  policy: AttemptPolicy,
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

/** Everything that speaks against a call, each with the record it comes from. */
export type Held =
  | { readonly by: 'promise'; readonly row: PromiseRow; readonly hold: Hold }
  | { readonly by: 'pause'; readonly row: PauseRow; readonly hold: Hold | PauseHold };

/**
 * The one place that says whether a customer may be called now.
 * @param promises of this customer, open, oldest first: what holds one of them holds the call
 * @param pause of this customer, if there is one
 */
export function holdsOn(
  {
    promises,
    pause,
  }: { readonly promises: readonly PromiseRow[]; readonly pause: PauseRow | null },
  now: number,
  policy: AttemptPolicy,
): Held[] {
  const held: Held[] = [];
  if (pause && !pause.end) {
    for (const hold of pauseHolds(pause, now)) held.push({ by: 'pause', row: pause, hold });
  }
  for (const row of promises) {
    const hold = mayAttempt(row, now, policy);
    if (!hold) continue;
    held.push({ by: 'promise', row, hold });
    return held;
  }
  const hold = pause && !pause.end ? mayAttempt(pause, now, policy) : null;
  if (pause && hold) held.push({ by: 'pause', row: pause, hold });
  return held;
}
