import type { Migration } from '../migrate.ts';

export const meetings: Migration = {
  name: '0009-meetings',
  up(db) {
    db.exec(`
      -- Calendars the agent gave. The address of one is a secret and lies with the secrets.
      CREATE TABLE meeting_sources (
        id TEXT PRIMARY KEY,
        agent_id TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('file', 'url')),
        -- The file's name, or the place of the address without its path.
        name TEXT NOT NULL,
        -- What is kept of the calendar: jCal without people, places and descriptions.
        calendar TEXT NOT NULL CHECK (json_valid(calendar)),
        -- SHA-256 of what it was read from: what has not changed is not read again.
        digest TEXT NOT NULL,
        -- Events that make no sense: when it was read, and when their times were looked for.
        unread INTEGER NOT NULL,
        unread_times INTEGER NOT NULL DEFAULT 0,
        added_at INTEGER NOT NULL,
        -- When it was last read with success, and why not since.
        read_at INTEGER NOT NULL,
        trouble TEXT,
        -- The midnight from which its meetings are told; NULL before they are.
        told_from INTEGER
      ) STRICT;

      -- The meetings of the next days: told from the calendar, and told anew each day.
      CREATE TABLE meetings (
        source_id TEXT NOT NULL REFERENCES meeting_sources (id) ON DELETE CASCADE,
        uid TEXT NOT NULL,
        -- When this one of a series was first meant to begin; empty for one that does not recur.
        key TEXT NOT NULL,
        title TEXT NOT NULL,
        starts_at INTEGER NOT NULL,
        ends_at INTEGER NOT NULL,
        all_day INTEGER NOT NULL CHECK (all_day IN (0, 1)),
        PRIMARY KEY (source_id, uid, key)
      ) STRICT;

      -- The agent has taken an offer or does not want it. One that is moved is offered again.
      CREATE TABLE meeting_answers (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        at INTEGER NOT NULL,
        agent_id TEXT NOT NULL,
        uid TEXT NOT NULL,
        key TEXT NOT NULL,
        starts_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX meeting_answers_of_meeting ON meeting_answers (uid, key, starts_at);

      CREATE TRIGGER meeting_answers_never_change BEFORE UPDATE ON meeting_answers
      BEGIN SELECT RAISE(ABORT, 'meeting_answers is append-only'); END;
      CREATE TRIGGER meeting_answers_never_go BEFORE DELETE ON meeting_answers
      BEGIN SELECT RAISE(ABORT, 'meeting_answers is append-only'); END;
    `);
  },
};
