import type { Migration } from '../migrate.ts';

export const templates: Migration = {
  name: '0024-templates',
  up(db) {
    db.exec(`
      -- Every version of a template of texts. Only ever added to: a text says which of them it was
      -- made from. The words are the desk's own; nothing in them is a customer's.
      CREATE TABLE template_versions (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        version INTEGER NOT NULL CHECK (version >= 1),
        -- 'own': made by the team, not by what came with the app.
        source TEXT NOT NULL CHECK (source IN ('built-in', 'own')),
        at INTEGER NOT NULL,
        -- Whose work it is.
        agent_id TEXT NOT NULL,
        -- What was changed, and why.
        note TEXT NOT NULL,
        -- Of the page that saved it: asked for again, it is stored once. A file is one request.
        request TEXT,
        -- The older version whose words these are again.
        again INTEGER,
        body TEXT NOT NULL CHECK (json_valid(body)),
        UNIQUE (id, version)
      ) STRICT;
      CREATE UNIQUE INDEX template_versions_of_request ON template_versions (request, id)
        WHERE request IS NOT NULL;

      CREATE TRIGGER template_versions_never_change BEFORE UPDATE ON template_versions
      BEGIN SELECT RAISE(ABORT, 'template_versions is append-only'); END;
      CREATE TRIGGER template_versions_never_go BEFORE DELETE ON template_versions
      BEGIN SELECT RAISE(ABORT, 'template_versions is append-only'); END;
    `);
  },
};
