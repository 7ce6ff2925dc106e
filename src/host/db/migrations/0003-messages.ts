import type { Migration } from '../migrate.ts';

export const messages: Migration = {
  name: '0003-messages',
  up(db) {
    db.exec(`
      -- What happened to text messages, in the order in which it was stored. Only ever added to.
      CREATE TABLE message_events (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        message_id TEXT NOT NULL,
        agent_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        type TEXT NOT NULL,
        body TEXT NOT NULL CHECK (json_valid(body))
      ) STRICT;
      CREATE INDEX message_events_of_message ON message_events (message_id, seq);

      CREATE TRIGGER message_events_never_change BEFORE UPDATE ON message_events
      BEGIN SELECT RAISE(ABORT, 'message_events is append-only'); END;
      CREATE TRIGGER message_events_never_go BEFORE DELETE ON message_events
      BEGIN SELECT RAISE(ABORT, 'message_events is append-only'); END;

      -- What the events add up to; can be made again from them.
      CREATE TABLE messages (
        id TEXT PRIMARY KEY,
        agent_id TEXT NOT NULL,
        thread TEXT NOT NULL,
        channel TEXT NOT NULL,
        direction TEXT NOT NULL,
        address TEXT NOT NULL,
        dialled TEXT NOT NULL,
        e164 TEXT,
        name TEXT,
        raw_name TEXT,
        account TEXT NOT NULL,
        practice INTEGER NOT NULL CHECK (practice IN (0, 1)),
        body TEXT NOT NULL,
        sip_call_id TEXT,
        -- The same for every copy of one message on the network.
        copy_key TEXT,
        state TEXT NOT NULL,
        cause TEXT CHECK (cause IS NULL OR json_valid(cause)),
        at INTEGER NOT NULL,
        sent_at INTEGER,
        settled_at INTEGER,
        read_at INTEGER
      ) STRICT;
      CREATE INDEX messages_of_thread ON messages (thread, at DESC, id DESC);
      CREATE UNIQUE INDEX messages_by_copy ON messages (copy_key) WHERE copy_key IS NOT NULL;
      CREATE INDEX messages_unread ON messages (thread, at, id)
        WHERE direction = 'inbound' AND read_at IS NULL;
      CREATE INDEX messages_unsettled ON messages (id) WHERE state IN ('queued', 'sending');

      -- One row a conversation, so that the list of them costs the same however much was written.
      CREATE TABLE message_threads (
        thread TEXT PRIMARY KEY,
        address TEXT NOT NULL,
        dialled TEXT NOT NULL,
        e164 TEXT,
        name TEXT,
        -- As calls.digits.
        digits TEXT NOT NULL,
        practice INTEGER NOT NULL CHECK (practice IN (0, 1)),
        last_at INTEGER NOT NULL,
        last_id TEXT NOT NULL,
        unread INTEGER NOT NULL CHECK (unread >= 0)
      ) STRICT;
      CREATE INDEX message_threads_newest ON message_threads (last_at DESC, last_id DESC);
      CREATE INDEX message_threads_unread ON message_threads (thread) WHERE unread > 0;
    `);
  },
};
