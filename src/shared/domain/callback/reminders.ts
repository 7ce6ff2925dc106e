import type { CallbackPolicy } from './policy.ts';
import { REMINDERS } from './record.ts';
import type { PromiseRow, Reminder } from './record.ts';

type Timed = Pick<PromiseRow, 'window' | 'snoozedUntil' | 'armedAt' | 'reminded' | 'end' | 'talk'>;

/**
 * The moments at which the agent is told, each once for every time that was set: shortly before it
 * is time, when it is time, and when it is past. A window that had begun when it was set needs no
 * word at its beginning, and one shortly before its end instead. A snoozed promise comes back when
 * the snooze ends.
 * @returns epoch milliseconds, in the order of `REMINDERS`
 */
export function reminderTimes(
  { window, snoozedUntil, armedAt }: Timed,
  { remindBeforeMinutes }: Pick<CallbackPolicy, 'remindBeforeMinutes'>,
): Partial<Record<Reminder, number>> {
  const early = remindBeforeMinutes * 60_000;
  if (snoozedUntil !== null) {
    return snoozedUntil < window.to ? { at: snoozedUntil, after: window.to } : { at: snoozedUntil };
  }
  const later = armedAt < window.from;
  const before = (later ? window.from : window.to) - early;
  return {
    // Set too late to be told before.
    ...(armedAt < before && early > 0 ? { before } : {}),
    ...(later ? { at: window.from } : {}),
    after: window.to,
  };
}

/**
 * What is to be said now: the latest whose moment has come. Those before it are past and are not
 * made up for, after a restart or when the clock was put forward; what was said is not said again
 * when it was put back.
 */
export function reminderDue(
  row: Timed,
  now: number,
  policy: Pick<CallbackPolicy, 'remindBeforeMinutes'>,
): Reminder | null {
  // Whoever is talking to them needs no reminder.
  if (row.end || row.talk) return null;
  const times = reminderTimes(row, policy);
  const due = REMINDERS.filter((kind) => (times[kind] ?? Infinity) <= now).at(-1);
  if (due === undefined) return null;
  const said = row.reminded === null ? -1 : REMINDERS.indexOf(row.reminded);
  return REMINDERS.indexOf(due) > said ? due : null;
}
