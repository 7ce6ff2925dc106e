import type { Migration } from '../migrate.ts';

export const promises: Migration = {
  name: '0007-promises',
  up(db) {
    db.exec(`
      -- What was promised to customers and what became of it, in the order in which it was stored.
      -- Only ever added to.
      CREATE TABLE promise_events (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        promise_id TEXT NOT NULL,
        agent_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        type TEXT NOT NULL,
        -- What two facts cannot both say (domain/callback/record.ts): one call makes one promise.
        only_once TEXT,
        body TEXT NOT NULL CHECK (json_valid(body))
      ) STRICT;
      CREATE INDEX promise_events_of_promise ON promise_events (promise_id, seq);
      CREATE UNIQUE INDEX promise_events_once ON promise_events (only_once)
        WHERE only_once IS NOT NULL;

      CREATE TRIGGER promise_events_never_change BEFORE UPDATE ON promise_events
      BEGIN SELECT RAISE(ABORT, 'promise_events is append-only'); END;
      CREATE TRIGGER promise_events_never_go BEFORE DELETE ON promise_events
      BEGIN SELECT RAISE(ABORT, 'promise_events is append-only'); END;

      -- What the events add up to; can be made again from them.
      CREATE TABLE promises (
        id TEXT PRIMARY KEY,
        agent_id TEXT NOT NULL,
        -- The number the customer is known by.
        customer TEXT NOT NULL,
        practice INTEGER NOT NULL CHECK (practice IN (0, 1)),
        urgent INTEGER NOT NULL CHECK (urgent IN (0, 1)),
        due_at INTEGER NOT NULL,
        window_from INTEGER NOT NULL,
        window_to INTEGER NOT NULL,
        snoozed_until INTEGER,
        armed_at INTEGER NOT NULL,
        reminded TEXT,
        made_at INTEGER NOT NULL,
        ended_at INTEGER,
        -- The call that goes on with the customer.
        talk_call_id TEXT,
        -- The whole row as it is shown.
        body TEXT NOT NULL CHECK (json_valid(body))
      ) STRICT;
      -- Each section of the worklist is one range of it.
      CREATE INDEX promises_open ON promises (urgent, due_at, id) WHERE ended_at IS NULL;
      CREATE INDEX promises_of_customer ON promises (customer, practice, made_at DESC);
      CREATE INDEX promises_to_remind ON promises (window_from) WHERE ended_at IS NULL
        AND (reminded IS NULL OR reminded <> 'after');
      CREATE INDEX promises_in_talk ON promises (talk_call_id) WHERE talk_call_id IS NOT NULL;

      -- Up to which fact of calls their promises have been looked after: earlier ones make none.
      INSERT INTO meta (key, value)
        SELECT 'promises_linked', coalesce(max(seq), 0) FROM call_events;
    `);
  },
};
