import type { Migration } from '../migrate.ts';

export const availability: Migration = {
  name: '0010-availability',
  up(db) {
    db.exec(`
      -- Every change of whether calls are taken, in the order in which it was stored. Only added to.
      CREATE TABLE availability_events (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        agent_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        type TEXT NOT NULL,
        body TEXT NOT NULL CHECK (json_valid(body))
      ) STRICT;

      CREATE TRIGGER availability_events_never_change BEFORE UPDATE ON availability_events
      BEGIN SELECT RAISE(ABORT, 'availability_events is append-only'); END;
      CREATE TRIGGER availability_events_never_go BEFORE DELETE ON availability_events
      BEGIN SELECT RAISE(ABORT, 'availability_events is append-only'); END;

      -- What the events add up to; can be made again from them. The one without an end is how
      -- things stand.
      CREATE TABLE availability_spans (
        id TEXT PRIMARY KEY,
        agent_id TEXT NOT NULL,
        from_at INTEGER NOT NULL,
        to_at INTEGER CHECK (to_at IS NULL OR to_at >= from_at),
        kind TEXT NOT NULL,
        reason_id TEXT,
        reason_name TEXT,
        until_at INTEGER,
        note TEXT NOT NULL,
        alternate TEXT NOT NULL,
        by TEXT,
        reserved TEXT CHECK (reserved IS NULL OR json_valid(reserved))
      ) STRICT;
      CREATE UNIQUE INDEX availability_now ON availability_spans (agent_id) WHERE to_at IS NULL;
      CREATE INDEX availability_by_time ON availability_spans (from_at);
      -- Of a day, whatever else is in the log.
      CREATE INDEX calls_talked ON calls (answered_at) WHERE answered_at IS NOT NULL;
    `);
  },
};
