import { z } from 'zod';
import { idSchema, outcomeSchema, timeSchema } from '../call/record.ts';
import { customerKey, HOLDS } from '../callback/record.ts';

/**
 * The durable history of a pause in the contact with a customer (연락 중단). A pause event is a fact
 * that is only ever added; the pause's row is what its events add up to (`applyToPause`). All times
 * are epoch milliseconds.
 */

/** Neutral, every one of them: why somebody cannot be reached is theirs to say. */
export const CAUSES = [
  'unknown',
  'requested',
  'circumstances',
  'away',
  'number',
  'network',
  'channel',
  'other',
] as const;
export const causeSchema = z.enum(CAUSES);
export type Cause = z.infer<typeof causeSchema>;

export const CHANNELS = ['text', 'mail', 'messenger', 'phone', 'post', 'visit'] as const;
export const channelSchema = z.enum(CHANNELS);
export type Channel = z.infer<typeof channelSchema>;

export const RISK_LEVELS = ['low', 'medium', 'high'] as const;
export const SUPPORT_ANSWERS = ['offered', 'accepted', 'declined'] as const;
export const PAUSE_ENDS = ['no-reply', 'wish', 'handed-over', 'mistake', 'other'] as const;

/** What holds a call to a paused customer back: the pause, or what holds any customer's. */
export const PAUSE_HOLDS = ['paused', 'check-in', 'channel', ...HOLDS] as const;

/** Facts of one pause beyond which lists in its row no longer grow. */
const MOST = 50;

const fact = { id: idSchema, pauseId: idSchema, at: timeSchema };
const words = z.string().max(2_000);
const short = z.string().max(200);
/** Who somebody of the team is, as the agent calls them. */
const colleague = z.string().trim().min(1).max(128);

export const pausedNumberSchema = z.object({
  address: z.string().max(1_024),
  dialled: z.string().min(1).max(256),
  e164: z.string().max(20).nullable(),
});
export type PausedNumber = z.infer<typeof pausedNumberSchema>;

const who = {
  /** Their numbers when the pause began; the first is the one that is called. */
  numbers: z.array(pausedNumberSchema).min(1).max(8),
  name: z.string().max(128).nullable(),
  practice: z.boolean(),
  /** The customer's card, where there is one. */
  customerId: idSchema.nullable(),
};

/** Each channel once, in the order in which they are to be tried. */
const channelsSchema = z
  .array(channelSchema)
  .max(CHANNELS.length)
  .refine((channels) => new Set(channels).size === channels.length);

const backupSchema = z.object({
  name: z.string().trim().min(1).max(128),
  relation: short,
  number: z.string().max(64),
  note: z.string().max(500),
});
export type Backup = z.infer<typeof backupSchema>;

const riskSchema = z.object({ level: z.enum(RISK_LEVELS), text: words, plan: words });

const preferencesSchema = z.object({
  channel: channelSchema.nullable(),
  hours: short,
  note: words,
});

const openedFactSchema = z.object({
  ...fact,
  type: z.literal('opened'),
  ...who,
  /** Since when they could not be reached. */
  since: timeSchema,
  cause: causeSchema,
  causeNote: words,
  /** Null: whoever this database belongs to. */
  owner: colleague.nullable(),
  channels: channelsSchema,
  checkIns: z.array(z.object({ id: idSchema, at: timeSchema })).max(20),
  /** What it was opened from. */
  origin: z.object({ callId: idSchema.nullable(), promiseId: idSchema.nullable() }),
});

