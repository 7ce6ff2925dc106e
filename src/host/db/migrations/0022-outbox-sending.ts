import type { Migration } from '../migrate.ts';

export const outboxSending: Migration = {
  name: '0022-outbox-sending',
  up(db) {
    db.exec(`
      -- What the sender looks for: texts that wait, those tried and tried again later, those of
      -- which it is not known whether they have left. Null for all others.
      ALTER TABLE outbox ADD COLUMN phase TEXT CHECK (phase IN ('waiting', 'delayed', 'sending'));
      -- Not before; epoch milliseconds. 0: as soon as they may.
      ALTER TABLE outbox ADD COLUMN due_at INTEGER NOT NULL DEFAULT 0;
      UPDATE outbox SET phase = 'waiting' WHERE part = 'open';
      CREATE INDEX outbox_to_send ON outbox (written_at, id)
        WHERE phase = 'waiting' OR phase = 'delayed';
      CREATE INDEX outbox_on_their_way ON outbox (phase) WHERE phase = 'delayed' OR phase = 'sending';
    `);
  },
};
