import type { Migration } from '../migrate.ts';

export const customers: Migration = {
  name: '0013-customers',
  up(db) {
    db.exec(`
      -- What was learnt of customers, in the order in which it was stored. Only ever added to: that
      -- something was said is kept, what was said lies in customer_words and can be erased.
      CREATE TABLE customer_events (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        customer_id TEXT NOT NULL,
        agent_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        type TEXT NOT NULL
      ) STRICT;
      CREATE INDEX customer_events_of_customer ON customer_events (customer_id, seq);
      -- A customer's part of their thread.
      CREATE INDEX customer_events_in_thread ON customer_events (customer_id, at DESC, id DESC)
        WHERE type IN ('noted', 'preferred', 'consented', 'merged', 'unmerged');

      CREATE TRIGGER customer_events_never_change BEFORE UPDATE ON customer_events
      BEGIN SELECT RAISE(ABORT, 'customer_events is append-only'); END;
      CREATE TRIGGER customer_events_never_go BEFORE DELETE ON customer_events
      BEGIN SELECT RAISE(ABORT, 'customer_events is append-only'); END;

      CREATE TABLE customer_words (
        event_id TEXT PRIMARY KEY,
        customer_id TEXT NOT NULL,
        body TEXT NOT NULL CHECK (json_valid(body))
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX customer_words_of_customer ON customer_words (customer_id);
      CREATE TRIGGER customer_words_never_change BEFORE UPDATE ON customer_words
      BEGIN SELECT RAISE(ABORT, 'customer_words never change'); END;

      -- What the events add up to; can be made again from them.
      CREATE TABLE customers (
        id TEXT PRIMARY KEY,
        agent_id TEXT NOT NULL,
        -- Whom they were found to be the same as.
        merged_into TEXT,
        erased INTEGER NOT NULL CHECK (erased IN (0, 1)),
        -- Made of the row: the order, the words, the digits, the name as it is compared.
        sort_key TEXT NOT NULL,
        search TEXT NOT NULL,
        digits TEXT NOT NULL,
        name_key TEXT NOT NULL,
        body TEXT NOT NULL CHECK (json_valid(body))
      ) STRICT;
      CREATE INDEX customers_by_name ON customers (sort_key, id, digits, search)
        WHERE merged_into IS NULL AND erased = 0;
      CREATE INDEX customers_merged ON customers (merged_into) WHERE merged_into IS NOT NULL;
      CREATE INDEX customers_by_name_key ON customers (name_key) WHERE name_key <> '';

      CREATE TABLE customer_numbers (
        customer_id TEXT NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
        key TEXT NOT NULL,
        PRIMARY KEY (key, customer_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX customer_numbers_of_customer ON customer_numbers (customer_id);

      -- Calls and conversations with an extension or a SIP user: there is no E.164 to find them by.
      CREATE INDEX calls_by_user
        ON calls (lower(replace(replace(dialled, '.', ''), '-', '')), started_at DESC)
        WHERE e164 IS NULL;
      CREATE INDEX message_threads_by_user
        ON message_threads (lower(replace(replace(dialled, '.', ''), '-', '')))
        WHERE e164 IS NULL;
    `);
  },
};