/** What the page may append: everything that an agent decides. */
export const pauseDecisionSchema = z.discriminatedUnion('type', [
  openedFactSchema,
  z.object({ ...fact, type: z.literal('cause'), cause: causeSchema, note: words }),
  /** A gentle question was sent, or was taken along to be sent. */
  z.object({ ...fact, type: z.literal('inquiry'), channel: channelSchema, text: words }),
  z.object({ ...fact, type: z.literal('reply'), channel: channelSchema, text: words }),
  z.object({ ...fact, type: z.literal('channels'), channels: channelsSchema }),
  z.object({
    ...fact,
    type: z.literal('check-in'),
    checkIn: z.object({ id: idSchema, at: timeSchema }),
  }),
  z.object({ ...fact, type: z.literal('check-in-moved'), checkInId: idSchema, to: timeSchema }),
  z.object({
    ...fact,
    type: z.literal('check-in-done'),
    checkInId: idSchema,
    channel: channelSchema.nullable(),
    note: words,
  }),
  z.object({ ...fact, type: z.literal('check-in-dropped'), checkInId: idSchema }),
  z.object({ ...fact, type: z.literal('backup'), backup: backupSchema.nullable() }),
  /** Null: back to whoever this database belongs to. */
  z.object({ ...fact, type: z.literal('owner'), to: colleague.nullable(), note: words }),
  z.object({ ...fact, type: z.literal('risk'), risk: riskSchema.nullable() }),
  /** What waits as long as the customer cannot be reached: the whole list. */
  z.object({ ...fact, type: z.literal('on-hold'), items: z.array(short.min(1)).max(20) }),
  z.object({
    ...fact,
    type: z.literal('support'),
    text: short.min(1),
    answer: z.enum(SUPPORT_ANSWERS),
  }),
  /** The agent calls although something held the call back. */
  z.object({
    ...fact,
    type: z.literal('override'),
    why: z.string().trim().min(1).max(300),
    codes: z.array(z.enum(PAUSE_HOLDS)).min(1).max(PAUSE_HOLDS.length),
  }),
  z.object({
    ...fact,
    type: z.literal('resumed'),
    /** What they were thanked with. */
    thanks: words,
    preferences: preferencesSchema,
  }),
  z.object({ ...fact, type: z.literal('closed'), reason: z.enum(PAUSE_ENDS), words }),
  /** What the next one may learn from it; also after the end. */
  z.object({ ...fact, type: z.literal('lesson'), text: words }),
  z.object({ ...fact, type: z.literal('reopened') }),
]);
export type PauseDecision = z.infer<typeof pauseDecisionSchema>;

/** What the host finds out by itself. */
const noticedFactSchema = z.discriminatedUnion('type', [
  /** They were called and did not answer. `rang`: it was more than a number that does not exist. */
  z.object({
    ...fact,
    type: z.literal('attempted'),
    callId: idSchema,
    outcome: outcomeSchema,
    rang: z.boolean(),
  }),
  /** They called and nobody took it. */
  z.object({ ...fact, type: z.literal('called'), callId: idSchema }),
  /** They are on the line, whoever called. */
  z.object({ ...fact, type: z.literal('reached'), callId: idSchema }),
  /** `armedBy`: the fact that set the time, so that it is said once for each. */
  z.object({
    ...fact,
    type: z.literal('reminded'),
    checkInId: idSchema,
    armedBy: idSchema,
  }),
]);

export const pauseFactSchema = z.union([pauseDecisionSchema, noticedFactSchema]);
export type PauseFact = z.infer<typeof pauseFactSchema>;

const checkInSchema = z.object({
  id: idSchema,
  at: timeSchema,
  /** The fact that set the time. */
  armedBy: idSchema,
  /** The agent was told of this time. */
  reminded: z.boolean(),
  doneAt: timeSchema.nullable(),
});
export type CheckIn = z.infer<typeof checkInSchema>;

