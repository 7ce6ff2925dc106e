import type { Booking } from '#shared/domain/booking/booking.ts';
import { toTell } from '#shared/domain/booking/booking.ts';
import type { KnownBooking } from '#shared/domain/booking/matching.ts';
import type { TextRow } from '#shared/domain/outbox/record.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { toRow } from './outbox.ts';

const COLUMNS = 'id, ref, customer, number, name, at, place, bring, state';

export function readBooking(db: Db, id: string): KnownBooking | null {
  const row = prepared(db, `SELECT ${COLUMNS} FROM bookings WHERE id = ?`).get(id);
  return (row as KnownBooking | undefined) ?? null;
}

export function saveBooking(db: Db, booking: KnownBooking, agentId: string): void {
  prepared(
    db,
    `INSERT OR REPLACE INTO bookings (${COLUMNS}, agent_id)
     VALUES (:id, :ref, :customer, :number, :name, :at, :place, :bring, :state, :agentId)`,
  ).run({ ...booking, agentId });
}

export function dropBooking(db: Db, id: string): void {
  prepared(db, 'DELETE FROM bookings WHERE id = ?').run(id);
}

/** Those still to come, and those that have one of these names, whenever they are. */
export function bookingsToMatch(db: Db, refs: readonly string[], now: number): KnownBooking[] {
  return prepared(
    db,
    `SELECT ${COLUMNS} FROM bookings WHERE at > :now
     UNION SELECT ${COLUMNS} FROM bookings
       WHERE ref <> '' AND ref IN (SELECT value FROM json_each(:refs))`,
  ).all({ now, refs: JSON.stringify(refs) }) as KnownBooking[];
}

/** The soonest first. */
export function nextBookings(db: Db, customer: string, now: number, limit: number): Booking[] {
  return prepared(
    db,
    `SELECT id, number, customer, name, at, place, bring, state FROM bookings
     WHERE customer = ? AND at > ? AND state = 'booked' ORDER BY at, id LIMIT ?`,
  ).all(customer, now, limit) as Booking[];
}

export interface ToldChange {
  readonly booking: Booking;
  readonly what: 'changed' | 'cancelled';
  readonly text: TextRow;
}

/** Of each booking the newest text that told of it, where that is no longer so; the soonest first. */
export function toldChanges(db: Db, now: number): ToldChange[] {
  const found = prepared(
    db,
    `SELECT o.body AS text, b.id, b.number, b.customer, b.name, b.at, b.place, b.bring, b.state,
       (SELECT max(coalesce(json_extract(i.body, '$.undone.at'), i.at))
        FROM booking_import_changes c JOIN booking_imports i ON i.id = c.import_id
        WHERE c.booking_id = b.id) AS filedAt
     FROM outbox o JOIN bookings b
       ON b.id = json_extract(o.body, '$.content.reservation.id')
     WHERE json_extract(o.body, '$.content.reservation.id') IS NOT NULL
     ORDER BY o.written_at DESC, o.id DESC`,
  ).all() as (Booking & { readonly text: string; readonly filedAt: number | null })[];
  const seen = new Set<string>();
  const changes: ToldChange[] = [];
  for (const { text: body, filedAt, ...booking } of found) {
    const text = toRow(body);
    // It was written and called off: by it nobody was told.
    const isUntold = text.end !== null && text.end.how !== 'handed';
    if (seen.has(booking.id) || isUntold) continue;
    seen.add(booking.id);
    const { reservation } = text.content;
    // Only what a file has changed since: an agent may have told it in words of their own.
    const isNews = (filedAt ?? 0) >= (text.editedAt ?? text.writtenAt);
    const what = reservation && isNews ? toTell(booking, reservation, now) : null;
    if (what) changes.push({ booking, what, text });
  }
  return changes.toSorted((a, b) => a.booking.at - b.booking.at);
}

/** Of a customer who is erased, with what imports did to them. @returns how many there were */
export function eraseBookings(db: Db, customers: readonly string[]): number {
  const keys = JSON.stringify(customers);
  const of = 'SELECT value FROM json_each(?)';
  // An earlier state may have been somebody else's: whatever names them goes.
  prepared(
    db,
    `DELETE FROM booking_import_changes
     WHERE json_extract(after, '$.customer') IN (${of})
       OR json_extract(before, '$.customer') IN (${of})`,
  ).run(keys, keys);
  return prepared(db, `DELETE FROM bookings WHERE customer IN (${of})`).run(keys).changes;
}
