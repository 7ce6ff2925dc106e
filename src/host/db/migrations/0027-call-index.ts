import type { Migration } from '../migrate.ts';

export const callIndex: Migration = {
  name: '0027-call-index',
  up(db) {
    db.exec(`
      -- What a call is found by later (domain/history/tags.ts): the newest of its 'tagged' events.
      ALTER TABLE calls ADD COLUMN tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags));

      -- Where a call stands in the index: by when it began, so that the index is in the order of the
      -- log. It keeps its place when its row is made again.
      CREATE TABLE call_places (
        call_id TEXT PRIMARY KEY,
        place INTEGER NOT NULL UNIQUE
      ) STRICT, WITHOUT ROWID;

      -- Pieces of words and numbers, and what calls are chosen by (db/callIndex). It can be made again
      -- from the other tables, and holds no copy of them.
      CREATE VIRTUAL TABLE call_index USING fts5 (
        words, content = '', contentless_delete = 1, tokenize = "ascii tokenchars ':_-'"
      );

      -- Calls whose entry is not what it should be. Written by triggers within the change itself, so
      -- that nothing is forgotten whatever ends the app.
      CREATE TABLE calls_to_index (call_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
      INSERT INTO calls_to_index (call_id) SELECT id FROM calls;

      -- What the index of words does for every choice.
      DROP TABLE call_types;
      DROP INDEX calls_by_outcome;
      DROP INDEX calls_recorded;
      DROP INDEX calls_voicemail;

      CREATE INDEX promises_of_call ON promises (json_extract(body, '$.origin.callId'))
        WHERE json_extract(body, '$.origin.callId') IS NOT NULL;
    `);
    for (const { table, of } of MARKED) {
      for (const [name, when, row] of CHANGES) {
        db.exec(`
          CREATE TRIGGER ${table}_to_index_${name} AFTER ${when} ON ${table}
          WHEN ${of.replaceAll('ROW', row)} IS NOT NULL
          BEGIN
            INSERT INTO calls_to_index (call_id) VALUES (${of.replaceAll('ROW', row)})
              ON CONFLICT DO NOTHING;
          END;
        `);
      }
    }
  },
};

const CHANGES = [
  ['added', 'INSERT', 'NEW'],
  ['changed', 'UPDATE', 'NEW'],
  ['gone', 'DELETE', 'OLD'],
] as const;

const MARKED = [
  { table: 'calls', of: 'ROW.id' },
  { table: 'promises', of: `json_extract(ROW.body, '$.origin.callId')` },
  { table: 'outbox', of: 'ROW.call_id' },
  { table: 'runs', of: 'ROW.call_id' },
];
