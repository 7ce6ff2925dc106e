import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';
import { secretKeptSchema } from '../domain/secretKept.ts';
import { idSchema, timeSchema } from '../domain/call/record.ts';
import { LARGEST_CALENDAR, meetingSchema } from '../domain/availability/meetings.ts';
import { LONGEST_URL } from '../domain/url/urlGate.ts';

export const meetingSourceSchema = z.object({
  id: idSchema,
  kind: z.enum(['file', 'url']),
  /** The file's name, or the place of the address: never its path, which may be a secret. */
  name: z.string().max(256),
  addedAt: timeSchema,
  /** When it was last read with success. */
  readAt: timeSchema,
  /** Why it could not be read since: a code of `calendar.*` or `storage.*`. */
  trouble: z.string().nullable(),
  /** Events that could not be read. */
  unread: z.number().int().min(0),
  /** Meetings of the next days. */
  upcoming: z.number().int().min(0),
});
export type MeetingSource = z.infer<typeof meetingSourceSchema>;

/*
 * Calendars come in with an id made by the page: the same one again replaces what it brought, so
 * that a retry is harmless. Errors of all that change something: `storage.*`.
 */
export const meetingsMethods = {
  /**
   * Takes a calendar file (RFC 5545).
   * Errors: `calendar.invalid`; `calendar.too-large`; `calendar.nothing-upcoming` when all of it is
   * over; `calendar.too-many` calendars. Nothing of it is kept then.
   */
  'meetings.import': method({
    input: z.object({
      id: idSchema,
      name: z.string().min(1).max(256),
      text: z.string().max(LARGEST_CALENDAR),
    }),
    output: meetingSourceSchema,
  }),
  /**
   * Takes a calendar from its address and reads it again every quarter of an hour.
   * Errors: those of a file; `calendar.address` that may not be fetched; `calendar.unreachable`;
   * `calendar.refused`.
   */
  'meetings.setUrl': method({
    input: z.object({ id: idSchema, url: z.string().max(LONGEST_URL * 2) }),
    output: meetingSourceSchema,
  }),
  /**
   * Reads a calendar with an address now. Errors: as above; `calendar.unknown`;
   * `calendar.address-missing` where secrets are kept in memory only and the app was closed.
   */
  'meetings.refresh': method({ input: z.object({ id: idSchema }), output: meetingSourceSchema }),
  /** With all that came from it. Its answers stay. */
  'meetings.remove': method({
    input: z.object({ id: idSchema }),
    output: z.object({ removed: z.boolean() }),
  }),
  'meetings.sources': method({
    input: z.object({}),
    output: z.object({
      sources: z.array(meetingSourceSchema),
      /** `memory`: addresses are gone when the app ends. */
      secretKept: secretKeptSchema,
    }),
  }),
  /** What goes on now and in the next seven days, in order. */
  'meetings.upcoming': method({
    input: z.object({}),
    output: z.object({ meetings: z.array(meetingSchema) }),
  }),
  /** The offer was taken or is not wanted: it is not made again unless the meeting is moved. */
  'meetings.dismiss': method({
    input: z.object({
      id: idSchema,
      meeting: meetingSchema.pick({ uid: true, key: true, start: true }),
    }),
    output: z.object({}),
  }),
} as const;

export const meetingsEvents = {
  /** Calendars, their meetings, or what was answered may be others now. */
  'meetings.changed': event({ data: z.object({}) }),
} as const;
