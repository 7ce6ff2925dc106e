import type { Migration } from '../migrate.ts';
import type { Db } from '../database.ts';

/** Facts that go with the thing they are of, once that is destroyed; never alone, and never else. */
const FACTS = [
  ['call_events', 'call_id'],
  ['message_events', 'message_id'],
  ['promise_events', 'promise_id'],
  ['outbox_events', 'text_id'],
  ['pause_events', 'pause_id'],
  ['run_events', 'run_id'],
  ['mistake_events', 'mistake_id'],
  ['reflection_events', 'call_id'],
  ['abuse_events', 'case_id'],
  ['availability_events', 'id'],
] as const;

export const privacy: Migration = {
  name: '0030-privacy',
  up(db) {
    db.exec(`
      -- What is being destroyed in the transaction that holds these; empty outside of it. The triggers
      -- that keep facts let those of it go and no others.
      CREATE TABLE going (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    `);
    for (const [table, column] of FACTS) {
      db.exec(`DROP TRIGGER ${table}_never_go; ${keeps(table, column)}`);
    }
    hideNumbers(db);
    db.exec(`
      -- What must not be destroyed, and until when; a release is a row of its own.
      CREATE TABLE holds (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        agent_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        who TEXT NOT NULL,
        subject_kind TEXT NOT NULL CHECK (subject_kind IN ('customer', 'call', 'recording')),
        -- The customer's card, the call, the recording; null for whoever has the numbers.
        subject_id TEXT,
        -- By what a customer is known (numberKey).
        keys TEXT NOT NULL CHECK (json_valid(keys)),
        reason TEXT NOT NULL,
        until_at INTEGER
      ) STRICT;
      CREATE TABLE hold_releases (
        hold_id TEXT PRIMARY KEY REFERENCES holds (id),
        agent_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        who TEXT NOT NULL,
        reason TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- One customer erased each; nothing of the customer is in it.
      CREATE TABLE certificates (
        no INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        agent_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        who TEXT NOT NULL,
        body TEXT NOT NULL CHECK (json_valid(body)),
        -- SHA-256 of all that is above and of the certificate before.
        hash TEXT NOT NULL
      ) STRICT;

      -- That somebody has looked through the access log of a month.
      CREATE TABLE access_reviews (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        agent_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        -- 2026-11
        month TEXT NOT NULL,
        who TEXT NOT NULL,
        remark TEXT NOT NULL,
        -- What there was to be seen.
        entries INTEGER NOT NULL,
        findings INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX access_reviews_of_month ON access_reviews (month, seq);

      -- Destroying what is too old; one without an end goes on at the next start.
      CREATE TABLE retention_runs (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        agent_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        who TEXT NOT NULL,
        automatic INTEGER NOT NULL CHECK (automatic IN (0, 1)),
        -- Of each kind what is older than which moment, how far it has come, how much went.
        body TEXT NOT NULL CHECK (json_valid(body)),
        ended_at INTEGER
      ) STRICT;
    `);
    for (const table of ['holds', 'hold_releases', 'certificates', 'access_reviews']) {
      db.exec(`
        CREATE TRIGGER ${table}_never_go BEFORE DELETE ON ${table}
        BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`);
    }
    for (const table of ['hold_releases', 'certificates', 'access_reviews']) {
      db.exec(`
        CREATE TRIGGER ${table}_never_change BEFORE UPDATE ON ${table}
        BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`);
    }
    db.exec(`
      -- With the customer their numbers go out of what once held them, and nothing else.
      CREATE TRIGGER holds_never_change BEFORE UPDATE ON holds
      WHEN NEW.keys <> '[]' OR NEW.id <> OLD.id OR NEW.agent_id <> OLD.agent_id OR NEW.at <> OLD.at
        OR NEW.who <> OLD.who OR NEW.subject_kind <> OLD.subject_kind
        OR NEW.subject_id IS NOT OLD.subject_id OR NEW.reason <> OLD.reason
        OR NEW.until_at IS NOT OLD.until_at
      BEGIN SELECT RAISE(ABORT, 'holds is append-only'); END;

      CREATE INDEX promises_ended_at ON promises (ended_at, id) WHERE ended_at IS NOT NULL;
      CREATE INDEX messages_by_time ON messages (at, id);
      CREATE INDEX reflection_events_of_call ON reflection_events (call_id);
    `);
  },
};

function keeps(table: string, column: string): string {
  return `
    CREATE TRIGGER ${table}_never_go BEFORE DELETE ON ${table}
    WHEN NOT EXISTS (SELECT 1 FROM going WHERE id = OLD.${column})
    BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`;
}

/**
 * The access log outlives those it is about. It names them by a made-up word, and what that stands for is
 * a row that goes with the customer: nobody can count through all numbers then, as with a hash.
 */
function hideNumbers(db: Db): void {
  db.exec(`
    CREATE TABLE access_people (
      ref TEXT PRIMARY KEY,
      -- A number or an address.
      person TEXT NOT NULL UNIQUE
    ) STRICT, WITHOUT ROWID;
    INSERT INTO access_people (ref, person)
      SELECT lower(hex(randomblob(8))), person
      FROM (SELECT DISTINCT person FROM access_log WHERE person IS NOT NULL);

    -- What the computer's agent was called, and whether it was the lead.
    ALTER TABLE access_log ADD COLUMN actor TEXT;
    ALTER TABLE access_log ADD COLUMN role TEXT CHECK (role IN ('agent', 'lead'));

    DROP TRIGGER access_log_never_changes;
    UPDATE access_log SET
      subject_id = CASE WHEN subject_id = person
        THEN (SELECT ref FROM access_people p WHERE p.person = access_log.person)
        ELSE subject_id END,
      person = (SELECT ref FROM access_people p WHERE p.person = access_log.person)
    WHERE person IS NOT NULL;
    CREATE TRIGGER access_log_never_changes BEFORE UPDATE ON access_log
    BEGIN SELECT RAISE(ABORT, 'access_log is append-only'); END;

    DROP TRIGGER access_log_never_goes;
    ${keeps('access_log', 'id').replace('access_log_never_go', 'access_log_never_goes')}
    CREATE INDEX access_log_by_time ON access_log (at, id);
    CREATE INDEX access_log_of_person ON access_log (person) WHERE person IS NOT NULL;
  `);
}
