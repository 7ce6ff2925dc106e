import { PROTECTED_BREAK } from '../availability/reasons.ts';
import type { AwayReason } from '../availability/reasons.ts';
import { isOpen, minuteOf } from '../hours/businessHours.ts';
import type { BusinessHours } from '../hours/businessHours.ts';
import { fitsCaller } from './caller.ts';
import type { CallerNumbers } from './caller.ts';
import type { NumberGroup } from './groups.ts';
import type { CallRule, When } from './rules.ts';

/** The parts of `When`, in the order in which they are looked at. */
export const CONDITIONS = [
  'caller',
  'group',
  'number',
  'repeatMinutes',
  'time',
  'weekdays',
  'hours',
  'reasons',
] as const satisfies readonly (keyof When)[];
export type Condition = (typeof CONDITIONS)[number];

/** Why a rule does not fit: the condition that is not met, or something about the rule itself. */
export const MISFITS = [
  ...CONDITIONS,
  /** Switched off. */
  'off',
  /** It goes by the number, and the caller shows none. */
  'withheld',
  /** Its group has been taken away. */
  'group-gone',
  /** Nothing rings in a protected break. */
  'protected',
] as const;
export type Misfit = (typeof MISFITS)[number];

/** What counts of the reason for being away. */
export type ReasonInForce = Pick<AwayReason, 'id' | 'treatment' | 'forwardTo'>;

export interface Moment {
  readonly groups: readonly NumberGroup[];
  readonly hours: BusinessHours;
  readonly reason: ReasonInForce;
  /** Of the caller; null where they are withheld. */
  readonly numbers: CallerNumbers;
  /** When the call came, epoch milliseconds. */
  readonly at: number;
  /** When this caller called before, epoch milliseconds, in any order. */
  readonly earlier: readonly number[];
}

/** @returns nothing where the rule fits */
export function misfitsOf(rule: CallRule, moment: Moment): Misfit[] {
  if (!rule.on) return ['off'];
  const missed = CONDITIONS.flatMap((condition) => missOf(condition, rule.when, moment) ?? []);
  const misfits: Misfit[] = [...new Set(missed)];
  if (misfits.length === 0 && disturbsProtected(rule, moment.reason)) return ['protected'];
  return misfits;
}

/** The break after an abusive call: no rule makes anything ring in it, loud or quiet. */
function disturbsProtected({ then }: CallRule, reason: ReasonInForce): boolean {
  return reason.id === PROTECTED_BREAK && (then.do === 'ring' || then.do === 'ring-quietly');
}

function missOf(condition: Condition, when: When, moment: Moment): Misfit | null {
  const { numbers, at } = moment;
  switch (condition) {
    case 'caller':
      if (when.caller === undefined) return null;
      if (numbers === null) return 'withheld';
      return fitsCaller(when.caller, numbers) ? null : 'caller';
    case 'group':
      return when.group === undefined ? null : missOfGroup(when.group, moment);
    case 'number':
      if (when.number === undefined) return null;
      return (when.number === 'hidden') === (numbers === null) ? null : 'number';
    case 'repeatMinutes':
      if (when.repeatMinutes === undefined) return null;
      if (numbers === null) return 'withheld';
      return hasCalledWithin(when.repeatMinutes, moment) ? null : 'repeatMinutes';
    case 'time':
      return when.time === undefined || dayOfSpan(when.time, at) !== null ? null : 'time';
    case 'weekdays': {
      if (when.weekdays === undefined) return null;
      const day = when.time === undefined ? new Date(at).getDay() : dayOfSpan(when.time, at);
      // Outside the time there is no day to speak of, and that has been said.
      return day === null || when.weekdays.includes(day) ? null : 'weekdays';
    }
    case 'hours':
      if (when.hours === undefined) return null;
      return (when.hours === 'inside') === isOpen(moment.hours, at) ? null : 'hours';
    case 'reasons':
      return when.reasons === undefined || when.reasons.includes(moment.reason.id)
        ? null
        : 'reasons';
  }
}

function missOfGroup(id: string, { groups, numbers }: Moment): Misfit | null {
  const group = groups.find((one) => one.id === id);
  if (!group) return 'group-gone';
  if (numbers === null) return 'withheld';
  return group.members.some((member) => fitsCaller(member, numbers)) ? null : 'group';
}

/** The call itself is in the log too, and a clock that was set back leaves calls in the future. */
function hasCalledWithin(minutes: number, { at, earlier }: Moment): boolean {
  return earlier.some((time) => time < at && at - time <= minutes * 60_000);
}

/** @returns the weekday on which the span began that this moment is in; null when it is in none */
function dayOfSpan({ from, to }: NonNullable<When['time']>, at: number): number | null {
  const minute = minuteOf(at);
  const day = new Date(at).getDay();
  if (from < to) return from <= minute && minute < to ? day : null;
  if (from <= minute) return day;
  return minute < to ? (day + 6) % 7 : null;
}
