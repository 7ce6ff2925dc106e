import type { Migration } from '../migrate.ts';

export const guidance: Migration = {
  name: '0016-guidance',
  up(db) {
    db.exec(`
      -- Every version of a script that was ever in use: a run of long ago can be read as it was said.
      -- Only ever added to; who changes a script gives it a new version.
      CREATE TABLE script_versions (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        version INTEGER NOT NULL CHECK (version >= 1),
        -- 'own': made by the team, not by what came with the app.
        source TEXT NOT NULL CHECK (source IN ('built-in', 'own')),
        at INTEGER NOT NULL,
        body TEXT NOT NULL CHECK (json_valid(body)),
        UNIQUE (id, version)
      ) STRICT;

      CREATE TRIGGER script_versions_never_change BEFORE UPDATE ON script_versions
      BEGIN SELECT RAISE(ABORT, 'script_versions is append-only'); END;
      CREATE TRIGGER script_versions_never_go BEFORE DELETE ON script_versions
      BEGIN SELECT RAISE(ABORT, 'script_versions is append-only'); END;

      -- What happened in runs of scripts, in the order in which it was stored. Only ever added to.
      CREATE TABLE run_events (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        run_id TEXT NOT NULL,
        agent_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        type TEXT NOT NULL,
        body TEXT NOT NULL CHECK (json_valid(body))
      ) STRICT;
      CREATE INDEX run_events_of_run ON run_events (run_id, seq);

      CREATE TRIGGER run_events_never_change BEFORE UPDATE ON run_events
      BEGIN SELECT RAISE(ABORT, 'run_events is append-only'); END;
      CREATE TRIGGER run_events_never_go BEFORE DELETE ON run_events
      BEGIN SELECT RAISE(ABORT, 'run_events is append-only'); END;

      -- What the events add up to; can be made again from them.
      CREATE TABLE runs (
        id TEXT PRIMARY KEY,
        agent_id TEXT NOT NULL,
        -- Null: without a call, to read or to practise.
        call_id TEXT,
        practice INTEGER NOT NULL CHECK (practice IN (0, 1)),
        situation TEXT NOT NULL,
        script_id TEXT NOT NULL,
        version INTEGER NOT NULL,
        -- Null: past the last step.
        step_id TEXT,
        started_at INTEGER NOT NULL,
        ended_at INTEGER,
        -- The whole row as it is shown.
        body TEXT NOT NULL CHECK (json_valid(body))
      ) STRICT;
      CREATE INDEX runs_open ON runs (started_at DESC, id) WHERE ended_at IS NULL;
      CREATE INDEX runs_of_call ON runs (call_id, started_at, id) WHERE call_id IS NOT NULL;
      CREATE INDEX runs_by_time ON runs (started_at DESC, id);
    `);
  },
};
