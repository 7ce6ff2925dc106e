import type { Migration } from '../migrate.ts';

export const dispositions: Migration = {
  name: '0020-dispositions',
  up(db) {
    db.exec(`
      -- What a call was about and what became of it (domain/disposition/disposition.ts): the newest
      -- of its 'disposed' events.
      ALTER TABLE calls ADD COLUMN disposition TEXT
        CHECK (disposition IS NULL OR json_valid(disposition));
      -- Calls with a customer of which nobody has said yet.
      CREATE INDEX calls_undisposed ON calls (started_at DESC, id DESC)
        WHERE disposition IS NULL AND answered_at IS NOT NULL AND ended_at IS NOT NULL
          AND service IS NULL;

      -- A call by its type and by those above it; can be made again from the calls.
      CREATE TABLE call_types (
        type_id TEXT NOT NULL,
        -- When the call began.
        at INTEGER NOT NULL,
        call_id TEXT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
        PRIMARY KEY (type_id, at DESC, call_id DESC)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX call_types_of_call ON call_types (call_id);

      -- What an agent chose lately.
      CREATE INDEX call_events_disposed ON call_events (agent_id, seq) WHERE type = 'disposed';
    `);
  },
};
