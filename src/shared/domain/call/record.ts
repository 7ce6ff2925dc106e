import { z } from 'zod';
import { callDispositionSchema } from '../disposition/disposition.ts';
import { identitySchema, stationSchema } from '../pbx/callerWay.ts';
import { qualitySummarySchema } from '../quality/summary.ts';
import { tagsSchema, uniqueTags } from '../history/tags.ts';
import { treatedSchema } from '../treatment/treated.ts';
import { isRecordedAfter, RECORDING_FACTS, voicemailAfter } from '../recording/recording.ts';

/**
 * The durable history of a call. A call event is a fact that is only ever added; the call's row is
 * what its events add up to (`applyToRecord`), so a row can always be built again.
 * All times are epoch milliseconds on the phone's clock, which does not jump within a call.
 */
export const DIRECTIONS = ['inbound', 'outbound'] as const;
export const directionSchema = z.enum(DIRECTIONS);
export type Direction = z.infer<typeof directionSchema>;

export const OUTCOMES = [
  'answered',
  /** Inbound: the caller gave up or nobody answered. Outbound: the other side did not answer. */
  'missed',
  'busy',
  'rejected',
  /** Outbound: the agent gave up before an answer. */
  'cancelled',
  'failed',
  'answered-elsewhere',
  /** Inbound: sent on to a colleague or another number, unanswered here. */
  'forwarded',
  /** The app ended before the call did; the end is the last moment it was seen. */
  'interrupted',
] as const;
export const outcomeSchema = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof outcomeSchema>;

export const endedBySchema = z.enum(['agent', 'customer', 'network', 'app']);
export type EndedBy = z.infer<typeof endedBySchema>;

export const transferKindSchema = z.enum(['blind', 'attended', 'park']);
export type TransferKind = z.infer<typeof transferKindSchema>;

/** A call that is none with a customer: kept, and out of the customers' log. */
export const serviceSchema = z.enum(['switch', 'voicemail']);
export type Service = z.infer<typeof serviceSchema>;

/** Why a call ended. `status` is a SIP response code (RFC 3261 §21) where there was one. */
export const causeSchema = z.object({
  code: z.string().max(80),
  status: z.number().int().min(100).max(699).optional(),
  /** The far end's own words: untrusted, shown as text only. */
  text: z.string().max(200).optional(),
});
export type Cause = z.infer<typeof causeSchema>;

/** Epoch milliseconds; an upper bound keeps a broken clock out of the database. */
export const timeSchema = z.number().int().min(0).max(8_640_000_000_000_000);
export const idSchema = z.uuid();

const fact = { id: idSchema, callId: idSchema, at: timeSchema };

export const startedFactSchema = z.object({
  ...fact,
  type: z.literal('started'),
  direction: directionSchema,
  /** The SIP address as it came or was dialled, whole; untrusted. */
  address: z.string().max(1_024),
  /** As the agent typed it, or the user part of the caller's address. */
  dialled: z.string().max(256),
  /** E.164 with a leading +, where the address is a telephone number. */
  e164: z.string().max(20).nullable(),
  /** Cleaned for display: no control or direction characters, at most 128 characters. */
  name: z.string().max(128).nullable(),
  /** The name as it came, at most 1,024 characters of it. */
  rawName: z.string().max(1_024).nullable(),
  sipCallId: z.string().max(256).nullable(),
  account: z.string().max(256),
  practice: z.boolean(),
  /** From these three on: left out where there is nothing to say, and by earlier releases. */
  claimed: identitySchema.optional(),
  via: z.array(stationSchema).max(5).readonly().optional(),
  service: serviceSchema.optional(),
});

