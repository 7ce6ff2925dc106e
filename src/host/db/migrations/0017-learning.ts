import type { Migration } from '../migrate.ts';

export const learning: Migration = {
  name: '0017-learning',
  up(db) {
    db.exec(`
      -- Mistakes and how they were made good, in the order in which it was stored. Only ever added to.
      CREATE TABLE mistake_events (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        mistake_id TEXT NOT NULL,
        -- Whose database this is, as in every log; no row and no answer is made of it.
        agent_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        type TEXT NOT NULL,
        only_once TEXT,
        body TEXT NOT NULL CHECK (json_valid(body))
      ) STRICT;
      CREATE INDEX mistake_events_of_mistake ON mistake_events (mistake_id, seq);
      CREATE UNIQUE INDEX mistake_events_once ON mistake_events (only_once)
        WHERE only_once IS NOT NULL;
      CREATE TRIGGER mistake_events_never_change BEFORE UPDATE ON mistake_events
      BEGIN SELECT RAISE(ABORT, 'mistake_events is append-only'); END;
      CREATE TRIGGER mistake_events_never_go BEFORE DELETE ON mistake_events
      BEGIN SELECT RAISE(ABORT, 'mistake_events is append-only'); END;

      -- What the events add up to; can be made again from them. Without the agent, on purpose.
      CREATE TABLE mistakes (
        id TEXT PRIMARY KEY,
        call_id TEXT,
        practice INTEGER NOT NULL CHECK (practice IN (0, 1)),
        at INTEGER NOT NULL,
        closed_at INTEGER,
        body TEXT NOT NULL CHECK (json_valid(body))
      ) STRICT;
      CREATE INDEX mistakes_open ON mistakes (at DESC, id DESC) WHERE closed_at IS NULL;
      CREATE INDEX mistakes_closed ON mistakes (at DESC, id DESC) WHERE closed_at IS NOT NULL;
      CREATE INDEX mistakes_of_call ON mistakes (call_id, at, id) WHERE call_id IS NOT NULL;

      CREATE TABLE lesson_events (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        lesson_id TEXT NOT NULL,
        -- Who may edit and withdraw it; never told to a page.
        agent_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        type TEXT NOT NULL,
        only_once TEXT,
        body TEXT NOT NULL CHECK (json_valid(body))
      ) STRICT;
      CREATE INDEX lesson_events_of_lesson ON lesson_events (lesson_id, seq);
      CREATE UNIQUE INDEX lesson_events_once ON lesson_events (only_once)
        WHERE only_once IS NOT NULL;
      CREATE TRIGGER lesson_events_never_change BEFORE UPDATE ON lesson_events
      BEGIN SELECT RAISE(ABORT, 'lesson_events is append-only'); END;
      CREATE TRIGGER lesson_events_never_go BEFORE DELETE ON lesson_events
      BEGIN SELECT RAISE(ABORT, 'lesson_events is append-only'); END;

      CREATE TABLE lessons (
        id TEXT PRIMARY KEY,
        at INTEGER NOT NULL,
        withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
        cause TEXT,
        -- Title, text, tags and name in small letters.
        search TEXT NOT NULL,
        body TEXT NOT NULL CHECK (json_valid(body))
      ) STRICT;
      CREATE INDEX lessons_newest ON lessons (at DESC, id DESC) WHERE withdrawn = 0;

      CREATE TABLE reflection_events (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        call_id TEXT NOT NULL,
        agent_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        type TEXT NOT NULL,
        body TEXT NOT NULL CHECK (json_valid(body))
      ) STRICT;
      CREATE TRIGGER reflection_events_never_change BEFORE UPDATE ON reflection_events
      BEGIN SELECT RAISE(ABORT, 'reflection_events is append-only'); END;
      CREATE TRIGGER reflection_events_never_go BEFORE DELETE ON reflection_events
      BEGIN SELECT RAISE(ABORT, 'reflection_events is append-only'); END;

      CREATE TABLE reflections (
        call_id TEXT PRIMARY KEY,
        -- Whose it is: nobody else is told of it.
        agent_id TEXT NOT NULL,
        body TEXT NOT NULL CHECK (json_valid(body))
      ) STRICT;
    `);
  },
};
