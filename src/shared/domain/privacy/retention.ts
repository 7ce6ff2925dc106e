import { z } from 'zod';

/**
 * How long what is kept is kept. Terms are the organisation's: the defaults say what is usual, none of
 * them is legal advice, and nothing goes by itself before somebody has turned that on.
 */
export const RETENTION_KINDS = [
  /** Calls with their notes, tags, guides and reflections. */
  'calls',
  /** Sound of calls; its term is the recording policy's. */
  'recordings',
  /** What customers left; its term is the attendant's. */
  'voicemail',
  /** Texts and messages, in and out. */
  'texts',
  /** Pictures of texts; that there was one stays with the text. */
  'pictures',
  /** Promises that are over, pauses that are, and bookings. */
  'promises',
  'unavailability',
  /** What was written down of abuse. */
  'abuse',
  /** Contacts with whom there was nothing for so long. */
  'contacts',
  /** What other agents' apps have told of their days; their own terms are theirs. */
  'team',
  'accessLog',
  /** Copies of the database made before an update, and damaged ones that were set aside. */
  'backups',
] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

/** Those whose term is set elsewhere. */
const SET_ELSEWHERE = ['recordings', 'voicemail'] as const;
export type OwnTermKind = Exclude<RetentionKind, (typeof SET_ELSEWHERE)[number]>;

export function hasOwnTerm(kind: RetentionKind): kind is OwnTermKind {
  return !(SET_ELSEWHERE as readonly string[]).includes(kind);
}

const DAY_MS = 86_400_000;
export const MOST_DAYS = 36_500;
/** The least that the access log is kept, in days: a year. An organisation that owes two sets two. */
export const LEAST_ACCESS_LOG_DAYS = 365;

const daysSchema = z.number().int().min(1).max(MOST_DAYS).nullable();
const accessLogDaysSchema = z.number().int().min(LEAST_ACCESS_LOG_DAYS).max(MOST_DAYS).nullable();

const THREE_YEARS = 1_095;

export const retentionSettingsSchema = z.strictObject({
  /** Once a day, without being asked. */
  automatic: z.boolean().default(false),
  /** Days; null: for ever. */
  days: z
    .strictObject({
      calls: daysSchema.default(THREE_YEARS),
      texts: daysSchema.default(THREE_YEARS),
      pictures: daysSchema.default(365),
      promises: daysSchema.default(THREE_YEARS),
      unavailability: daysSchema.default(365),
      abuse: daysSchema.default(THREE_YEARS),
      contacts: daysSchema.default(null),
      team: daysSchema.default(THREE_YEARS),
      accessLog: accessLogDaysSchema.default(730),
      backups: daysSchema.default(90),
    })
    .prefault({}),
});
export type RetentionSettings = z.infer<typeof retentionSettingsSchema>;

/** The least term of a kind, in days. */
export function leastDays(kind: OwnTermKind): number {
  return kind === 'accessLog' ? LEAST_ACCESS_LOG_DAYS : 1;
}

/**
 * What is from before this moment is due; null: nothing is.
 * @param now epoch milliseconds
 */
export function dueBefore(days: number | null, now: number): number | null {
  return days === null ? null : Math.max(0, now - days * DAY_MS);
}

/** Why something stays although it is due. */
export const STAYS = [
  /** Somebody must be able to have it; see holds. */
  'hold',
  /** A promise is open, a text waits, a case is not closed. */
  'open',
  /** Something else with a longer term needs it: a recording, a record of abuse. */
  'needed',
] as const;
export type Stays = (typeof STAYS)[number];

/** What a dry run says of one kind. */
export interface RetentionCount {
  readonly due: number;
  readonly oldest: number | null;
  readonly newest: number | null;
  readonly stays: Readonly<Record<Stays, number>>;
}

export const NOTHING_DUE: RetentionCount = {
  due: 0,
  oldest: null,
  newest: null,
  stays: { hold: 0, open: 0, needed: 0 },
};

/** Adds one thing that is old enough. */
export function counted(
  count: RetentionCount,
  one: { readonly at: number; readonly stays: Stays | null },
): RetentionCount {
  if (one.stays !== null) {
    return { ...count, stays: { ...count.stays, [one.stays]: count.stays[one.stays] + 1 } };
  }
  return {
    ...count,
    due: count.due + 1,
    oldest: Math.min(count.oldest ?? one.at, one.at),
    newest: Math.max(count.newest ?? one.at, one.at),
  };
}

/** A run by itself comes once in so long. */
const EVERY_MS = DAY_MS;

export function isTimeToRun(automatic: boolean, lastBegan: number | null, now: number): boolean {
  // A clock that was set back must not hold it off for as long as it was wrong.
  return automatic && (lastBegan === null || now - lastBegan >= EVERY_MS || now < lastBegan);
}
