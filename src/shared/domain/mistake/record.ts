import { z } from 'zod';
import { idSchema, timeSchema } from '../call/record.ts';
import { customerKey } from '../callback/record.ts';

/**
 * The durable history of a mistake and of how it was made good. A fact is only ever added: what was
 * reported is put right by another fact (`amended`), never by changing it. The row is what the facts
 * add up to (`applyToMistake`). All times are epoch milliseconds.
 *
 * A row does not say who reported it. Nothing can be counted, ordered or grouped by person that does
 * not carry the person, and whoever reports must be able to trust that.
 */

export const MISTAKE_KINDS = ['wrong-information', 'attitude', 'omission', 'other'] as const;
export const mistakeKindSchema = z.enum(MISTAKE_KINDS);
export type MistakeKind = z.infer<typeof mistakeKindSchema>;

export const TOLD_HOW = ['spoken', 'text', 'other'] as const;
export const APOLOGY_CHANNELS = ['call', 'text', 'mail'] as const;
export const REMEDIES = ['reprocess', 'exchange', 'refund', 'discount', 'other'] as const;

/** The usual order; any may come before any other, and none is forced. */
export const STEPS = ['told', 'apologised', 'corrected', 'compensated', 'checked'] as const;
export type Step = (typeof STEPS)[number];

/** Remedies, follow-up calls and lessons of one mistake beyond which its lists no longer grow. */
const MOST = 20;

const fact = { id: idSchema, mistakeId: idSchema, at: timeSchema };
const words = z.string().max(2_000);
const needed = z.string().trim().min(1).max(2_000);
/** Who somebody of the team is, as the agent calls them. */
const colleague = z.string().trim().min(1).max(128);

const customerSchema = z.object({
  address: z.string().max(1_024),
  dialled: z.string().max(256),
  e164: z.string().max(20).nullable(),
  name: z.string().max(128).nullable(),
});

const account = {
  kind: mistakeKindSchema,
  /** What was said, done or left out. */
  said: needed,
  /** What it costs the customer; together with `said` the two parts of an apology. */
  inconvenience: words,
  /** What is right. */
  correct: words,
};

const reportedFactSchema = z.object({
  ...fact,
  type: z.literal('reported'),
  callId: idSchema.nullable(),
  promiseId: idSchema.nullable(),
  customer: customerSchema,
  practice: z.boolean(),
  ...account,
});

export const mistakeFactSchema = z.discriminatedUnion('type', [
  reportedFactSchema,
  /** The account of it put right: the whole of it, with why. What was said before stays a fact. */
  z.object({ ...fact, type: z.literal('amended'), ...account, why: words }),
  z.object({ ...fact, type: z.literal('told'), to: colleague, how: z.enum(TOLD_HOW), text: words }),
  z.object({
    ...fact,
    type: z.literal('apologised'),
    channel: z.enum(APOLOGY_CHANNELS),
    words: needed,
  }),
  /** The customer has the right information now. */
  z.object({ ...fact, type: z.literal('corrected'), text: words }),
  z.object({
    ...fact,
    type: z.literal('remedy'),
    remedyId: idSchema,
    option: z.enum(REMEDIES),
    text: needed,
  }),
  z.object({
    ...fact,
    type: z.literal('remedy-decided'),
    remedyId: idSchema,
    decision: z.enum(['approved', 'declined']),
    by: colleague,
    note: words,
  }),
  z.object({ ...fact, type: z.literal('compensated'), remedyId: idSchema.nullable(), text: words }),
  z.object({ ...fact, type: z.literal('follow-up'), promiseId: idSchema }),
  z.object({ ...fact, type: z.literal('checked'), solved: z.boolean(), further: words }),
  z.object({ ...fact, type: z.literal('lesson'), lessonId: idSchema }),
  z.object({ ...fact, type: z.literal('closed') }),
  z.object({ ...fact, type: z.literal('reopened') }),
]);
export type MistakeFact = z.infer<typeof mistakeFactSchema>;

const remedySchema = z.object({
  id: idSchema,
  option: z.enum(REMEDIES),
  text: z.string(),
  decision: z
    .object({
      what: z.enum(['approved', 'declined']),
      by: z.string(),
      note: z.string(),
      at: timeSchema,
    })
    .nullable(),
});

/** One mistake as it is shown. */
export const mistakeRowSchema = z.object({
  id: idSchema,
  at: timeSchema,
  callId: idSchema.nullable(),
  promiseId: idSchema.nullable(),
  customer: customerSchema,
  /** What the customer is known by, as promises have it; null where there is no number. */
  customerKey: z.string().nullable(),
  practice: z.boolean(),
  kind: mistakeKindSchema,
  said: z.string(),
  inconvenience: z.string(),
  correct: z.string(),
  /** When each step was last taken. */
  steps: z.record(z.enum(STEPS), timeSchema.nullable()),
  remedies: z.array(remedySchema),
  followUps: z.array(idSchema),
  /** What the last look at it has found. */
  check: z.object({ solved: z.boolean(), further: z.string() }).nullable(),
  lessonIds: z.array(idSchema),
  closedAt: timeSchema.nullable(),
});
export type MistakeRow = z.infer<typeof mistakeRowSchema>;

