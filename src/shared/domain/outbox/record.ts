import { z } from 'zod';
import { idSchema, timeSchema } from '../call/record.ts';
import { numberKey } from '../contact/contactNumber.ts';
import { textContentSchema, WORDS_ONLY } from './content.ts';
import { applyToDelivery, deliveryFactSchemas, deliverySchema, isUnderway } from './delivery.ts';
import { DECLINES } from './mayText.ts';

/**
 * The durable history of a text that is to go out. An outbox event is a fact that is only ever
 * added; the text's row is what its events add up to (`applyToText`). A text waits until a gateway
 * takes it, the agent cancels it, or says that they have sent it by another way. All times are epoch
 * milliseconds.
 */

/** What a text was written for. */
export const TEXT_KINDS = [
  /** By itself: a call came while the agent was away. */
  'missed',
  /** By the agent, about a call that nobody answered. */
  'hand',
  /** About a promise. */
  'promise',
  'rescheduled',
  /** What was agreed in a call, after it. */
  'summary',
  /** A gentle question to somebody who cannot be reached, or thanks when they are again. */
  'pause',
  /** After a mistake. */
  'apology',
] as const;
export type TextKind = (typeof TEXT_KINDS)[number];

/** Characters of a body: an LMS of ASCII is no longer. */
export const LONGEST_TEXT = 2_000;

export const textOriginSchema = z.object({
  kind: z.enum(TEXT_KINDS),
  callId: idSchema.nullable(),
  promiseId: idSchema.nullable(),
  /** What the agent was away for, and what it was called then. */
  reasonId: z.string().max(40).nullable(),
  reasonName: z.string().max(40).nullable(),
});
export type TextOrigin = z.infer<typeof textOriginSchema>;

const fact = { id: idSchema, textId: idSchema, at: timeSchema };

/** Who it is to; see `startedFactSchema` in call/record.ts. All of it is untrusted. */
const recipient = {
  address: z.string().max(1_024),
  dialled: z.string().max(256),
  e164: z.string().max(20).nullable(),
  name: z.string().max(128).nullable(),
  /** A practice customer: it never leaves this computer. */
  practice: z.boolean(),
};

const body = z.string().trim().min(1).max(LONGEST_TEXT);

const writtenSchema = z.object({
  ...fact,
  type: z.literal('written'),
  ...recipient,
  body,
  /** Left out by texts that were written before there was more to one than its words. */
  content: textContentSchema.prefault({}),
  origin: textOriginSchema,
  /** With one that writes itself: the first span of the absence, see `absenceWith`. */
  absence: z.string().max(80).nullable(),
});

/** Another text to another number of theirs; a call that was promised. */
export const HANDED_BY = ['number', 'call'] as const;

/** What the page may append: everything that an agent decides. */
export const decidedTextFactSchema = z.discriminatedUnion('type', [
  writtenSchema.extend({ absence: z.null() }),
  /** @param content left out where only the words have changed */
  z.object({ ...fact, type: z.literal('edited'), body, content: textContentSchema.optional() }),
  /** Not before this moment; null: as soon as it may. */
  z.object({ ...fact, type: z.literal('scheduled'), notBefore: timeSchema.nullable() }),
  /** Once more: it did not leave, or the customer has not got it. */
  z.object({ ...fact, type: z.literal('retried') }),
  /** Nobody could tell whether it left; the agent knows that the customer has it. */
  z.object({ ...fact, type: z.literal('confirmed') }),
  z.object({ ...fact, type: z.literal('cancelled') }),
  /** The agent has seen to it by another way. `by` is left out where they sent it themselves. */
  z.object({ ...fact, type: z.literal('handed'), by: z.enum(HANDED_BY).optional() }),
  /** That it was cancelled, or sent, was a slip. */
  z.object({ ...fact, type: z.literal('restored') }),
]);
export type DecidedTextFact = z.infer<typeof decidedTextFactSchema>;

const noticedTextFactSchema = z.discriminatedUnion('type', [
  writtenSchema,
  /** It was decided to write none. */
  z.object({
    ...fact,
    type: z.literal('declined'),
    ...recipient,
    origin: textOriginSchema,
    why: z.enum(DECLINES),
    /** See `PhoneNumberKind`. */
    numberKind: z.string().max(20),
  }),
  /** The customer was talked to meanwhile: there is nothing left to tell them. */
  z.object({ ...fact, type: z.literal('reached'), callId: idSchema }),
  ...deliveryFactSchemas(fact),
]);

export const textFactSchema = z.union([decidedTextFactSchema, noticedTextFactSchema]);
export type TextFact = z.infer<typeof textFactSchema>;

export const textEndSchema = z.discriminatedUnion('how', [
  z.object({ how: z.enum(['cancelled', 'reached']), at: timeSchema }),
  z.object({ how: z.literal('handed'), at: timeSchema, by: z.enum(HANDED_BY).optional() }),
  z.object({
    how: z.literal('declined'),
    at: timeSchema,
    why: z.enum(DECLINES),
    numberKind: z.string(),
  }),
]);

