import type { Migration } from '../migrate.ts';

export const abuse: Migration = {
  name: '0018-abuse',
  up(db) {
    db.exec(`
      -- What was done in calls with abuse, in the order in which it was stored. Only ever added to:
      -- it may be needed as evidence.
      CREATE TABLE abuse_events (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        case_id TEXT NOT NULL,
        agent_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        type TEXT NOT NULL,
        -- What two facts cannot both say (domain/abuse/record.ts).
        only_once TEXT,
        body TEXT NOT NULL CHECK (json_valid(body))
      ) STRICT;
      CREATE INDEX abuse_events_of_case ON abuse_events (case_id, seq);
      CREATE UNIQUE INDEX abuse_events_once ON abuse_events (only_once)
        WHERE only_once IS NOT NULL;

      CREATE TRIGGER abuse_events_never_change BEFORE UPDATE ON abuse_events
      BEGIN SELECT RAISE(ABORT, 'abuse_events is append-only'); END;
      CREATE TRIGGER abuse_events_never_go BEFORE DELETE ON abuse_events
      BEGIN SELECT RAISE(ABORT, 'abuse_events is append-only'); END;

      -- What the events add up to; can be made again from them.
      CREATE TABLE abuse_cases (
        id TEXT PRIMARY KEY,
        call_id TEXT NOT NULL UNIQUE,
        agent_id TEXT NOT NULL,
        begun_at INTEGER NOT NULL,
        -- When the agent was done with it.
        closed_at INTEGER,
        -- The whole row as it is shown.
        body TEXT NOT NULL CHECK (json_valid(body))
      ) STRICT;
      CREATE INDEX abuse_cases_by_time ON abuse_cases (begun_at DESC, id);
      CREATE INDEX abuse_cases_open ON abuse_cases (begun_at DESC, id) WHERE closed_at IS NULL;
    `);
  },
};
