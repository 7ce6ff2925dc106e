import type { BookingImport } from '#shared/contract/bookings.ts';
import { bookingImportSchema } from '#shared/contract/bookings.ts';
import type { BookingRow } from '#shared/domain/booking/booking.ts';
import type { BookingRole } from '#shared/domain/booking/columns.ts';
import { matchBookings } from '#shared/domain/booking/matching.ts';
import type { BookingStep, KnownBooking } from '#shared/domain/booking/matching.ts';
import { bookingsToMatch, dropBooking, readBooking, saveBooking } from './bookings.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

export function planBookings(
  db: Db,
  rows: readonly BookingRow[],
  complete: boolean,
  now: number,
): readonly BookingStep[] {
  const refs = rows.flatMap(({ ref }) => (ref === '' ? [] : [ref]));
  return matchBookings(rows, bookingsToMatch(db, refs, now), complete, now);
}

export function countSteps(steps: readonly BookingStep[]): Record<BookingStep['kind'], number> {
  const counts = { added: 0, changed: 0, cancelled: 0, unchanged: 0 };
  for (const { kind } of steps) counts[kind] += 1;
  return counts;
}

export interface BookingOrder {
  readonly id: string;
  readonly fileName: string;
  readonly rows: readonly BookingRow[];
  readonly refused: number;
  readonly complete: boolean;
  readonly heads: string;
  readonly columns: readonly BookingRole[];
  readonly now: number;
  readonly agentId: string;
  readonly newId: () => string;
}

/** To be called within one transaction. */
export function importBookings(db: Db, order: BookingOrder): BookingImport {
  const { id, rows, complete, now, agentId, fileName, refused } = order;
  const steps = planBookings(db, rows, complete, now);
  const result: BookingImport = {
    ...{ id, fileName, at: now, refused, undone: null },
    ...countSteps(steps),
  };
  prepared(
    db,
    `INSERT INTO booking_imports (id, agent_id, body, at, heads, columns) VALUES (?, ?, ?, ?, ?, ?)`,
  ).run(id, agentId, JSON.stringify(result), now, order.heads, JSON.stringify(order.columns));
  const change = prepared(
    db,
    `INSERT INTO booking_import_changes (import_id, booking_id, agent_id, before, after)
     VALUES (?, ?, ?, ?, ?)`,
  );
  for (const step of steps) {
    if (step.kind === 'unchanged') continue;
    const after = afterStep(step, order.newId);
    if (!after) continue;
    saveBooking(db, after, agentId);
    const before = step.before && JSON.stringify(step.before);
    change.run(id, after.id, agentId, before, JSON.stringify(after));
  }
  return result;
}

function afterStep({ kind, row, before }: BookingStep, newId: () => string): KnownBooking | null {
  if (kind === 'cancelled') return before && { ...before, state: 'cancelled' };
  if (!row) return null;
  const { ref, number, customer, name, at, place, bring } = row;
  const fields = { ref, number, customer, name, at, place, bring };
  return { id: before?.id ?? newId(), ...fields, state: 'booked' };
}

/** Within one transaction too. What a later file has changed since is left alone. */
export function undoBookings(db: Db, imported: BookingImport, now: number): BookingImport {
  const undone = { at: now, restored: 0, kept: 0 };
  const changes = prepared(
    db,
    `SELECT booking_id AS id, agent_id AS agentId, before, after FROM booking_import_changes
     WHERE import_id = ?`,
  ).all(imported.id) as { id: string; agentId: string; before: string | null; after: string }[];
  for (const { id, agentId, before, after } of changes) {
    const now = readBooking(db, id);
    if (JSON.stringify(sorted(now)) !== JSON.stringify(sorted(JSON.parse(after)))) {
      undone.kept += 1;
      continue;
    }
    if (before === null) dropBooking(db, id);
    else saveBooking(db, JSON.parse(before) as KnownBooking, agentId);
    undone.restored += 1;
  }
  const result = { ...imported, undone };
  prepared(db, 'UPDATE booking_imports SET body = ? WHERE id = ?').run(
    JSON.stringify(result),
    imported.id,
  );
  return result;
}

/** Two with the same fields are the same, in whatever order those are written. */
function sorted(one: unknown): unknown {
  if (typeof one !== 'object' || one === null) return one;
  return Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

export function readBookingImport(db: Db, id: string): BookingImport | null {
  const body = prepared(db, 'SELECT body FROM booking_imports WHERE id = ?').pluck().get(id);
  return body === undefined ? null : toImport(body);
}

export function newestBookingImports(db: Db, limit: number): BookingImport[] {
  const bodies = prepared(db, 'SELECT body FROM booking_imports ORDER BY at DESC, id DESC LIMIT ?')
    .pluck()
    .all(limit);
  return bodies.map(toImport);
}

/** What the columns of such a file were said to hold last; null: there was none. */
export function rememberedColumns(db: Db, heads: string): readonly BookingRole[] | null {
  const columns = prepared(
    db,
    'SELECT columns FROM booking_imports WHERE heads = ? ORDER BY at DESC, id DESC LIMIT 1',
  )
    .pluck()
    .get(heads) as string | undefined;
  return columns === undefined ? null : (JSON.parse(columns) as BookingRole[]);
}

function toImport(body: unknown): BookingImport {
  return bookingImportSchema.parse(JSON.parse(String(body)));
}
