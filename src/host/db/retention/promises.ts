import { prepared } from '../database.ts';
import type { Db } from '../database.ts';
import { destroying, rowsAfter, staysWith } from './candidates.ts';
import type { Store } from './candidates.ts';

/** Promises that were kept or closed. */
export const promiseStore: Store = {
  due: (db, before, after, limit, standing) =>
    rowsAfter<{ customer: string }>(
      db,
      {
        columns: 'id, ended_at AS at, customer',
        from: 'promises',
        at: 'ended_at',
        and: 'ended_at IS NOT NULL',
      },
      ...([before, after, limit] as const),
    ).map(({ id, at, customer }) => ({ id, at, stays: staysWith(standing, customer) })),
  remove: removePromises,
};

export function removePromises(db: Db, ids: readonly string[]): void {
  destroying(db, ids, () => {
    for (const id of ids) {
      prepared(db, 'DELETE FROM promise_events WHERE promise_id = ?').run(id);
      prepared(db, 'DELETE FROM promises WHERE id = ?').run(id);
    }
  });
}

/** Customers whose contact was paused and is not any more. */
export const pauseStore: Store = {
  due: (db, before, after, limit, standing) =>
    rowsAfter<object>(
      db,
      {
        columns: 'id, ended_at AS at',
        from: 'pauses',
        at: 'ended_at',
        and: 'ended_at IS NOT NULL',
      },
      ...([before, after, limit] as const),
    ).map(({ id, at }) => {
      const keys = prepared(db, 'SELECT customer FROM pause_numbers WHERE pause_id = ?')
        .pluck()
        .all(id) as string[];
      const stays = keys.map((key) => staysWith(standing, key)).find((why) => why !== null);
      return { id, at, stays: stays ?? null };
    }),
  remove: removePauses,
};

export function removePauses(db: Db, ids: readonly string[]): void {
  destroying(db, ids, () => {
    for (const id of ids) {
      prepared(db, 'DELETE FROM pause_events WHERE pause_id = ?').run(id);
      prepared(db, 'DELETE FROM pauses WHERE id = ?').run(id);
    }
  });
}

/** Bookings that were imported, and what their imports say of them. */
export const bookingStore: Store = {
  due: (db, before, after, limit, standing) =>
    rowsAfter<{ customer: string }>(
      db,
      { columns: 'id, at, customer', from: 'bookings', at: 'at' },
      ...([before, after, limit] as const),
    ).map(({ id, at, customer }) => ({ id, at, stays: staysWith(standing, customer) })),
  remove(db, ids) {
    for (const id of ids) {
      prepared(db, 'DELETE FROM booking_import_changes WHERE booking_id = ?').run(id);
      prepared(db, 'DELETE FROM bookings WHERE id = ?').run(id);
    }
  },
};
