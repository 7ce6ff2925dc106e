import { z } from 'zod';
import { causeSchema, directionSchema, idSchema, timeSchema } from '../call/record.ts';
import { cleanText } from '../text/cleanText.ts';
import { threadOf } from './thread.ts';

/**
 * The durable history of a text message. A message event is a fact that is only ever added; the
 * message's row is what its events add up to (`applyToMessage`). All times are epoch milliseconds.
 */

/** What carries a message. `sms`: a gateway had it, and a relay has passed it on. */
export const CHANNELS = ['sip', 'sms'] as const;
export const channelSchema = z.enum(CHANNELS);

export const MESSAGE_STATES = [
  /** Inbound: it is here. */
  'received',
  /** Waits for the line, or for the one before it. */
  'queued',
  /** The request may have left; nothing is known yet. */
  'sending',
  /** 202: the exchange has it and passes it on. RFC 3428 §7. */
  'accepted',
  /** 200: the far end has it. */
  'delivered',
  'failed',
  /** It left, and what became of it is not known. Never sent again by itself. */
  'uncertain',
] as const;
export const messageStateSchema = z.enum(MESSAGE_STATES);
export type MessageState = z.infer<typeof messageStateSchema>;

/** UTF-8 bytes of a received body; what is larger is refused. */
export const LARGEST_RECEIVED = 8_192;

const fact = { id: idSchema, messageId: idSchema, at: timeSchema };

/** Who it is from or to; see `startedFactSchema` in call/record.ts. All of it is untrusted. */
const correspondent = {
  channel: channelSchema,
  address: z.string().max(1_024),
  dialled: z.string().max(256),
  e164: z.string().max(20).nullable(),
  name: z.string().max(128).nullable(),
  rawName: z.string().max(1_024).nullable(),
  account: z.string().max(256),
  practice: z.boolean(),
  /** As it came or was written: only the row's is fit to show. */
  body: z.string().max(LARGEST_RECEIVED),
};

export const receivedFactSchema = z.object({
  ...fact,
  ...correspondent,
  type: z.literal('received'),
  sipCallId: z.string().max(256).nullable(),
  /** The same for every copy of one message on the network; a second copy is not stored. */
  copyKey: z.string().min(1).max(1_024).nullable(),
});
export type ReceivedFact = z.infer<typeof receivedFactSchema>;

/** What the page may append: everything about messages it sends. */
export const sentFactSchema = z.discriminatedUnion('type', [
  z.object({ ...fact, ...correspondent, type: z.literal('composed') }),
  /** Stored before the request leaves: from here on it may have arrived. */
  z.object({ ...fact, type: z.literal('sending'), sipCallId: z.string().max(256).nullable() }),
  z.object({ ...fact, type: z.literal('accepted') }),
  z.object({ ...fact, type: z.literal('delivered') }),
  z.object({ ...fact, type: z.literal('failed'), cause: causeSchema }),
  z.object({ ...fact, type: z.literal('uncertain'), cause: causeSchema }),
]);
export type SentFact = z.infer<typeof sentFactSchema>;

export const messageFactSchema = z.union([
  receivedFactSchema,
  sentFactSchema,
  z.object({ ...fact, type: z.literal('read') }),
]);
export type MessageFact = z.infer<typeof messageFactSchema>;

/** One message as it is shown. */
export const messageRowSchema = z.object({
  id: idSchema,
  agentId: idSchema,
  /** Which conversation it belongs to; see `threadOf`. */
  thread: z.string(),
  channel: channelSchema,
  direction: directionSchema,
  address: z.string(),
  dialled: z.string(),
  e164: z.string().nullable(),
  name: z.string().nullable(),
  rawName: z.string().nullable(),
  account: z.string(),
  practice: z.boolean(),
  /** Without control and direction characters; may be empty. */
  body: z.string(),
  sipCallId: z.string().nullable(),
  copyKey: z.string().nullable(),
  state: messageStateSchema,
  cause: causeSchema.nullable(),
  /** When it came or was written. */
  at: timeSchema,
  /** When it may first have left. */
  sentAt: timeSchema.nullable(),
  /** When it was known what became of it. */
  settledAt: timeSchema.nullable(),
  readAt: timeSchema.nullable(),
});
export type MessageRow = z.infer<typeof messageRowSchema>;

/**
 * What a row becomes when a fact is added. An answer that comes after a restart has called the
 * message uncertain is the better knowledge and replaces that; nothing else changes a settled one.
 * @returns the row unchanged (the same object) when the fact says nothing new
 */
export function applyToMessage(
  row: MessageRow | null,
  fact: MessageFact,
  agentId: string,
): MessageRow | null {
  if (fact.type === 'received' || fact.type === 'composed') {
    return row ?? newRow(fact, agentId);
  }
  if (!row) return null;
  if (fact.type === 'read') {
    const unread = row.direction === 'inbound' && row.readAt === null;
    return unread ? { ...row, readAt: fact.at } : row;
  }
  if (!FOLLOWS[fact.type].includes(row.state)) return row;
  // A wall clock set back must not make a message arrive before it was written.
  const at = Math.max(fact.at, row.sentAt ?? row.at);
  if (fact.type === 'sending') {
    return { ...row, state: 'sending', sentAt: at, sipCallId: fact.sipCallId };
  }
  const cause = 'cause' in fact ? fact.cause : null;
  return { ...row, state: fact.type, settledAt: at, cause };
}

/** After which states a fact still says something. */
const FOLLOWS: Readonly<
  Record<'sending' | 'accepted' | 'delivered' | 'failed' | 'uncertain', readonly MessageState[]>
> = {
  sending: ['queued'],
  accepted: ['sending', 'uncertain'],
  delivered: ['sending', 'uncertain', 'accepted'],
  failed: ['queued', 'sending', 'uncertain'],
  uncertain: ['sending'],
};

function newRow(
  fact: Extract<MessageFact, { type: 'received' | 'composed' }>,
  agentId: string,
): MessageRow {
  const { id: _id, messageId, type, at, body, ...rest } = fact;
  const inbound = type === 'received';
  return {
    sipCallId: null,
    copyKey: null,
    ...rest,
    id: messageId,
    agentId,
    thread: threadOf(rest),
    direction: inbound ? 'inbound' : 'outbound',
    body: cleanText(body),
    state: inbound ? 'received' : 'queued',
    cause: null,
    at,
    sentAt: null,
    settledAt: null,
    readAt: null,
  };
}

/** A conversation as the list shows it. */
export const threadRowSchema = z.object({
  thread: z.string(),
  address: z.string(),
  dialled: z.string(),
  e164: z.string().nullable(),
  name: z.string().nullable(),
  practice: z.boolean(),
  unread: z.number().int().min(0),
  /** The newest message of it. */
  last: messageRowSchema,
});
export type ThreadRow = z.infer<typeof threadRowSchema>;
