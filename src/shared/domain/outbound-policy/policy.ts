import { z } from 'zod';
import { NUMBER_CATEGORIES, reachOf } from './reach.ts';
import type { Reach } from './reach.ts';

/*
 * Which numbers this phone may call: rules in order, the first that fits decides. Emergency
 * numbers are never refused, whatever a rule says (전기통신사업법 시행령 제57조의2 lists 긴급통신).
 */

export const numberCategorySchema = z.enum(NUMBER_CATEGORIES);

export const verdictSchema = z.enum(['allow', 'deny', 'confirm']);
export type Verdict = z.infer<typeof verdictSchema>;

/** Written as people write numbers; compared as the number it is, however it is dialled. */
const numberSchema = z.string().regex(/^[+*#\d][\d*#\-. ]{0,31}$/);

/** Exactly one of the three. */
export const ruleMatchSchema = z
  .strictObject({
    prefix: numberSchema.optional(),
    exact: numberSchema.optional(),
    category: numberCategorySchema.optional(),
  })
  .refine((match) => Object.values(match).filter((value) => value !== undefined).length === 1);

export const outboundRuleSchema = z.strictObject({
  match: ruleMatchSchema,
  do: verdictSchema,
  /** Read by the agent when it decides. */
  reason: z.string().max(200).default(''),
});
export type OutboundRule = z.infer<typeof outboundRuleSchema>;

export const outboundPolicySchema = z.strictObject({
  /** Where no rule fits. */
  default: verdictSchema.default('allow'),
  rules: z.array(outboundRuleSchema).max(200).default([]),
});
export type OutboundPolicy = z.infer<typeof outboundPolicySchema>;

export interface Decision {
  readonly verdict: Verdict;
  /** Place of the rule that decides; null for the default and for emergency numbers. */
  readonly rule: number | null;
  readonly by: 'rule' | 'default' | 'emergency';
  readonly reason: string;
  readonly reach: Reach;
}

/** @param dialled what is about to be called: as typed, as a user part, or as an address */
export function decideOutbound(policy: OutboundPolicy, dialled: string): Decision {
  const reach = reachOf(dialled);
  if (reach.categories.includes('emergency')) {
    return { verdict: 'allow', rule: null, by: 'emergency', reason: '', reach };
  }
  const place = policy.rules.findIndex((rule) => fits(rule, reach));
  const rule = policy.rules[place];
  return rule
    ? { verdict: rule.do, rule: place, by: 'rule', reason: rule.reason, reach }
    : { verdict: policy.default, rule: null, by: 'default', reason: '', reach };
}

/**
 * A rule that allows has to fit the number as it stands. A rule that holds back fits whatever the
 * exchange might make of it.
 */
function fits({ match, do: verdict }: OutboundRule, reach: Reach): boolean {
  const { numbers, mayBe, categories, mayBeOf } =
    verdict === 'allow' ? { ...reach, mayBe: [], mayBeOf: [] } : reach;
  const all = [...numbers, ...mayBe];
  if (match.category !== undefined) return [...categories, ...mayBeOf].includes(match.category);
  if (match.prefix !== undefined) {
    const wanted = reachOf(match.prefix, 'prefix').numbers;
    return all.some((number) => wanted.some((prefix) => number.startsWith(prefix)));
  }
  const wanted = reachOf(match.exact ?? '').numbers;
  return all.some((number) => wanted.includes(number));
}
