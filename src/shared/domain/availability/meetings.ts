import { z } from 'zod';
import { idSchema, timeSchema } from '../call/record.ts';
import { PROTECTED_BREAK } from './reasons.ts';

/*
 * Meetings from the agent's calendar, and when to offer the status that goes with one. Nothing here
 * changes a status: the agent does. All times are epoch milliseconds.
 */

export const MEETING = 'meeting';

/** UTF-8 bytes of a calendar that is taken; years of one person's meetings are below it. */
export const LARGEST_CALENDAR = 1_000_000;

export const meetingSchema = z.object({
  /** Of the event in its calendar, the same for every time a meeting recurs. */
  uid: z.string().min(1).max(255),
  /** Which of them: when it was first meant to begin; empty for one that does not recur. */
  key: z.string().max(20),
  /** Fit to show; empty for a private one. */
  title: z.string().max(128),
  start: timeSchema,
  end: timeSchema,
  allDay: z.boolean(),
  sourceId: idSchema,
  /** The agent has taken the offer, or does not want it. */
  answered: z.boolean(),
});
export type Meeting = z.infer<typeof meetingSchema>;

/** How things stand at the desk. */
export interface MeetingStatus {
  readonly kind: 'available' | 'away' | 'wrap-up';
  readonly reasonId: string | null;
  /** When the agent is expected back; null when nobody knows. */
  readonly until: number | null;
  readonly inCall: boolean;
}

export interface MeetingOffer {
  readonly meeting: Meeting;
  /** In a call nothing but the status after it can be offered. */
  readonly when: 'now' | 'after-call';
  readonly begun: boolean;
}

const BEFORE_MS = 60_000;
/** What takes a day is no reason to be away from the phone all day. */
const TOO_LONG_MS = 86_400_000;

/**
 * The meeting to offer a status for: of those that are about to begin or going on, the one that
 * began last. None where callers are told the right time already, or where nobody may be pressed.
 */
export function offerFor(
  meetings: readonly Meeting[],
  now: number,
  status: MeetingStatus,
): MeetingOffer | null {
  if (status.reasonId === PROTECTED_BREAK) return null;
  const [meeting] = meetings
    .filter((one) => isOfferable(one) && one.start - BEFORE_MS <= now && now < one.end)
    .filter((one) => !covers(status, one))
    .toSorted((a, b) => b.start - a.start || b.end - a.end);
  if (!meeting) return null;
  return {
    meeting,
    when: status.inCall ? 'after-call' : 'now',
    begun: meeting.start <= now,
  };
}

/** Listed all the same: it is in the calendar. */
function isOfferable({ answered, allDay, start, end }: Meeting): boolean {
  return !answered && !allDay && end > start && end - start < TOO_LONG_MS;
}

/** Away until the meeting's end or later, or until nobody knows when: there is nothing to add. */
function covers({ kind, until }: MeetingStatus, { end }: Meeting): boolean {
  return kind === 'away' && (until === null || until >= end);
}
