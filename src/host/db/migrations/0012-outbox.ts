import type { Migration } from '../migrate.ts';

export const outbox: Migration = {
  name: '0012-outbox',
  up(db) {
    db.exec(`
      -- Texts that are to go out, those that were not written, and what became of them, in the
      -- order in which it was stored. Only ever added to.
      CREATE TABLE outbox_events (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        text_id TEXT NOT NULL,
        agent_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        type TEXT NOT NULL,
        -- About one call it is decided once, and one caller is written to once an absence
        -- (domain/outbox/record.ts).
        once_call TEXT,
        once_absence TEXT,
        body TEXT NOT NULL CHECK (json_valid(body))
      ) STRICT;
      CREATE INDEX outbox_events_of_text ON outbox_events (text_id, seq);
      CREATE UNIQUE INDEX outbox_events_once_call ON outbox_events (once_call)
        WHERE once_call IS NOT NULL;
      CREATE UNIQUE INDEX outbox_events_once_absence ON outbox_events (once_absence)
        WHERE once_absence IS NOT NULL;

      CREATE TRIGGER outbox_events_never_change BEFORE UPDATE ON outbox_events
      BEGIN SELECT RAISE(ABORT, 'outbox_events is append-only'); END;
      CREATE TRIGGER outbox_events_never_go BEFORE DELETE ON outbox_events
      BEGIN SELECT RAISE(ABORT, 'outbox_events is append-only'); END;

      -- What the events add up to; can be made again from them.
      CREATE TABLE outbox (
        id TEXT PRIMARY KEY,
        agent_id TEXT NOT NULL,
        -- The number the customer is known by.
        customer TEXT NOT NULL,
        practice INTEGER NOT NULL CHECK (practice IN (0, 1)),
        -- open, done, declined.
        part TEXT NOT NULL,
        call_id TEXT,
        written_at INTEGER NOT NULL,
        -- The whole row as it is shown.
        body TEXT NOT NULL CHECK (json_valid(body))
      ) STRICT;
      CREATE INDEX outbox_by_part ON outbox (part, written_at DESC, id DESC);
      CREATE INDEX outbox_by_time ON outbox (written_at DESC, id DESC);
      CREATE INDEX outbox_of_customer ON outbox (customer, practice, written_at DESC);
      CREATE INDEX outbox_of_call ON outbox (call_id) WHERE call_id IS NOT NULL;

      -- Up to which fact of calls it has been decided: earlier ones get no text.
      INSERT INTO meta (key, value)
        SELECT 'outbox_linked', coalesce(max(seq), 0) FROM call_events;
    `);
  },
};
