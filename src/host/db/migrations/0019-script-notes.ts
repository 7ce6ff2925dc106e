import type { Migration } from '../migrate.ts';

export const scriptNotes: Migration = {
  name: '0019-script-notes',
  up(db) {
    db.exec(`
      -- What a lead wrote about a version: what was changed, and why.
      ALTER TABLE script_versions ADD COLUMN note TEXT NOT NULL DEFAULT '';
      -- Of the page that published it: asked for again, it is stored once.
      ALTER TABLE script_versions ADD COLUMN request TEXT;
      -- The older version whose words these are again.
      ALTER TABLE script_versions ADD COLUMN again INTEGER;
      -- Of a built-in one: its number in the app's own file, where a lead's version had taken it.
      ALTER TABLE script_versions ADD COLUMN file_version INTEGER;
      CREATE UNIQUE INDEX script_versions_of_request ON script_versions (request)
        WHERE request IS NOT NULL;
    `);
  },
};
