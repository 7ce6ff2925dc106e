import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';
import { BOOKING_FAULTS, bookingSchema } from '../domain/booking/booking.ts';
import { BOOKING_ROLES } from '../domain/booking/columns.ts';
import { idSchema, timeSchema } from '../domain/call/record.ts';
import { textRowSchema } from '../domain/outbox/record.ts';

/** UTF-16 units of a piece: with three bytes each below the largest message. */
export const BOOKING_PIECE = 250_000;
/** Of a whole file: some twenty thousand bookings. */
export const LONGEST_BOOKING_FILE = 2_000_000;

const count = z.number().int().min(0);
const columns = z.array(z.enum(BOOKING_ROLES)).max(100);

/** How a file is understood: what a person says goes before what is guessed. */
const reading = {
  importId: idSchema,
  /** Null: as they were said for such a file before, or else guessed. Calendars have none. */
  columns: columns.nullable(),
  /** The file is all there is: a booking that it has no more was cancelled. */
  complete: z.boolean(),
  /** Where the clock hangs by which a table's times are written: as the page's own is called. */
  zone: z.string().max(64),
};

const counts = { added: count, changed: count, cancelled: count, unchanged: count };

export const bookingImportSchema = z.object({
  id: idSchema,
  fileName: z.string(),
  at: timeSchema,
  ...counts,
  refused: count,
  /** Null while it was not taken back. `kept`: bookings that a later file has changed since. */
  undone: z.object({ at: timeSchema, restored: count, kept: count }).nullable(),
});
export type BookingImport = z.infer<typeof bookingImportSchema>;

export const bookingsMethods = {
  /**
   * Brings the text of a file piece by piece; it waits in memory until it is imported.
   * @param from how many units were brought before; 0 begins anew
   * Errors: `import.unknown` where pieces do not meet.
   */
  'bookings.importStage': method({
    input: z.object({
      importId: idSchema,
      from: count.max(LONGEST_BOOKING_FILE),
      text: z.string().max(BOOKING_PIECE),
    }),
    output: z.object({ staged: count }),
  }),
  /** What would become of it. Errors: `import.unknown`; `booking.invalid` for no such file. */
  'bookings.importPlan': method({
    input: z.object(reading),
    output: z.object({
      kind: z.enum(['table', 'calendar']),
      columns,
      /** The first rows of a table, its heads first. */
      sample: z.array(z.array(z.string())),
      ...counts,
      faults: z.array(z.object({ line: count, why: z.enum(BOOKING_FAULTS) })),
      refused: count,
      samples: z.array(
        z.object({
          kind: z.enum(['added', 'changed', 'cancelled']),
          /** Null for one that the file has no more. */
          line: count.nullable(),
          ...bookingSchema.pick({ name: true, number: true, at: true, place: true }).shape,
          before: bookingSchema.pick({ at: true, place: true }).nullable(),
        }),
      ),
    }),
  }),
  /** As one: all or nothing; doing it twice is harmless. Errors: as above; `storage.*`. */
  'bookings.import': method({
    input: z.object({ ...reading, fileName: z.string().max(255) }),
    output: bookingImportSchema,
  }),
  'bookings.imports': method({
    input: z.object({}),
    output: z.object({ imports: z.array(bookingImportSchema) }),
  }),
  /** What a later file has changed since stays. Errors: `import.unknown`; `storage.*`. */
  'bookings.importUndo': method({
    input: z.object({ importId: idSchema }),
    output: bookingImportSchema,
  }),
  /** What a customer is expected for next, the soonest first. */
  'bookings.next': method({
    input: z.object({ e164: z.string().max(20).nullable(), dialled: z.string().max(256) }),
    output: z.object({ bookings: z.array(bookingSchema) }),
  }),
  /** Bookings that a customer was told of by a text, and that are others by now. */
  'bookings.toTell': method({
    input: z.object({}),
    output: z.object({
      changes: z.array(
        z.object({
          booking: bookingSchema,
          what: z.enum(['changed', 'cancelled']),
          /** The newest that told of it. */
          text: textRowSchema,
        }),
      ),
    }),
  }),
} as const;

export const bookingsEvents = {
  'bookings.changed': event({ data: z.object({}) }),
} as const;
