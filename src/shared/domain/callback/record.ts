import { z } from 'zod';
import { idSchema, outcomeSchema, timeSchema } from '../call/record.ts';
import { numberKey } from '../contact/contactNumber.ts';
import { windowSchema } from './promiseWindow.ts';
import type { PromiseWindow } from './promiseWindow.ts';
import { applyReply, replyFactSchema, replySchema, settledFactSchemas } from './replies.ts';
import type { ReplyFact } from './replies.ts';

/**
 * The durable history of a promise to a customer. A promise event is a fact that is only ever
 * added; the promise's row is what its events add up to (`applyToPromise`). Only an answered call
 * and a reasoned close end one. All times are epoch milliseconds.
 */

export const URGENCIES = ['normal', 'urgent'] as const;
export const urgencySchema = z.enum(URGENCIES);
export type Urgency = z.infer<typeof urgencySchema>;

/** What a promise came from. */
export const ORIGINS = ['missed', 'away', 'voicemail', 'text', 'script', 'hand'] as const;
export const originSchema = z.object({
  kind: z.enum(ORIGINS),
  callId: idSchema.nullable(),
  messageId: idSchema.nullable(),
});
export type Origin = z.infer<typeof originSchema>;

export const PREFERRED_CHANNELS = ['phone', 'text'] as const;

/** Why an agent ends a promise without an answered call. */
export const CLOSE_REASONS = [
  'solved',
  'withdrawn',
  'handed-over',
  'other-channel',
  'unreachable',
  'wrong-number',
  'duplicate',
  'other',
] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];

export const REMINDERS = ['before', 'at', 'after'] as const;
export type Reminder = (typeof REMINDERS)[number];

/** What held a call back until the agent gave a reason. */
export const HOLDS = ['cool-down', 'cap', 'hours'] as const;

const fact = { id: idSchema, promiseId: idSchema, at: timeSchema };
/** What people write so that others understand. */
const words = z.string().max(500);
/** Who somebody of the team is, as the agent calls them. */
const colleague = z.string().trim().min(1).max(128);

const customer = {
  address: z.string().max(1_024),
  dialled: z.string().min(1).max(256),
  e164: z.string().max(20).nullable(),
  name: z.string().max(128).nullable(),
  practice: z.boolean(),
};

const madeFactSchema = z.object({
  ...fact,
  type: z.literal('made'),
  ...customer,
  topic: z.string().max(200),
  urgency: urgencySchema,
  window: windowSchema,
  /** Null: whoever this database belongs to. */
  owner: colleague.nullable(),
  origin: originSchema,
  channel: z.enum(PREFERRED_CHANNELS),
  note: z.string().max(2_000),
  /** When the customer first wanted somebody: what the wait is counted from. */
  cryAt: timeSchema,
});

/** What the page may append: everything that an agent decides. */
export const decidedFactSchema = z.discriminatedUnion('type', [
  madeFactSchema,
  z.object({ ...fact, type: z.literal('rescheduled'), window: windowSchema, reason: words }),
  /** Out of the way until then; null takes it back. The customer is promised what they were. */
  z.object({ ...fact, type: z.literal('snoozed'), until: timeSchema.nullable() }),
  z.object({ ...fact, type: z.literal('urgency'), urgency: urgencySchema }),
  z.object({ ...fact, type: z.literal('escalated'), to: colleague, note: words }),
  /** Null: back to whoever this database belongs to. */
  z.object({ ...fact, type: z.literal('reassigned'), to: colleague.nullable(), note: words }),
  /** The agent calls although something held the call back. */
  z.object({
    ...fact,
    type: z.literal('override'),
    why: z.string().trim().min(1).max(300),
    code: z.enum(HOLDS),
  }),
  z.object({
    ...fact,
    type: z.literal('closed'),
    reason: z.enum(CLOSE_REASONS),
    words,
  }),
  /** The close was a slip. */
  z.object({ ...fact, type: z.literal('reopened') }),
  ...settledFactSchemas(fact),
]);
export type DecidedFact = z.infer<typeof decidedFactSchema>;

