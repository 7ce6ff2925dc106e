import type { Migration } from '../migrate.ts';

export const greetings: Migration = {
  name: '0008-greetings',
  up(db) {
    db.exec(`
      -- One sound file each, in the data folder's greetings/. A call's facts name what was heard in
      -- it: a row outlives its file.
      CREATE TABLE greetings (
        id TEXT PRIMARY KEY,
        agent_id TEXT NOT NULL,
        -- Of an away reason; null: for every reason that has none of its own.
        reason_id TEXT,
        duration_ms INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        made_at INTEGER NOT NULL,
        -- Deleted by hand, or another has taken its place.
        deleted_at INTEGER,
        -- The file is gone for good.
        removed_at INTEGER
      ) STRICT;
      CREATE UNIQUE INDEX greetings_in_use ON greetings (coalesce(reason_id, ''))
        WHERE deleted_at IS NULL;

      -- Somebody has listened to it: of a voicemail.
      ALTER TABLE recordings ADD COLUMN heard_at INTEGER;

      -- The app answered for the agent: what was said and how long it took, as JSON.
      ALTER TABLE calls ADD COLUMN attended TEXT;
      ALTER TABLE calls ADD COLUMN voicemail TEXT CHECK (voicemail IN ('new', 'heard'));
      CREATE INDEX calls_voicemail ON calls (started_at DESC, id DESC) WHERE voicemail IS NOT NULL;
    `);
  },
};
