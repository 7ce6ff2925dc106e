import type { Migration } from '../migrate.ts';

export const pauses: Migration = {
  name: '0014-pauses',
  up(db) {
    db.exec(`
      -- Pauses in the contact with customers and what was done about them, in the order in which it
      -- was stored. Only ever added to.
      CREATE TABLE pause_events (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        pause_id TEXT NOT NULL,
        agent_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        type TEXT NOT NULL,
        -- What two facts cannot both say (domain/pause/record.ts).
        only_once TEXT,
        body TEXT NOT NULL CHECK (json_valid(body))
      ) STRICT;
      CREATE INDEX pause_events_of_pause ON pause_events (pause_id, seq);
      CREATE UNIQUE INDEX pause_events_once ON pause_events (only_once)
        WHERE only_once IS NOT NULL;

      CREATE TRIGGER pause_events_never_change BEFORE UPDATE ON pause_events
      BEGIN SELECT RAISE(ABORT, 'pause_events is append-only'); END;
      CREATE TRIGGER pause_events_never_go BEFORE DELETE ON pause_events
      BEGIN SELECT RAISE(ABORT, 'pause_events is append-only'); END;

      -- What the events add up to; can be made again from them.
      CREATE TABLE pauses (
        id TEXT PRIMARY KEY,
        agent_id TEXT NOT NULL,
        practice INTEGER NOT NULL CHECK (practice IN (0, 1)),
        -- Of the next check-in; as late as can be where there is none.
        due_at INTEGER NOT NULL,
        -- The same, until the agent was told of it.
        remind_at INTEGER,
        opened_at INTEGER NOT NULL,
        ended_at INTEGER,
        -- What is looked for among those that are over, in small letters.
        search TEXT NOT NULL,
        -- The whole row as it is shown.
        body TEXT NOT NULL CHECK (json_valid(body))
      ) STRICT;
      CREATE INDEX pauses_active ON pauses (due_at, id) WHERE ended_at IS NULL;
      CREATE INDEX pauses_to_remind ON pauses (remind_at) WHERE remind_at IS NOT NULL;
      CREATE INDEX pauses_ended ON pauses (ended_at DESC, id) WHERE ended_at IS NOT NULL;

      -- The numbers a paused customer is known by.
      CREATE TABLE pause_numbers (
        customer TEXT NOT NULL,
        pause_id TEXT NOT NULL REFERENCES pauses (id) ON DELETE CASCADE,
        PRIMARY KEY (customer, pause_id)
      ) STRICT, WITHOUT ROWID;

      -- Up to which fact of calls they have been looked after.
      INSERT INTO meta (key, value)
        SELECT 'pauses_linked', coalesce(max(seq), 0) FROM call_events;
    `);
  },
};
