import { z } from 'zod';
import { idSchema, timeSchema } from '../call/record.ts';
import type { Reservation } from '../outbox/content.ts';

/* What a customer is expected for, as a booking system has it: it comes from files, and is read only. */

export const bookingSchema = z.object({
  id: idSchema,
  /** As it is read; who is called by it is told by `customer`, see `numberKey`. */
  number: z.string().max(40),
  customer: z.string().max(64),
  name: z.string().max(128),
  at: timeSchema,
  /** Empty: the file does not say. */
  place: z.string().max(100),
  bring: z.string().max(200),
  /** `cancelled`: a later file says so, or has it no more. */
  state: z.enum(['booked', 'cancelled']),
});
export type Booking = z.infer<typeof bookingSchema>;

/** One row of a file. */
export interface BookingRow {
  /** In the file, from 1. */
  readonly line: number;
  /** As the booking system calls it; empty: it does not. */
  readonly ref: string;
  readonly number: string;
  readonly customer: string;
  readonly name: string;
  readonly at: number;
  readonly place: string;
  readonly bring: string;
  readonly cancelled: boolean;
}

/** `bookings.faults.<why>` in the locale files. */
export const BOOKING_FAULTS = ['number', 'time', 'repeats', 'broken'] as const;
export type BookingFault = (typeof BOOKING_FAULTS)[number];

export interface ReadBookings {
  readonly rows: readonly BookingRow[];
  readonly faults: readonly { readonly line: number; readonly why: BookingFault }[];
}

/**
 * What a customer has to be told again of: what they know of a booking is no longer so.
 * @param told as the newest text says
 * @param now epoch milliseconds; nobody is told of what is over
 */
export function toTell(
  booking: Pick<Booking, 'at' | 'place' | 'bring' | 'state'>,
  told: Omit<Reservation, 'id'>,
  now: number,
): 'changed' | 'cancelled' | null {
  if (booking.state === 'cancelled') {
    return told.state === 'cancelled' || told.at <= now ? null : 'cancelled';
  }
  if (booking.at <= now) return null;
  // What a file leaves empty says nothing against what the agent has written.
  const differs = (now: string, then: string): boolean => now !== '' && now !== then;
  const isOther =
    told.state === 'cancelled' ||
    booking.at !== told.at ||
    differs(booking.place, told.place) ||
    differs(booking.bring, told.bring);
  return isOther ? 'changed' : null;
}
