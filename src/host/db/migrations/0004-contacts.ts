import type { Migration } from '../migrate.ts';

export const contacts: Migration = {
  name: '0004-contacts',
  up(db) {
    db.exec(`
      CREATE TABLE contacts (
        id TEXT PRIMARY KEY,
        agent_id TEXT NOT NULL,
        revision INTEGER NOT NULL CHECK (revision >= 1),
        name TEXT NOT NULL,
        organisation TEXT NOT NULL,
        email TEXT NOT NULL,
        note TEXT NOT NULL,
        tags TEXT NOT NULL CHECK (json_valid(tags)),
        favourite INTEGER NOT NULL CHECK (favourite IN (0, 1)),
        source_import_id TEXT,
        created_at INTEGER NOT NULL,
        changed_at INTEGER NOT NULL,
        -- Made of the above (domain/contact/search.ts): the order, the words, the digits.
        sort_key TEXT NOT NULL,
        search TEXT NOT NULL,
        digits TEXT NOT NULL
      ) STRICT;
      -- With what a search looks at: it runs along the list without touching the rows.
      CREATE INDEX contacts_by_name ON contacts (sort_key, id, digits, search);
      CREATE INDEX contacts_favourite ON contacts (sort_key, id) WHERE favourite = 1;

      CREATE TABLE contact_numbers (
        contact_id TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        agent_id TEXT NOT NULL,
        label TEXT NOT NULL,
        number TEXT NOT NULL,
        e164 TEXT,
        -- E.164, or what is dialled where there is none: what two numbers are the same by.
        key TEXT NOT NULL,
        PRIMARY KEY (contact_id, position)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX contact_numbers_by_e164 ON contact_numbers (e164) WHERE e164 IS NOT NULL;
      CREATE INDEX contact_numbers_by_key ON contact_numbers (key);

      CREATE TABLE contact_imports (
        id TEXT PRIMARY KEY,
        agent_id TEXT NOT NULL,
        file_name TEXT NOT NULL,
        at INTEGER NOT NULL,
        added INTEGER NOT NULL,
        merged INTEGER NOT NULL,
        unchanged INTEGER NOT NULL,
        skipped INTEGER NOT NULL,
        refused INTEGER NOT NULL,
        undone TEXT CHECK (undone IS NULL OR json_valid(undone))
      ) STRICT;
      CREATE INDEX contact_imports_newest ON contact_imports (at DESC, id DESC);

      -- What an import did to each person, for taking it back.
      CREATE TABLE contact_import_changes (
        import_id TEXT NOT NULL REFERENCES contact_imports (id) ON DELETE CASCADE,
        contact_id TEXT NOT NULL,
        agent_id TEXT NOT NULL,
        -- The revision it made: another one now means that somebody changed the person since.
        revision INTEGER NOT NULL,
        -- The fields before; NULL for somebody new.
        before TEXT CHECK (before IS NULL OR json_valid(before)),
        PRIMARY KEY (import_id, contact_id)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE speed_dial (
        agent_id TEXT NOT NULL,
        place INTEGER NOT NULL CHECK (place BETWEEN 1 AND 9),
        label TEXT NOT NULL,
        number TEXT NOT NULL,
        -- May be gone: then the label is the last name known.
        contact_id TEXT,
        changed_at INTEGER NOT NULL,
        PRIMARY KEY (agent_id, place)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
