import { z } from 'zod';
import { idSchema, timeSchema } from '../call/record.ts';
import { abuseSchema } from '../script/script.ts';
import { missingSchema, rungSchema } from './ladder.ts';
import type { Rung } from './ladder.ts';

/**
 * What happened when a customer was abusive, as facts that are only ever added: they may be needed
 * as evidence. A case belongs to one call; its row is what its facts add up to (`applyToCase`). All
 * times are epoch milliseconds.
 */

const fact = { id: idSchema, caseId: idSchema, at: timeSchema };
const words = z.string().max(4_000);

/** The customer's case before this one, whose ladder goes on in this call, and how far it had come. */
const goesOnSchema = z.object({ caseId: idSchema, reached: z.array(rungSchema).max(10) });

const begunSchema = z.object({
  ...fact,
  type: z.literal('begun'),
  callId: idSchema,
  kind: abuseSchema,
  /** Earlier releases said none. How far it had come is the host's to say. */
  goesOn: goesOnSchema.optional(),
});

/** What the page may append: everything that an agent does. */
export const abuseDecisionSchema = z.discriminatedUnion('type', [
  begunSchema,
  z.object({ ...fact, type: z.literal('kind-changed'), kind: abuseSchema }),
  z.object({
    ...fact,
    type: z.literal('rung'),
    rung: rungSchema,
    /** The sentence, as it was said. */
    said: words,
    /** Whether the call was really being recorded then. */
    recording: z.boolean(),
    /** What the law provides was said in it. */
    law: z.boolean(),
  }),
  /** The agent ends the call although steps are missing. */
  z.object({
    ...fact,
    type: z.literal('override'),
    why: z.string().trim().min(1).max(300),
    missing: missingSchema,
  }),
  z.object({ ...fact, type: z.literal('break'), until: timeSchema }),
  z.object({ ...fact, type: z.literal('report'), text: words }),
  z.object({
    ...fact,
    type: z.literal('told-lead'),
    how: z.enum(['message', 'copied']),
    name: z.string().max(64),
    text: words,
  }),
  /** The agent is done with it. */
  z.object({ ...fact, type: z.literal('closed') }),
]);
export type AbuseDecision = z.infer<typeof abuseDecisionSchema>;

export const CASE_ENDS = [
  /** Every step was said. */
  'ladder',
  /** Earlier, with a reason. */
  'override',
  /** Earlier, by the button that always works. */
  'early',
  'customer',
  /** The network, or the app. */
  'broken',
] as const;

/** What the host finds out by itself: the call is over. */
const endedSchema = z.object({
  ...fact,
  type: z.literal('ended'),
  how: z.enum(CASE_ENDS),
  missing: missingSchema,
});

export const abuseFactSchema = z.union([abuseDecisionSchema, endedSchema]);
export type AbuseFact = z.infer<typeof abuseFactSchema>;

const toldSchema = z.object({
  at: timeSchema,
  how: z.enum(['message', 'copied']),
  name: z.string(),
});

/** One case as it is shown. */
export const abuseRowSchema = z.object({
  id: idSchema,
  agentId: idSchema,
  callId: idSchema,
  kind: abuseSchema,
  begunAt: timeSchema,
  goesOn: goesOnSchema.optional(),
  /** What was said, in order; a rung may be said again. */
  steps: z.array(
    z.object({
      rung: rungSchema,
      at: timeSchema,
      said: z.string(),
      recording: z.boolean(),
      law: z.boolean(),
    }),
  ),
  override: z.object({ at: timeSchema, why: z.string(), missing: missingSchema }).nullable(),
  end: z.object({ at: timeSchema, how: z.enum(CASE_ENDS), missing: missingSchema }).nullable(),
  /** The protected break that it led to. */
  break: z.object({ at: timeSchema, until: timeSchema }).nullable(),
  /** As it was saved last; null while there is none. */
  report: z.object({ at: timeSchema, text: z.string() }).nullable(),
  told: toldSchema.nullable(),
  closedAt: timeSchema.nullable(),
});
export type AbuseRow = z.infer<typeof abuseRowSchema>;

/** What has been said to this customer: in this call, and in the one whose ladder goes on in it. */
export function reachedIn({ goesOn, steps }: Pick<AbuseRow, 'goesOn' | 'steps'>): readonly Rung[] {
  return [...new Set([...(goesOn?.reached ?? []), ...steps.map(({ rung }) => rung)])];
}

/** What two facts cannot both say: a call has one case, and a case one end. */
export function onlyOnceKey(fact: AbuseFact): string | null {
  switch (fact.type) {
    case 'begun':
      return `begun:${fact.callId}`;
    case 'ended':
      return `ended:${fact.caseId}`;
    default:
      return null;
  }
}

/** Steps of one case beyond which its row no longer grows. */
const MOST_STEPS = 50;

/** @returns the row unchanged (the same object) when the fact says nothing new */
export function applyToCase(
  row: AbuseRow | null,
  fact: AbuseFact,
  agentId: string,
): AbuseRow | null {
  if (fact.type === 'begun') return row ?? newRow(fact, agentId);
  if (!row) return null;
  const { at } = fact;
  switch (fact.type) {
    case 'kind-changed':
      return row.kind === fact.kind ? row : { ...row, kind: fact.kind };
    case 'rung': {
      if (row.steps.length >= MOST_STEPS) return row;
      const { rung, said, recording, law } = fact;
      return { ...row, steps: [...row.steps, { rung, at, said, recording, law }] };
    }
    case 'override':
      return { ...row, override: { at, why: fact.why, missing: fact.missing } };
    case 'ended':
      return row.end ? row : { ...row, end: { at, how: fact.how, missing: fact.missing } };
    case 'break':
      return { ...row, break: { at, until: fact.until } };
    case 'report':
      return { ...row, report: { at, text: fact.text } };
    case 'told-lead':
      return { ...row, told: { at, how: fact.how, name: fact.name } };
    case 'closed':
      return { ...row, closedAt: at };
  }
}

function newRow(
  { caseId, callId, kind, at, goesOn }: z.infer<typeof begunSchema>,
  agentId: string,
): AbuseRow {
  return {
    ...{ id: caseId, agentId, callId, kind, begunAt: at, steps: [] },
    ...(goesOn ? { goesOn } : {}),
    ...{ override: null, end: null, break: null, report: null, told: null, closedAt: null },
  };
}
