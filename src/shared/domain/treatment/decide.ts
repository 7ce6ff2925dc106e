import { z } from 'zod';
import { PROTECTED_BREAK } from '../availability/reasons.ts';
import type { BusinessHours } from '../hours/businessHours.ts';
import { reachOf } from '../outbound-policy/reach.ts';
import { exchangeTarget } from '../pbx/pbxSettings.ts';
import { numbersOf } from './caller.ts';
import type { Caller, CallerNumbers } from './caller.ts';
import { CONDITIONS, misfitsOf } from './fit.ts';
import type { Misfit, Moment, ReasonInForce } from './fit.ts';
import type { NumberGroup } from './groups.ts';
import { RULE_TREATMENTS } from './rules.ts';
import type { CallRule, RuleTreatment } from './rules.ts';

export const FORWARD_FAULTS = [
  'forward-missing',
  'forward-invalid',
  /** Back to whoever calls. */
  'forward-caller',
  /** 112 and 119 are called by people. */
  'forward-emergency',
  /** The outbound policy does not let this phone send anybody there. */
  'forward-denied',
] as const;
export type ForwardFault = (typeof FORWARD_FAULTS)[number];

export const WHYS = [
  /** The conditions of the rule that decided. */
  ...CONDITIONS,
  /** The rule that decided has no condition. */
  'every-call',
  /** No rule fits: the reason for being away decided. */
  'no-rule',
  'emergency-callback',
  /** The caller is greeted instead of being forwarded. */
  ...FORWARD_FAULTS,
] as const;
export type Why = (typeof WHYS)[number];

/** What happens to the call, and why: as it is kept with the call. */
export const treatmentDecisionSchema = z.object({
  treatment: z.enum(RULE_TREATMENTS),
  /** As it is dialled; null unless the treatment is `forward`. */
  forwardTo: z.string().max(64).nullable(),
  urgent: z.boolean(),
  by: z.enum(['rule', 'reason', 'emergency']),
  ruleId: z.string().max(40).nullable(),
  /** What the rule was called then; null for one of ours under its usual name. */
  ruleName: z.string().max(60).nullable(),
  why: z.array(z.enum(WHYS)),
});
export type TreatmentDecision = z.infer<typeof treatmentDecisionSchema>;

export interface CallWhileAway {
  readonly rules: readonly CallRule[];
  readonly groups: readonly NumberGroup[];
  readonly hours: BusinessHours;
  readonly reason: ReasonInForce;
  readonly caller: Caller;
  /** When the call came, epoch milliseconds. */
  readonly at: number;
  /** When this caller called before, epoch milliseconds; at least `minutesOfLogNeeded` back. */
  readonly earlier: readonly number[];
  /** Whether the outbound policy lets this phone send anybody there. */
  readonly mayForward?: (to: string) => boolean;
  /** The emergency service calls back (RFC 7090, or after a call to 112 or 119): it always rings. */
  readonly emergencyCallback?: boolean;
}

/** The first rule that fits decides; where none does, the reason for being away. */
export function decideTreatment(call: CallWhileAway): TreatmentDecision {
  if (call.emergencyCallback === true) {
    const ring = { treatment: 'ring', forwardTo: null, urgent: true } as const;
    return { ...ring, by: 'emergency', ...nameOf(undefined), why: ['emergency-callback'] };
  }
  const moment = momentOf(call);
  const rule = call.rules.find((one) => misfitsOf(one, moment).length === 0);
  const { reason } = call;
  const wanted = rule
    ? { treatment: rule.then.do, to: rule.then.to ?? '' }
    : { treatment: ofReason(reason), to: reason.forwardTo };
  const { fault, ...done } = carriedOut(wanted, moment.numbers, call.mayForward);
  return {
    ...done,
    urgent: rule?.urgent ?? false,
    by: rule ? 'rule' : 'reason',
    ...nameOf(rule),
    why: [...(rule ? conditionsOf(rule) : (['no-rule'] as const)), ...fault],
  };
}

/** However the desk, or its administrator's file, has set it up: a protected break is quiet. */
function ofReason({ id, treatment }: ReasonInForce): RuleTreatment {
  return id === PROTECTED_BREAK && treatment === 'ring-quietly' ? 'greet' : treatment;
}

/** Of each rule, in order: why it does not fit; nothing where it does. */
export function misfitsOfRules(call: CallWhileAway): readonly (readonly Misfit[])[] {
  const moment = momentOf(call);
  return call.rules.map((rule) => misfitsOf(rule, moment));
}

function momentOf({ caller, ...call }: CallWhileAway): Moment {
  return { ...call, numbers: numbersOf(caller) };
}

function conditionsOf({ when }: CallRule): Why[] {
  const given = CONDITIONS.filter((condition) => when[condition] !== undefined);
  return given.length > 0 ? given : ['every-call'];
}

function nameOf(rule: CallRule | undefined): { ruleId: string | null; ruleName: string | null } {
  return { ruleId: rule?.id ?? null, ruleName: rule?.name ?? null };
}

/** A caller who cannot be forwarded is greeted: they are neither lost nor sent in a circle. */
function carriedOut(
  { treatment, to }: { readonly treatment: RuleTreatment; readonly to: string },
  numbers: CallerNumbers,
  mayForward: CallWhileAway['mayForward'] = () => true,
): { treatment: RuleTreatment; forwardTo: string | null; fault: ForwardFault[] } {
  if (treatment !== 'forward') return { treatment, forwardTo: null, fault: [] };
  const fault = forwardFault(to, numbers) ?? (mayForward(to.trim()) ? null : 'forward-denied');
  return fault === null
    ? { treatment, forwardTo: to.trim(), fault: [] }
    : { treatment: 'greet', forwardTo: null, fault: [fault] };
}

function forwardFault(to: string, numbers: CallerNumbers): ForwardFault | null {
  if (to.trim() === '') return 'forward-missing';
  if (!exchangeTarget(to).ok) return 'forward-invalid';
  const reach = reachOf(to);
  if (reach.categories.includes('emergency')) return 'forward-emergency';
  return numbers?.some((number) => reach.numbers.includes(number)) ? 'forward-caller' : null;
}