/** What the host finds out by itself. */
const noticedFactSchema = z.discriminatedUnion('type', [
  /** The customer tried again: it joins the promise they have. */
  z.object({ ...fact, type: z.literal('added'), origin: originSchema, urgency: urgencySchema }),
  /** They were called and did not answer. `rang`: it was more than a number that does not exist. */
  z.object({
    ...fact,
    type: z.literal('attempted'),
    callId: idSchema,
    outcome: outcomeSchema,
    rang: z.boolean(),
  }),
  /** They are on the line; the end of the call keeps the promise. */
  z.object({ ...fact, type: z.literal('answered'), callId: idSchema }),
  z.object({ ...fact, type: z.literal('kept'), callId: idSchema }),
  /** `armedBy`: the fact that set the time, so that it is said once for each. */
  z.object({
    ...fact,
    type: z.literal('reminded'),
    kind: z.enum(REMINDERS),
    armedBy: idSchema,
  }),
  replyFactSchema(fact),
]);

export const promiseFactSchema = z.union([decidedFactSchema, noticedFactSchema]);
export type PromiseFact = z.infer<typeof promiseFactSchema>;

/** One promise as it is shown. */
export const promiseRowSchema = z.object({
  id: idSchema,
  agentId: idSchema,
  /** What the customer is known by; see `customerKey`. */
  customer: z.string(),
  ...customer,
  topic: z.string(),
  urgency: urgencySchema,
  window: z.object({ from: timeSchema, to: timeSchema }),
  snoozedUntil: timeSchema.nullable(),
  /** Where it stands in the list: the end of the window, or of the snooze when that is later. */
  dueAt: timeSchema,
  owner: z.string().nullable(),
  escalatedTo: z.string().nullable(),
  origin: originSchema,
  channel: z.enum(PREFERRED_CHANNELS),
  note: z.string(),
  cryAt: timeSchema,
  /** How often the customer tried, and when last. */
  cries: z.number().int(),
  lastCryAt: timeSchema,
  madeAt: timeSchema,
  attempts: z.number().int(),
  lastAttemptAt: timeSchema.nullable(),
  /** The call with them that is going on. */
  talk: z.object({ callId: idSchema, at: timeSchema }).nullable(),
  /** The fact that set the time, and when. */
  armedBy: idSchema,
  armedAt: timeSchema,
  /** The last that was said of this time; those before it are past. */
  reminded: z.enum(REMINDERS).nullable(),
  /** The newest answer to times that were offered; left out by rows of before there were any. */
  reply: replySchema.nullable().default(null),
  end: z
    .discriminatedUnion('how', [
      z.object({
        how: z.literal('kept'),
        at: timeSchema,
        callId: idSchema,
        late: z.boolean(),
        /** Milliseconds from the first cry to the answered call. */
        waitMs: z.number().int().min(0),
      }),
      z.object({
        how: z.literal('closed'),
        at: timeSchema,
        reason: z.enum(CLOSE_REASONS),
        words: z.string(),
      }),
    ])
    .nullable(),
});
export type PromiseRow = z.infer<typeof promiseRowSchema>;

/** What promises and calls of one customer are found by: the number, however it was written. */
export function customerKey(someone: { e164: string | null; dialled: string }): string {
  return numberKey(someone);
}

/**
 * What two facts cannot both say: one call makes or joins one promise, keeps it once, is one
 * attempt; a reminder is given once. Whoever replays or tells twice adds nothing.
 */
export function onlyOnceKey(fact: PromiseFact): string | null {
  switch (fact.type) {
    case 'made':
    case 'added': {
      const { kind, callId, messageId } = fact.origin;
      if (kind === 'hand' || kind === 'script') return null;
      // A call answered by the machine is missed as well: what was spoken joins what was missed.
      const source = kind === 'voicemail' ? 'voicemail' : 'cry';
      const id = callId ?? messageId;
      return id === null ? null : `${source}:${id}`;
    }
    case 'attempted':
    case 'answered':
    case 'kept':
      return `${fact.type}:${fact.promiseId}:${fact.callId}`;
    case 'reminded':
      return `reminded:${fact.promiseId}:${fact.armedBy}:${fact.kind}`;
    case 'replied':
      return `replied:${fact.messageId}`;
    default:
      return null;
  }
}

/**
 * What a row becomes when a fact is added.
 * @returns the row unchanged (the same object) when the fact says nothing new
 */
