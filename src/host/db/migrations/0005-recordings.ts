import type { Migration } from '../migrate.ts';

export const recordings: Migration = {
  name: '0005-recordings',
  up(db) {
    db.exec(`
      -- One sound file each, in the data folder's recordings/. A row outlives its file: that there
      -- was one, and what became of it, is not forgotten.
      CREATE TABLE recordings (
        id TEXT PRIMARY KEY,
        call_id TEXT NOT NULL,
        agent_id TEXT NOT NULL,
        -- 'call'; voicemail is another kind of the same thing.
        kind TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('open', 'ended', 'interrupted')),
        started_at INTEGER NOT NULL,
        ended_at INTEGER,
        end_reason TEXT,
        -- What has been acknowledged: bytes of the file, and the number of the piece after it.
        bytes INTEGER NOT NULL,
        next_seq INTEGER NOT NULL,
        duration_ms INTEGER,
        sha256 TEXT,
        deleted_at INTEGER,
        delete_reason TEXT,
        -- The file is gone for good.
        removed_at INTEGER
      ) STRICT;
      CREATE INDEX recordings_of_call ON recordings (call_id, started_at);
      CREATE INDEX recordings_open ON recordings (id) WHERE state = 'open';
      CREATE INDEX recordings_kept ON recordings (started_at) WHERE removed_at IS NULL;

      ALTER TABLE calls ADD COLUMN recorded INTEGER NOT NULL DEFAULT 0 CHECK (recorded IN (0, 1));
      CREATE INDEX calls_recorded ON calls (started_at DESC, id DESC) WHERE recorded = 1;

      -- Who looked at, took away or removed what, and why. Only ever added to.
      CREATE TABLE access_log (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        at INTEGER NOT NULL,
        agent_id TEXT NOT NULL,
        -- Where it was asked for: the page's connection, or 'host' for what it does by itself.
        origin TEXT NOT NULL,
        action TEXT NOT NULL,
        subject_kind TEXT NOT NULL,
        subject_id TEXT NOT NULL,
        -- Whose data it is: a number or an address.
        person TEXT,
        reason TEXT NOT NULL
      ) STRICT;
      CREATE INDEX access_log_of_subject ON access_log (subject_kind, subject_id, seq);

      CREATE TRIGGER access_log_never_changes BEFORE UPDATE ON access_log
      BEGIN SELECT RAISE(ABORT, 'access_log is append-only'); END;
      CREATE TRIGGER access_log_never_goes BEFORE DELETE ON access_log
      BEGIN SELECT RAISE(ABORT, 'access_log is append-only'); END;
    `);
  },
};
