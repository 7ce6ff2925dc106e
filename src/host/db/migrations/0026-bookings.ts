import type { Migration } from '../migrate.ts';

export const bookings: Migration = {
  name: '0026-bookings',
  up(db) {
    db.exec(`
      CREATE TABLE bookings (
        id TEXT PRIMARY KEY,
        agent_id TEXT NOT NULL,
        -- As the booking system calls it; '' where it does not.
        ref TEXT NOT NULL,
        customer TEXT NOT NULL,
        number TEXT NOT NULL,
        name TEXT NOT NULL,
        at INTEGER NOT NULL,
        place TEXT NOT NULL,
        bring TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('booked', 'cancelled'))
      ) STRICT;
      CREATE INDEX bookings_of_customer ON bookings (customer, at);
      CREATE INDEX bookings_by_time ON bookings (at);
      CREATE INDEX bookings_by_ref ON bookings (ref) WHERE ref <> '';

      CREATE TABLE booking_imports (
        id TEXT PRIMARY KEY,
        agent_id TEXT NOT NULL,
        -- Counts and the file's name; see bookingImportSchema.
        body TEXT NOT NULL CHECK (json_valid(body)),
        at INTEGER NOT NULL,
        -- What such a file is known again by, and what its columns were said to hold.
        heads TEXT NOT NULL,
        columns TEXT NOT NULL CHECK (json_valid(columns))
      ) STRICT;
      CREATE INDEX booking_imports_newest ON booking_imports (at DESC, id DESC);

      -- What an import did to each booking, for taking it back.
      CREATE TABLE booking_import_changes (
        import_id TEXT NOT NULL REFERENCES booking_imports (id) ON DELETE CASCADE,
        booking_id TEXT NOT NULL,
        agent_id TEXT NOT NULL,
        -- NULL for a new one.
        before TEXT CHECK (before IS NULL OR json_valid(before)),
        after TEXT NOT NULL CHECK (json_valid(after)),
        PRIMARY KEY (import_id, booking_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX booking_import_changes_of ON booking_import_changes (booking_id);

      -- Which texts told of a reservation.
      CREATE INDEX outbox_by_reservation
        ON outbox (json_extract(body, '$.content.reservation.id'))
        WHERE json_extract(body, '$.content.reservation.id') IS NOT NULL;
    `);
  },
};