/** One pause as it is shown. */
export const pauseRowSchema = z.object({
  id: idSchema,
  agentId: idSchema,
  ...who,
  /** What the customer is known by: a key for each number, as promises have it. */
  keys: z.array(z.string()),
  since: timeSchema,
  openedAt: timeSchema,
  cause: causeSchema,
  causeNote: z.string(),
  owner: z.string().nullable(),
  /** The last note that was handed on with it. */
  handOff: z.string(),
  channels: z.array(channelSchema),
  /** The channels by which they were asked, or by which they have replied. */
  tried: z.array(channelSchema),
  /** In the order of their times. */
  checkIns: z.array(checkInSchema),
  backup: backupSchema.nullable(),
  risk: riskSchema.nullable(),
  onHold: z.array(z.string()),
  support: z.array(z.object({ text: z.string(), answer: z.enum(SUPPORT_ANSWERS) })),
  inquiries: z.number().int(),
  lastInquiryAt: timeSchema.nullable(),
  lastReplyAt: timeSchema.nullable(),
  attempts: z.number().int(),
  lastAttemptAt: timeSchema.nullable(),
  /** When they last called or were talked to. */
  lastHeardAt: timeSchema.nullable(),
  lesson: z.string(),
  origin: z.object({ callId: idSchema.nullable(), promiseId: idSchema.nullable() }),
  end: z
    .discriminatedUnion('how', [
      z.object({
        how: z.literal('resumed'),
        at: timeSchema,
        thanks: z.string(),
        preferences: preferencesSchema,
      }),
      z.object({
        how: z.literal('closed'),
        at: timeSchema,
        reason: z.enum(PAUSE_ENDS),
        words: z.string(),
      }),
    ])
    .nullable(),
});
export type PauseRow = z.infer<typeof pauseRowSchema>;

/**
 * What two facts cannot both say: one call is one attempt, a check-in is done once, its time is
 * said once. Whoever replays or tells twice adds nothing.
 */
export function onlyOnceKey(fact: PauseFact): string | null {
  switch (fact.type) {
    case 'opened':
      return `opened:${fact.pauseId}`;
    case 'attempted':
    case 'called':
    case 'reached':
      return `${fact.type}:${fact.pauseId}:${fact.callId}`;
    case 'check-in-done':
      return `done:${fact.pauseId}:${fact.checkInId}`;
    case 'reminded':
      return `reminded:${fact.pauseId}:${fact.checkInId}:${fact.armedBy}`;
    default:
      return null;
  }
}

/**
 * What a row becomes when a fact is added.
 * @returns the row unchanged (the same object) when the fact says nothing new
 */
export function applyToPause(
  row: PauseRow | null,
  fact: PauseFact,
  agentId: string,
): PauseRow | null {
  if (fact.type === 'opened') return row ?? newRow(fact, agentId);
  if (!row) return null;
  if (fact.type === 'lesson') return { ...row, lesson: fact.text };
  if (fact.type === 'reopened') return row.end ? { ...row, end: null } : row;
  if (row.end) return row;
  switch (fact.type) {
    case 'cause':
      return { ...row, cause: fact.cause, causeNote: fact.note };
    case 'inquiry':
      return {
        ...row,
        tried: withChannel(row.tried, fact.channel),
        inquiries: row.inquiries + 1,
        lastInquiryAt: fact.at,
      };
    case 'reply':
      return { ...row, tried: withChannel(row.tried, fact.channel), lastReplyAt: fact.at };
    case 'channels':
      return { ...row, channels: [...fact.channels] };
    case 'check-in':
      return row.checkIns.length >= MOST || row.checkIns.some(({ id }) => id === fact.checkIn.id)
        ? row
        : withCheckIns(row, [...row.checkIns, newCheckIn(fact.checkIn, fact.id)]);
    case 'check-in-moved':
      return changeCheckIn(row, fact.checkInId, (one) => ({
        ...one,
        at: fact.to,
        armedBy: fact.id,
        reminded: false,
      }));
    case 'check-in-done':
      return changeCheckIn(row, fact.checkInId, (one) => ({ ...one, doneAt: fact.at }));
    case 'check-in-dropped':
      return withCheckIns(
        row,
        row.checkIns.filter(({ id, doneAt }) => id !== fact.checkInId || doneAt !== null),
      );
    case 'backup':
      return { ...row, backup: fact.backup };
    case 'owner':
      return { ...row, owner: fact.to, handOff: fact.note };
    case 'risk':
      return { ...row, risk: fact.risk };
    case 'on-hold':
      return { ...row, onHold: [...fact.items] };
    case 'support': {
      const { text, answer } = fact;
      const known = row.support.some((one) => one.text === text);
      if (!known && row.support.length >= MOST) return row;
      const support = known
        ? row.support.map((one) => (one.text === text ? { text, answer } : one))
        : [...row.support, { text, answer }];
      return { ...row, support };
    }
    case 'override':
      // Stands in the pause's history.
      return row;
    case 'resumed':
      return {
        ...row,
        end: { how: 'resumed', at: fact.at, thanks: fact.thanks, preferences: fact.preferences },
      };
    case 'closed':
      return {
        ...row,
        end: { how: 'closed', at: fact.at, reason: fact.reason, words: fact.words },
      };
    case 'attempted':
      return countsAsAttempt(fact)
        ? { ...row, attempts: row.attempts + 1, lastAttemptAt: fact.at }
        : row;
    case 'called':
      return { ...row, lastHeardAt: fact.at };
    case 'reached':
      // Whoever was talked to has not been called in vain.
      return { ...row, lastHeardAt: fact.at, attempts: 0, lastAttemptAt: null };
    case 'reminded':
      return changeCheckIn(row, fact.checkInId, (one) =>
        one.armedBy === fact.armedBy ? { ...one, reminded: true } : one,
      );
  }
}