export function applyToPromise(
  row: PromiseRow | null,
  fact: PromiseFact,
  agentId: string,
): PromiseRow | null {
  if (fact.type === 'made') return row ?? newRow(fact, agentId);
  if (!row) return null;
  if (fact.type === 'reopened') {
    return row.end?.how === 'closed' ? armed({ ...row, end: null }, fact) : row;
  }
  if (row.end) return row;
  switch (fact.type) {
    case 'added':
      return {
        ...row,
        // What was spoken on the machine is of a call that has been counted.
        cries: row.cries + (fact.origin.kind === 'voicemail' ? 0 : 1),
        lastCryAt: Math.max(row.lastCryAt, fact.at),
        urgency: fact.urgency === 'urgent' ? 'urgent' : row.urgency,
      };
    case 'attempted':
      return {
        ...row,
        attempts: row.attempts + (countsAsAttempt(fact) ? 1 : 0),
        lastAttemptAt: countsAsAttempt(fact) ? fact.at : row.lastAttemptAt,
      };
    case 'rescheduled':
      return moved(
        // Whoever sets a time by hand has dealt with what the customer answered.
        { ...row, reply: row.reply ? { ...row.reply, done: true } : null },
        fact.window,
        fact,
      );
    case 'replied':
    case 'chosen':
    case 'unchosen':
    case 'passed':
      return replied(row, fact);
    case 'snoozed':
      return armed({ ...row, snoozedUntil: fact.until }, fact);
    case 'urgency':
      return fact.urgency === row.urgency ? row : { ...row, urgency: fact.urgency };
    case 'escalated':
      return { ...row, escalatedTo: fact.to };
    case 'reassigned':
      return { ...row, owner: fact.to };
    case 'override':
      // Stands in the promise's history.
      return row;
    case 'answered':
      return { ...row, talk: { callId: fact.callId, at: fact.at } };
    case 'kept': {
      const { at } = row.talk ?? fact;
      return {
        ...row,
        talk: null,
        end: {
          how: 'kept',
          at,
          callId: fact.callId,
          late: at > row.window.to,
          waitMs: Math.max(0, at - row.cryAt),
        },
      };
    }
    case 'closed':
      return {
        ...row,
        talk: null,
        end: { how: 'closed', at: fact.at, reason: fact.reason, words: fact.words },
      };
    case 'reminded': {
      // Of a time that is no longer the promise's: it says nothing of this one.
      if (fact.armedBy !== row.armedBy) return row;
      const said = REMINDERS.indexOf(fact.kind);
      const before = row.reminded === null ? -1 : REMINDERS.indexOf(row.reminded);
      return said > before ? { ...row, reminded: fact.kind } : row;
    }
  }
}

/** Nobody is called too often by a number that could not be reached at all. */
function countsAsAttempt({ outcome, rang }: { outcome: string; rang: boolean }): boolean {
  return rang || outcome === 'missed' || outcome === 'busy' || outcome === 'rejected';
}

function replied(row: PromiseRow, fact: ReplyFact & { id: string; at: number }): PromiseRow {
  const { reply, window } = applyReply({ reply: row.reply ?? null, window: row.window }, fact);
  if (reply === row.reply) return row;
  const answered = { ...row, reply };
  return window === row.window ? answered : moved(answered, window, fact);
}

function moved(
  row: PromiseRow,
  { from, to }: PromiseWindow,
  fact: { id: string; at: number },
): PromiseRow {
  return armed({ ...row, window: { from, to }, snoozedUntil: null }, fact);
}

function armed(row: PromiseRow, { id, at }: { id: string; at: number }): PromiseRow {
  return {
    ...row,
    dueAt: Math.max(row.window.to, row.snoozedUntil ?? 0),
    armedBy: id,
    armedAt: at,
    reminded: null,
  };
}

function newRow(fact: z.infer<typeof madeFactSchema>, agentId: string): PromiseRow {
  const { id, at } = fact;
  // Written out: a row made again is the same to the letter.
  return {
    id: fact.promiseId,
    agentId,
    customer: customerKey(fact),
    address: fact.address,
    dialled: fact.dialled,
    e164: fact.e164,
    name: fact.name,
    practice: fact.practice,
    topic: fact.topic,
    urgency: fact.urgency,
    window: { from: fact.window.from, to: fact.window.to },
    snoozedUntil: null,
    dueAt: fact.window.to,
    owner: fact.owner,
    escalatedTo: null,
    origin: {
      kind: fact.origin.kind,
      callId: fact.origin.callId,
      messageId: fact.origin.messageId,
    },
    channel: fact.channel,
    note: fact.note,
    cryAt: fact.cryAt,
    cries: 1,
    lastCryAt: fact.cryAt,
    madeAt: at,
    attempts: 0,
    lastAttemptAt: null,
    talk: null,
    armedBy: id,
    armedAt: at,
    reminded: null,
    reply: null,
    end: null,
  };
}
