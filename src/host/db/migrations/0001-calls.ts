import type { Migration } from '../migrate.ts';

export const calls: Migration = {
  name: '0001-calls',
  up(db) {
    db.exec(`
      CREATE TABLE meta (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE settings (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL CHECK (json_valid(value)),
        changed_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- What happened, in the order in which it was stored. Only ever added to.
      CREATE TABLE call_events (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        call_id TEXT NOT NULL,
        agent_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        type TEXT NOT NULL,
        body TEXT NOT NULL CHECK (json_valid(body))
      ) STRICT;
      CREATE INDEX call_events_of_call ON call_events (call_id, seq);

      CREATE TRIGGER call_events_never_change BEFORE UPDATE ON call_events
      BEGIN SELECT RAISE(ABORT, 'call_events is append-only'); END;
      CREATE TRIGGER call_events_never_go BEFORE DELETE ON call_events
      BEGIN SELECT RAISE(ABORT, 'call_events is append-only'); END;

      -- What the events add up to; can be made again from them, but for last_seen_at.
      CREATE TABLE calls (
        id TEXT PRIMARY KEY,
        agent_id TEXT NOT NULL,
        direction TEXT NOT NULL,
        address TEXT NOT NULL,
        dialled TEXT NOT NULL,
        e164 TEXT,
        -- The number's digits in every form it is looked for, separated by spaces.
        digits TEXT NOT NULL,
        name TEXT,
        raw_name TEXT,
        sip_call_id TEXT,
        account TEXT NOT NULL,
        practice INTEGER NOT NULL CHECK (practice IN (0, 1)),
        started_at INTEGER NOT NULL,
        ringing_at INTEGER,
        answered_at INTEGER,
        ended_at INTEGER,
        held_ms INTEGER NOT NULL,
        held_since INTEGER,
        outcome TEXT,
        ended_by TEXT,
        cause TEXT CHECK (cause IS NULL OR json_valid(cause)),
        note TEXT NOT NULL,
        -- The last heartbeat of a call that goes on: where it ends if the app dies.
        last_seen_at INTEGER
      ) STRICT;
      CREATE INDEX calls_newest ON calls (started_at DESC, id DESC);
      CREATE INDEX calls_by_outcome ON calls (outcome, started_at DESC, id DESC);
      CREATE INDEX calls_by_e164 ON calls (e164, started_at DESC) WHERE e164 IS NOT NULL;
      CREATE INDEX calls_by_address ON calls (address, started_at DESC);
      CREATE INDEX calls_unfinished ON calls (id) WHERE ended_at IS NULL;
    `);
  },
};