/** Nobody is called too often by a number that could not be reached at all. */
function countsAsAttempt({ outcome, rang }: { outcome: string; rang: boolean }): boolean {
  return rang || outcome === 'missed' || outcome === 'busy' || outcome === 'rejected';
}

function withChannel(tried: readonly Channel[], channel: Channel): Channel[] {
  return tried.includes(channel) ? [...tried] : [...tried, channel];
}

function newCheckIn({ id, at }: { id: string; at: number }, armedBy: string): CheckIn {
  return { id, at, armedBy, reminded: false, doneAt: null };
}

function withCheckIns(row: PauseRow, checkIns: readonly CheckIn[]): PauseRow {
  const order = (a: CheckIn, b: CheckIn): number => a.at - b.at || (a.id < b.id ? -1 : 1);
  return { ...row, checkIns: checkIns.toSorted(order) };
}

/** One that was done stays as it is. */
function changeCheckIn(row: PauseRow, id: string, change: (one: CheckIn) => CheckIn): PauseRow {
  const known = row.checkIns.find((one) => one.id === id);
  if (!known || known.doneAt !== null) return row;
  const changed = change(known);
  if (changed === known) return row;
  return withCheckIns(
    row,
    row.checkIns.map((one) => (one.id === id ? changed : one)),
  );
}

function newRow(fact: z.infer<typeof openedFactSchema>, agentId: string): PauseRow {
  // Written out: a row made again is the same to the letter.
  const row: PauseRow = {
    id: fact.pauseId,
    agentId,
    numbers: fact.numbers.map(({ address, dialled, e164 }) => ({ address, dialled, e164 })),
    name: fact.name,
    practice: fact.practice,
    customerId: fact.customerId,
    keys: [...new Set(fact.numbers.map(customerKey))],
    since: fact.since,
    openedAt: fact.at,
    cause: fact.cause,
    causeNote: fact.causeNote,
    owner: fact.owner,
    handOff: '',
    channels: [...fact.channels],
    tried: [],
    checkIns: [],
    backup: null,
    risk: null,
    onHold: [],
    support: [],
    inquiries: 0,
    lastInquiryAt: null,
    lastReplyAt: null,
    attempts: 0,
    lastAttemptAt: null,
    lastHeardAt: null,
    lesson: '',
    origin: { callId: fact.origin.callId, promiseId: fact.origin.promiseId },
    end: null,
  };
  return withCheckIns(
    row,
    fact.checkIns.map((one) => newCheckIn(one, fact.id)),
  );
}