/** One text as it is shown. */
export const textRowSchema = z.object({
  id: idSchema,
  agentId: idSchema,
  /** What the customer is known by; see `numberKey`. */
  customer: z.string(),
  ...recipient,
  /** Empty for one that was not written. */
  body: z.string(),
  content: textContentSchema.prefault({}),
  origin: textOriginSchema,
  /** Null: as soon as it may. */
  notBefore: timeSchema.nullable().default(null),
  /** Null while no gateway was given it. */
  delivery: deliverySchema.nullable().default(null),
  writtenAt: timeSchema,
  editedAt: timeSchema.nullable(),
  /** Null while nobody has ended it: see `textState`. */
  end: textEndSchema.nullable(),
});
export type TextRow = z.infer<typeof textRowSchema>;

/** What an agent sees of it. */
export type TextState =
  'waiting' | Exclude<NonNullable<TextRow['delivery']>['state'], 'delayed'> | TextEnd['how'];
type TextEnd = z.infer<typeof textEndSchema>;

export function textState({ end, delivery }: Pick<TextRow, 'end' | 'delivery'>): TextState {
  if (end !== null) return end.how;
  if (delivery === null || delivery.state === 'delayed') return 'waiting';
  return delivery.state;
}

/** Which part of the outbox a row stands in. */
export const TEXT_GROUPS = ['open', 'trouble', 'done', 'declined'] as const;
export type TextGroup = (typeof TEXT_GROUPS)[number];

export function groupOfText(row: Pick<TextRow, 'end' | 'delivery'>): TextGroup {
  switch (textState(row)) {
    case 'waiting':
    case 'sending':
      return 'open';
    case 'failed':
    case 'unsure':
      return 'trouble';
    case 'declined':
      return 'declined';
    default:
      return 'done';
  }
}

/** Whether its words can still be changed, and whether it can be kept from leaving. */
export function isOurs(row: Pick<TextRow, 'end' | 'delivery'>): boolean {
  return row.end === null && !isUnderway(row.delivery);
}

/**
 * What two facts cannot both say: about one call it is decided once. Whoever replays or tells twice
 * adds nothing.
 */
export function oncePerCall(fact: TextFact): string | null {
  const automatic = fact.type === 'written' && fact.origin.kind === 'missed';
  if (fact.type !== 'declined' && !automatic) return null;
  return fact.origin.callId;
}

/** One text for each caller and absence, however often they call. */
export function oncePerAbsence(fact: TextFact): string | null {
  if (fact.type !== 'written' || fact.absence === null) return null;
  return absenceKey(fact, fact.absence);
}

export function absenceKey(
  someone: Pick<TextRow, 'e164' | 'dialled' | 'practice'>,
  absence: string,
): string {
  return `${absence} ${someone.practice ? 'practice' : 'line'} ${numberKey(someone)}`;
}

/**
 * What a row becomes when a fact is added.
 * @returns the row unchanged (the same object) when the fact says nothing new
 */
export function applyToText(row: TextRow | null, fact: TextFact, agentId: string): TextRow | null {
  if (fact.type === 'written' || fact.type === 'declined') return row ?? newRow(fact, agentId);
  if (!row) return null;
  if (fact.type === 'restored') {
    return row.end === null || row.end.how === 'declined' ? row : { ...row, end: null };
  }
  if (row.end) return row;
  // A wall clock set back must not make anything happen before the text was written.
  const at = Math.max(fact.at, row.writtenAt);
  switch (fact.type) {
    case 'edited': {
      const content = fact.content ?? row.content;
      const same = fact.body === row.body && content === row.content;
      return same || !isOurs(row) ? row : { ...row, body: fact.body, content, editedAt: at };
    }
    case 'scheduled':
      return fact.notBefore === row.notBefore || !isOurs(row)
        ? row
        : { ...row, notBefore: fact.notBefore };
    case 'cancelled':
    case 'reached':
      // What has left cannot be taken back.
      return isOurs(row) ? { ...row, end: { how: fact.type, at } } : row;
    case 'handed':
      return { ...row, end: { how: fact.type, at, ...(fact.by && { by: fact.by }) } };
    default: {
      const delivery = applyToDelivery(row.delivery, { ...fact, at });
      return delivery === row.delivery ? row : { ...row, delivery };
    }
  }
}

function newRow(
  fact: Extract<TextFact, { type: 'written' | 'declined' }>,
  agentId: string,
): TextRow {
  const { textId, at, address, dialled, e164, name, practice, origin } = fact;
  return {
    id: textId,
    agentId,
    customer: numberKey(fact),
    ...{ address, dialled, e164, name, practice, origin },
    body: fact.type === 'written' ? fact.body : '',
    content: fact.type === 'written' ? fact.content : WORDS_ONLY,
    notBefore: null,
    delivery: null,
    writtenAt: at,
    editedAt: null,
    end:
      fact.type === 'written'
        ? null
        : { how: 'declined', at, why: fact.why, numberKind: fact.numberKind },
  };
}