export const callFactSchema = z.discriminatedUnion('type', [
  startedFactSchema,
  /** The SIP Call-ID is known only once the request is made. */
  z.object({ ...fact, type: z.literal('identified'), sipCallId: z.string().max(256) }),
  z.object({ ...fact, type: z.literal('ringing') }),
  z.object({ ...fact, type: z.literal('answered') }),
  z.object({ ...fact, type: z.literal('held') }),
  z.object({ ...fact, type: z.literal('resumed') }),
  /** What the whole call was like; recorded as it ends. */
  z.object({ ...fact, type: z.literal('quality'), summary: qualitySummarySchema }),
  z.object({
    ...fact,
    type: z.literal('ended'),
    outcome: outcomeSchema,
    by: endedBySchema,
    cause: causeSchema,
  }),
  /** The customer was handed to somebody else; the end of this call follows. */
  z.object({
    ...fact,
    type: z.literal('transferred'),
    kind: transferKindSchema,
    /** As the agent wrote it. */
    to: z.string().max(256),
  }),
  /** The outbound policy asked, and the agent called or sent the customer there all the same. */
  z.object({
    ...fact,
    type: z.literal('confirmed'),
    /** As the agent wrote it. */
    number: z.string().max(256),
    reason: z.string().max(200),
  }),
  /** It came while the agent was away: what was done about it, and why. */
  z.object({ ...fact, type: z.literal('treated'), treated: treatedSchema }),
  /** The app answered for an agent who was away; once as it begins, and once when it is over. */
  z.object({
    ...fact,
    type: z.literal('attended'),
    greetingId: idSchema.nullable(),
    /** The recording of what the customer left; null for none yet, or nothing said. */
    voicemail: idSchema.nullable(),
    /** How long the customer was with the app, in seconds. */
    seconds: z.number().min(0).max(86_400),
  }),
  z.object({ ...fact, type: z.literal('noted'), note: z.string().max(10_000) }),
  /** What it is found by later; the newest counts. */
  z.object({ ...fact, type: z.literal('tagged'), tags: tagsSchema }),
  /** What it was about and what became of it; chosen again, the newest counts. */
  z.object({
    ...fact,
    type: z.literal('disposed'),
    /** Null: what was chosen is taken back, and there was nothing before it. */
    disposition: callDispositionSchema.nullable(),
    /** The account of whoever chose it; empty on the practice exchange. */
    by: z.string().max(256),
  }),
  /** Something about a recording of this call. */
  z.object({
    ...fact,
    type: z.literal('recording'),
    recordingId: idSchema.nullable(),
    what: z.enum(RECORDING_FACTS),
    /** See `RECORDING_FACTS`. */
    detail: z.string().max(500),
    /** What the customer left for an agent who was away. Left out for a recording of the call. */
    kind: z.literal('voicemail').optional(),
  }),
]);
export type CallFact = z.infer<typeof callFactSchema>;

export const attendedSchema = z.object({
  greetingId: idSchema.nullable(),
  seconds: z.number().min(0),
});

/** One line of the call log. */
export const callRowSchema = z.object({
  id: idSchema,
  agentId: idSchema,
  direction: directionSchema,
  address: z.string(),
  dialled: z.string(),
  e164: z.string().nullable(),
  name: z.string().nullable(),
  rawName: z.string().nullable(),
  sipCallId: z.string().nullable(),
  account: z.string(),
  practice: z.boolean(),
  startedAt: timeSchema,
  ringingAt: timeSchema.nullable(),
  answeredAt: timeSchema.nullable(),
  endedAt: timeSchema.nullable(),
  /** Milliseconds on hold, without the hold that is still going on. */
  heldMs: z.number().int().min(0),
  heldSince: timeSchema.nullable(),
  outcome: outcomeSchema.nullable(),
  endedBy: endedBySchema.nullable(),
  cause: causeSchema.nullable(),
  note: z.string(),
  tags: z.array(z.string()).readonly(),
  /** Null for a call that nobody measured: never connected, or of an earlier release. */
  quality: qualitySummarySchema.nullable(),
  /** There is a recording of it to listen to. */
  recorded: z.boolean(),
  /** The app answered it for an agent who was away; `answeredAt` says whether the agent took over. */
  attended: attendedSchema.nullable(),
  /** What the customer left, and whether anybody has listened to it. */
  voicemail: z.enum(['new', 'heard']).nullable(),
  /** What From said, where the exchange vouched for somebody else. */
  claimed: identitySchema.nullable(),
  /** The numbers the call was for before, first the one that was dialled. */
  via: z.array(stationSchema).readonly(),
  service: serviceSchema.nullable(),
  /** Null for a call that came while calls were taken. */
  treated: treatedSchema.nullable(),
  /** Null for a call of which nobody has said what it was about. */
  disposition: callDispositionSchema.nullable(),
});
export type CallRow = z.infer<typeof callRowSchema>;

