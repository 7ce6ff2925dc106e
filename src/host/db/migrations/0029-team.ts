import type { Migration } from '../migrate.ts';

export const team: Migration = {
  name: '0029-team',
  up(db) {
    db.exec(`
      -- What other agents' apps have told of their days, apart from this agent's own
      -- (docs/adr/0012-team-folder.md). Can be read again from their files, where those still lie.
      CREATE TABLE team_agents (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        zone TEXT NOT NULL,
        -- When the newest file that was read had been written.
        made_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE team_records (
        agent_id TEXT NOT NULL REFERENCES team_agents (id),
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        revision INTEGER NOT NULL,
        -- When the file was written that it stood in.
        made_at INTEGER NOT NULL,
        at INTEGER NOT NULL,
        -- What the customer is known by in the team, or their number where no key was; null: nobody.
        customer TEXT,
        -- A promise that is owed.
        open INTEGER NOT NULL CHECK (open IN (0, 1)),
        due_at INTEGER,
        -- In what a search looks.
        words TEXT NOT NULL,
        body TEXT NOT NULL CHECK (json_valid(body)),
        -- Two agents may have one id: neither knows of the other's.
        PRIMARY KEY (agent_id, kind, id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX team_records_by_time ON team_records (kind, at DESC, id DESC);
      CREATE INDEX team_records_owed ON team_records (due_at, id) WHERE open = 1;
      CREATE INDEX team_records_of_customer ON team_records (customer) WHERE customer IS NOT NULL;

      -- Every file of the folder that was looked at, and what was made of it.
      CREATE TABLE team_files (
        name TEXT PRIMARY KEY,
        agent_id TEXT,
        day TEXT,
        -- Its size, when it was changed and which file it is: another one is read again.
        mark TEXT NOT NULL,
        -- The key it was checked with.
        key_id TEXT NOT NULL,
        -- Null: it was merged.
        fault TEXT,
        looked_at INTEGER NOT NULL,
        -- Of the newest that was merged under this name.
        made_at INTEGER,
        records INTEGER,
        stations TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(stations))
      ) STRICT, WITHOUT ROWID;

      -- Customers who were erased here: what files still say of them up to then is not taken again.
      CREATE TABLE team_erasures (
        customer TEXT PRIMARY KEY,
        at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
