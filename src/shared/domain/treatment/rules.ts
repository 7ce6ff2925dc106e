import { z } from 'zod';
import { reasonIdSchema, TREATMENTS } from '../availability/reasons.ts';
import { exchangeTarget } from '../pbx/pbxSettings.ts';
import { callerMatchSchema } from './caller.ts';
import { groupIdSchema, URGENT_GROUP } from './groups.ts';

/*
 * What happens to a call while the agent is away, where it is not what the reason says: rules in
 * order, the first that fits decides.
 */

export const MOST_RULES = 100;
/** Minutes. The log is asked for no more than a day. */
export const LONGEST_REPEAT = 1_440;

/** `ring`: through to the agent, as if available. */
export const RULE_TREATMENTS = ['ring', ...TREATMENTS] as const;
export type RuleTreatment = (typeof RULE_TREATMENTS)[number];

/** Minutes since midnight by the wall clock; one that ends before it begins crosses midnight. */
const timeSchema = z
  .strictObject({
    from: z.number().int().min(0).max(1_439),
    to: z.number().int().min(0).max(1_440),
  })
  .refine(({ from, to }) => from !== to);

/** All that are given have to be so; with none of them the rule is for every call. */
export const whenSchema = z.strictObject({
  caller: callerMatchSchema.optional(),
  group: groupIdSchema.optional(),
  /** Whether the caller shows a number. */
  number: z.enum(['hidden', 'shown']).optional(),
  /** The same number has called within so many minutes before. */
  repeatMinutes: z.number().int().min(1).max(LONGEST_REPEAT).optional(),
  time: timeSchema.optional(),
  /** As `Date.getDay`. With a time that crosses midnight: the day on which it begins. */
  weekdays: z.array(z.number().int().min(0).max(6)).min(1).max(7).optional(),
  hours: z.enum(['inside', 'outside']).optional(),
  /** Ids of reasons for being away. */
  reasons: z.array(reasonIdSchema).min(1).max(40).optional(),
});
export type When = z.infer<typeof whenSchema>;

const thenSchema = z
  .strictObject({
    do: z.enum(RULE_TREATMENTS),
    /** With `forward`: who takes the call, as it is dialled. */
    to: z.string().trim().max(64).optional(),
  })
  .refine((then) => then.do !== 'forward' || exchangeTarget(then.to ?? '').ok);

export const callRuleSchema = z.strictObject({
  id: z.string().regex(/^[a-z\d][a-z\d-]{0,39}$/),
  /** As the desk calls it; null for one of ours under its usual name, in the screen's language. */
  name: z.string().trim().min(1).max(60).nullable(),
  on: z.boolean().default(true),
  when: whenSchema,
  then: thenSchema,
  /** The caller cannot wait: what is promised to them is urgent. */
  urgent: z.boolean().default(false),
});
export type CallRule = z.infer<typeof callRuleSchema>;

export const callRulesSchema = z
  .array(callRuleSchema)
  .max(MOST_RULES)
  .refine((rules) => new Set(rules.map(({ id }) => id)).size === rules.length);

/** Editable, and may be taken away. */
export const DEFAULT_RULES: readonly CallRule[] = [
  {
    id: 'urgent-group',
    name: null,
    on: true,
    when: { group: URGENT_GROUP },
    then: { do: 'ring' },
    urgent: true,
  },
  {
    id: 'second-call',
    name: null,
    on: true,
    when: { repeatMinutes: 10 },
    then: { do: 'ring' },
    urgent: false,
  },
];

/** @returns how many minutes back the log has to be known for these rules; 0: not at all */
export function minutesOfLogNeeded(rules: readonly CallRule[]): number {
  return Math.max(0, ...rules.filter(({ on }) => on).map(({ when }) => when.repeatMinutes ?? 0));
}
