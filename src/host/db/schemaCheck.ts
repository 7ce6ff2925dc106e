import { openMemory } from './database.ts';
import type { Db } from './database.ts';
import { versionOf } from './migrate.ts';
import type { Migration } from './migrate.ts';

/**
 * Whether every table, index and trigger is the one that the migrations make: a damaged byte in the words
 * of the schema passes SQLite's own check, and is met only by the statement that asks for what it named.
 * Of a table its columns count, since SQLite may write the words of an altered one in another way; what
 * SQLite or a tool has added is nobody's business.
 */
export function hasSchemaOf(db: Db, migrations: readonly Migration[]): boolean {
  const made = openMemory();
  try {
    for (const migration of migrations.slice(0, versionOf(db))) migration.up(made);
    const there = new Map(objectsOf(db).map((one) => [`${one.type} ${one.name}`, one]));
    return objectsOf(made).every(({ type, name, sql }) => {
      const found = there.get(`${type} ${name}`);
      if (found === undefined) return false;
      return (
        found.sql === sql || (type === 'table' && columnsOf(db, name) === columnsOf(made, name))
      );
    });
  } finally {
    made.close();
  }
}

interface SchemaObject {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}

function objectsOf(db: Db): SchemaObject[] {
  return db.prepare('SELECT type, name, sql FROM sqlite_schema').all() as SchemaObject[];
}

function columnsOf(db: Db, table: string): string {
  const columns = db
    .prepare('SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo(?) ORDER BY cid')
    .all(table);
  return JSON.stringify(columns);
}
