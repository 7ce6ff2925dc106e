import type { AwayReason } from '#shared/domain/availability/reasons.ts';
import { exchangeTarget } from '#shared/domain/pbx/pbxSettings.ts';
import { callerMatchSchema } from '#shared/domain/treatment/caller.ts';
import type { CallerMatch } from '#shared/domain/treatment/caller.ts';
import { CONDITIONS } from '#shared/domain/treatment/fit.ts';
import type { Condition } from '#shared/domain/treatment/fit.ts';
import { LONGEST_REPEAT } from '#shared/domain/treatment/rules.ts';
import type { CallRule, RuleTreatment, When } from '#shared/domain/treatment/rules.ts';
import { clockOf, minuteOfClock } from '../../ui/clockField.ts';

/** A rule as it stands in the form: a condition that is not asked for keeps what was typed. */
export interface RuleDraft {
  name: string;
  asks: Record<Condition, boolean>;
  callerKind: 'exact' | 'prefix';
  callerNumber: string;
  group: string;
  number: 'hidden' | 'shown';
  repeatMinutes: string;
  from: string;
  to: string;
  weekdays: number[];
  hours: 'inside' | 'outside';
  reasons: string[];
  do: RuleTreatment;
  forwardTo: string;
  urgent: boolean;
}

/** By field: `callRules.faults.<field>` in the locale files. */
export const RULE_FAULTS = [
  'caller',
  'group',
  'repeatMinutes',
  'time',
  'weekdays',
  'reasons',
  'forwardTo',
] as const;
export type RuleFault = (typeof RULE_FAULTS)[number];

/** @param name as it stands in the form: empty for a rule called by its condition */
export function draftOf(rule: CallRule | null, name: string, firstGroup: string): RuleDraft {
  const when: When = rule?.when ?? {};
  const caller = when.caller ?? {};
  const time = when.time ?? { from: 18 * 60, to: 9 * 60 };
  return {
    name,
    asks: Object.fromEntries(
      CONDITIONS.map((condition) => [condition, when[condition] !== undefined]),
    ) as Record<Condition, boolean>,
    callerKind: caller.prefix === undefined ? 'exact' : 'prefix',
    callerNumber: caller.prefix ?? caller.exact ?? '',
    group: when.group ?? firstGroup,
    number: when.number ?? 'hidden',
    repeatMinutes: String(when.repeatMinutes ?? 10),
    from: clockOf(time.from),
    to: clockOf(time.to),
    weekdays: [...(when.weekdays ?? [])],
    hours: when.hours ?? 'outside',
    reasons: [...(when.reasons ?? [])],
    do: rule?.then.do ?? 'ring',
    forwardTo: rule?.then.to ?? '',
    urgent: rule?.urgent ?? false,
  };
}

export interface CheckedRule {
  /** To be stored as it is once there are no faults. */
  readonly when: When;
  readonly then: CallRule['then'];
  readonly faults: ReadonlySet<RuleFault>;
}

/** @param known the groups and reasons there are; a rule may still name one that has gone */
export function checkRule(
  draft: RuleDraft,
  known: { readonly groups: readonly string[]; readonly reasons: readonly AwayReason['id'][] },
): CheckedRule {
  const faults = new Set<RuleFault>();
  const when: When = {};
  const { asks } = draft;
  if (asks.caller) {
    const caller: CallerMatch = { [draft.callerKind]: draft.callerNumber.trim() };
    if (callerMatchSchema.safeParse(caller).success) when.caller = caller;
    else faults.add('caller');
  }
  if (asks.group) {
    if (known.groups.includes(draft.group)) when.group = draft.group;
    else faults.add('group');
  }
  if (asks.number) when.number = draft.number;
  if (asks.repeatMinutes) {
    const minutes = Number(draft.repeatMinutes.normalize('NFKC').trim() || 'none');
    if (Number.isInteger(minutes) && minutes >= 1 && minutes <= LONGEST_REPEAT) {
      when.repeatMinutes = minutes;
    } else faults.add('repeatMinutes');
  }
  if (asks.time) {
    const [from, to] = [minuteOfClock(draft.from), minuteOfClock(draft.to)];
    if (from !== null && to !== null && from !== to) when.time = { from, to };
    else faults.add('time');
  }
  if (asks.weekdays) {
    if (draft.weekdays.length > 0) when.weekdays = draft.weekdays.toSorted();
    else faults.add('weekdays');
  }
  if (asks.hours) when.hours = draft.hours;
  if (asks.reasons) {
    const reasons = known.reasons.filter((id) => draft.reasons.includes(id));
    if (reasons.length > 0) when.reasons = reasons;
    else faults.add('reasons');
  }
  const to = draft.forwardTo.trim();
  if (draft.do === 'forward' && !exchangeTarget(to).ok) faults.add('forwardTo');
  const then = draft.do === 'forward' ? { do: draft.do, to } : { do: draft.do };
  return { when, then, faults };
}