/**
 * What a row becomes when a fact is added. Facts may arrive late or after a restart has closed the
 * call as interrupted: a real end then replaces the guess, nothing else changes an ended call but
 * a note, its quality and what becomes of its recording.
 * @returns the row unchanged (the same object) when the fact says nothing new
 */
export function applyToRecord(
  row: CallRow | null,
  fact: CallFact,
  agentId: string,
): CallRow | null {
  if (fact.type === 'started') {
    if (row) return row;
    const { id: _id, callId, at, type: _type, ...started } = fact;
    return {
      ...started,
      claimed: started.claimed ?? null,
      via: started.via ?? [],
      service: started.service ?? null,
      id: callId,
      agentId,
      startedAt: at,
      ringingAt: null,
      answeredAt: null,
      endedAt: null,
      heldMs: 0,
      heldSince: null,
      outcome: null,
      endedBy: null,
      cause: null,
      note: '',
      tags: [],
      quality: null,
      recorded: false,
      treated: null,
      attended: null,
      voicemail: null,
      disposition: null,
    };
  }
  if (!row) return null;
  // Stands in the call's history.
  if (fact.type === 'confirmed') return row;
  if (fact.type === 'treated') return { ...row, treated: fact.treated };
  if (fact.type === 'noted') return { ...row, note: fact.note };
  if (fact.type === 'tagged') return { ...row, tags: uniqueTags(fact.tags) };
  if (fact.type === 'disposed') return { ...row, disposition: fact.disposition };
  if (fact.type === 'quality') return { ...row, quality: fact.summary };
  if (fact.type === 'identified') return { ...row, sipCallId: fact.sipCallId };
  if (fact.type === 'attended') {
    const { greetingId, seconds } = fact;
    return { ...row, attended: { greetingId, seconds } };
  }
  if (fact.type === 'recording' && fact.kind === 'voicemail') {
    const voicemail = voicemailAfter(fact.what, row.voicemail);
    return voicemail === row.voicemail ? row : { ...row, voicemail };
  }
  if (fact.type === 'recording') {
    const recorded = isRecordedAfter(fact.what) ?? row.recorded;
    return recorded === row.recorded ? row : { ...row, recorded };
  }

  const guessed = row.outcome === 'interrupted';
  if (row.endedAt !== null && !(guessed && fact.type === 'ended')) return row;

  // A wall clock set back during a call must not make a negative duration.
  const last = row.heldSince ?? row.answeredAt ?? row.ringingAt ?? row.startedAt;
  const at = Math.max(fact.at, last);
  switch (fact.type) {
    case 'ringing':
      return row.ringingAt === null ? { ...row, ringingAt: at } : row;
    case 'answered':
      return row.answeredAt === null ? { ...row, answeredAt: at } : row;
    case 'held':
      return row.heldSince === null ? { ...row, heldSince: at } : row;
    case 'resumed':
      return row.heldSince === null ? row : { ...row, ...withHoldClosed(row, at) };
    case 'transferred':
      // Who to stands in the call's history; that it was says the cause of its end.
      return row;
    case 'ended':
      return {
        ...row,
        ...withHoldClosed(row, at),
        endedAt: at,
        outcome: fact.outcome,
        endedBy: fact.by,
        cause: fact.cause,
      };
  }
}

function withHoldClosed(row: CallRow, at: number): Pick<CallRow, 'heldMs' | 'heldSince'> {
  return row.heldSince === null
    ? { heldMs: row.heldMs, heldSince: null }
    : { heldMs: row.heldMs + (at - row.heldSince), heldSince: null };
}

/** Milliseconds of a row's parts; a call that is still going on is measured up to `now`. */
export function durations(
  row: Pick<CallRow, 'startedAt' | 'answeredAt' | 'endedAt' | 'heldMs' | 'heldSince'>,
  now: number,
): { readonly ringMs: number; readonly talkMs: number; readonly heldMs: number } {
  const end = row.endedAt ?? Math.max(now, row.startedAt);
  const heldMs = row.heldMs + (row.heldSince === null ? 0 : Math.max(0, end - row.heldSince));
  const ringMs = Math.max(0, (row.answeredAt ?? end) - row.startedAt);
  const talkMs = row.answeredAt === null ? 0 : Math.max(0, end - row.answeredAt - heldMs);
  return { ringMs, talkMs, heldMs };
}