/** A mistake is reported once, whoever tells it twice; a lesson is linked once. */
export function onlyOnceKey(fact: MistakeFact): string | null {
  switch (fact.type) {
    case 'reported':
      return `reported:${fact.mistakeId}`;
    case 'lesson':
      return `lesson:${fact.mistakeId}:${fact.lessonId}`;
    case 'follow-up':
      return `follow-up:${fact.mistakeId}:${fact.promiseId}`;
    default:
      return null;
  }
}

/**
 * What a row becomes when a fact is added. A fact that comes after the end is still heard: closing
 * is a word about the work, not a lock on the truth.
 * @returns the row unchanged (the same object) when the fact says nothing new
 */
export function applyToMistake(row: MistakeRow | null, fact: MistakeFact): MistakeRow | null {
  if (fact.type === 'reported') return row ?? newRow(fact);
  if (!row) return null;
  switch (fact.type) {
    case 'amended': {
      const { kind, said, inconvenience, correct } = fact;
      return { ...row, kind, said, inconvenience, correct };
    }
    case 'told':
    case 'apologised':
    case 'corrected':
    case 'compensated':
      return taken(row, fact.type, fact.at);
    case 'remedy': {
      const { remedyId: id, option, text } = fact;
      if (row.remedies.length >= MOST || row.remedies.some((one) => one.id === id)) return row;
      return { ...row, remedies: [...row.remedies, { id, option, text, decision: null }] };
    }
    case 'remedy-decided': {
      const { remedyId, decision: what, by, note, at } = fact;
      if (!row.remedies.some(({ id }) => id === remedyId)) return row;
      const decision = { what, by, note, at };
      return {
        ...row,
        remedies: row.remedies.map((one) => (one.id === remedyId ? { ...one, decision } : one)),
      };
    }
    case 'follow-up':
      return { ...row, followUps: withOne(row.followUps, fact.promiseId) };
    case 'checked':
      return {
        ...taken(row, 'checked', fact.at),
        check: { solved: fact.solved, further: fact.further },
      };
    case 'lesson':
      return { ...row, lessonIds: withOne(row.lessonIds, fact.lessonId) };
    case 'closed':
      return row.closedAt === null ? { ...row, closedAt: fact.at } : row;
    case 'reopened':
      return row.closedAt === null ? row : { ...row, closedAt: null };
  }
}

export type MistakeState = 'open' | Step | 'closed';

/** How far it has come: the furthest step that was taken, whatever was left out before it. */
export function stateOf(row: MistakeRow): MistakeState {
  if (row.closedAt !== null) return 'closed';
  return STEPS.findLast((step) => row.steps[step] !== null) ?? 'open';
}

/**
 * What may still be done, in the usual order. Compensation is no debt: it is named only where a
 * remedy was approved, and a check that has found further trouble is to be made again.
 */
export function stepsLeft(row: MistakeRow): readonly Step[] {
  if (row.closedAt !== null) return [];
  return STEPS.filter((step) => {
    if (step === 'compensated') {
      const approved = row.remedies.some(({ decision }) => decision?.what === 'approved');
      return approved && row.steps.compensated === null;
    }
    if (step === 'checked') return row.check?.solved !== true;
    return row.steps[step] === null;
  });
}

/** Remedies that somebody has still to say yes or no to. */
export function waitingRemedies(row: MistakeRow): readonly MistakeRow['remedies'][number][] {
  return row.remedies.filter(({ decision }) => decision === null);
}

function taken(row: MistakeRow, step: Step, at: number): MistakeRow {
  return { ...row, steps: { ...row.steps, [step]: at } };
}

function withOne(list: readonly string[], id: string): string[] {
  return list.includes(id) || list.length >= MOST ? [...list] : [...list, id];
}

function newRow(fact: z.infer<typeof reportedFactSchema>): MistakeRow {
  const { address, dialled, e164, name } = fact.customer;
  // Written out: a row made again is the same to the letter.
  return {
    id: fact.mistakeId,
    at: fact.at,
    callId: fact.callId,
    promiseId: fact.promiseId,
    customer: { address, dialled, e164, name },
    customerKey: dialled === '' && e164 === null ? null : customerKey({ e164, dialled }),
    practice: fact.practice,
    kind: fact.kind,
    said: fact.said,
    inconvenience: fact.inconvenience,
    correct: fact.correct,
    steps: { told: null, apologised: null, corrected: null, compensated: null, checked: null },
    remedies: [],
    followUps: [],
    check: null,
    lessonIds: [],
    closedAt: null,
  };
}
