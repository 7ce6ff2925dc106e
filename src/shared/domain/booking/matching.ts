import type { Booking, BookingRow } from './booking.ts';

/* What a file says of the bookings that are known: which are new, others by now, or no more. */

export interface KnownBooking extends Booking {
  readonly ref: string;
}

/** A booking as it is after a file. `id` is null for a new one. */
export interface BookingStep {
  readonly kind: 'added' | 'changed' | 'unchanged' | 'cancelled';
  /** Null: the file has it no more. */
  readonly row: BookingRow | null;
  readonly before: KnownBooking | null;
}

/** What two rows are one booking by: the system's own name of it, or who is expected when. */
const keyOf = ({ ref, customer, at }: Pick<BookingRow, 'ref' | 'customer' | 'at'>): string =>
  ref === '' ? `${customer} ${at}` : `ref ${ref}`;

/**
 * @param known every booking that is still to come, and those that have a row's `ref`
 * @param complete the file is all there is: what it has no more was cancelled, and the one booking of
 *   a customer in the place of the one they had was moved
 * @param now epoch milliseconds; rows of what is over are left out
 */
export function matchBookings(
  rows: readonly BookingRow[],
  known: readonly KnownBooking[],
  complete: boolean,
  now: number,
): readonly BookingStep[] {
  const byKey = new Map(known.map((one) => [keyOf(one), one]));
  const met = new Set<KnownBooking>();
  // Twice in one file: the later line is the newer word.
  const last = new Map(rows.filter(({ at }) => at > now).map((row) => [keyOf(row), row]));
  const open: BookingRow[] = [];
  const steps: BookingStep[] = [];
  for (const row of last.values()) {
    const before = byKey.get(keyOf(row));
    if (before) {
      met.add(before);
      steps.push(stepOf(row, before));
    } else open.push(row);
  }
  const rest = complete
    ? known.filter((one) => !met.has(one) && one.state === 'booked' && one.at > now)
    : [];
  for (const row of open) {
    const theirs = (one: { customer: string }): boolean => one.customer === row.customer;
    const before = rest.filter(theirs);
    const moved =
      row.ref === '' && before.length === 1 && open.filter(theirs).length === 1 && !row.cancelled
        ? before[0]
        : undefined;
    if (moved) {
      met.add(moved);
      steps.push(stepOf(row, moved));
    } else if (!row.cancelled) steps.push({ kind: 'added', row, before: null });
  }
  const gone = rest.filter((one) => !met.has(one));
  return [
    ...steps,
    ...gone.map((before): BookingStep => ({ kind: 'cancelled', row: null, before })),
  ];
}

function stepOf(row: BookingRow, before: KnownBooking): BookingStep {
  if (row.cancelled) {
    return { kind: before.state === 'cancelled' ? 'unchanged' : 'cancelled', row, before };
  }
  const same =
    before.state === 'booked' &&
    before.at === row.at &&
    before.customer === row.customer &&
    before.name === row.name &&
    before.place === row.place &&
    before.bring === row.bring;
  return { kind: same ? 'unchanged' : 'changed', row, before };
}
