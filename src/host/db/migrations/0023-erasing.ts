import type { Migration } from '../migrate.ts';
import type { Db } from '../database.ts';

/** Facts that may hold words of, or about, a customer. */
const TABLES = [
  ...['call_events', 'message_events', 'promise_events', 'outbox_events', 'pause_events'],
  ...['run_events', 'mistake_events', 'reflection_events', 'abuse_events'],
];

export const erasing: Migration = {
  name: '0023-erasing',
  up(db) {
    for (const table of TABLES) db.exec(guard(table, columnsOf(db, table)));
  },
};

/**
 * A fact stays as it was said; only words in it may go, when the customer is erased: a text of its
 * body becomes nothing, a dash or null. No word can be put in the place of another, no number, kind
 * or time change, and nothing be added or left out.
 */
function guard(table: string, columns: readonly string[]): string {
  const changed = columns
    .filter((column) => column !== 'body')
    .map((column) => `NEW.${column} IS NOT OLD.${column}`);
  return `
    DROP TRIGGER ${table}_never_change;
    CREATE TRIGGER ${table}_never_change BEFORE UPDATE ON ${table}
    WHEN ${changed.join(' OR ')} OR NEW.body IS OLD.body OR NOT json_valid(NEW.body)
      OR (SELECT count(*) FROM json_tree(NEW.body)) <> (SELECT count(*) FROM json_tree(OLD.body))
      OR EXISTS (
        SELECT 1 FROM json_tree(NEW.body) n LEFT JOIN json_tree(OLD.body) o ON o.fullkey = n.fullkey
        WHERE o.fullkey IS NULL OR ((n.type <> o.type OR n.atom IS NOT o.atom)
          AND NOT (o.type = 'text' AND (n.type = 'null' OR n.type = 'text' AND n.atom IN ('', '—')))))
    BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`;
}

function columnsOf(db: Db, table: string): string[] {
  return db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table) as string[];
}
