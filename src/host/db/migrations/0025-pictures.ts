import type { Migration } from '../migrate.ts';

export const pictures: Migration = {
  name: '0025-pictures',
  up(db) {
    db.exec(`
      -- Pictures whose files are kept, by what is in them.
      CREATE TABLE pictures (
        sha256 TEXT PRIMARY KEY,
        agent_id TEXT NOT NULL,
        type TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        -- When it was last brought; 0 once a text has let go of it. Nobody waits for it then.
        put_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- Which texts need which; made of the rows of the outbox.
      CREATE TABLE text_pictures (
        text_id TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        PRIMARY KEY (text_id, sha256)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX text_pictures_by_picture ON text_pictures (sha256);
      INSERT OR IGNORE INTO text_pictures (text_id, sha256)
        SELECT outbox.id, json_extract(picture.value, '$.sha256')
        FROM outbox, json_each(outbox.body, '$.content.attachments') AS picture
        WHERE json_extract(picture.value, '$.sha256') <> '';
    `);
  },
};
