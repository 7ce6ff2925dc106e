import Database from 'better-sqlite3';

export type Db = Database.Database;

const statements = new WeakMap<Db, Map<string, Database.Statement>>();

/** Prepares each text once for each database. */
export function prepared(db: Db, sql: string): Database.Statement {
  let known = statements.get(db);
  if (!known) statements.set(db, (known = new Map<string, Database.Statement>()));
  let statement = known.get(sql);
  if (!statement) known.set(sql, (statement = db.prepare(sql)));
  return statement;
}

/** Milliseconds to wait for a tool that writes to the file; the host answers nobody meanwhile. */
const BUSY_TIMEOUT_MS = 2_000;

/**
 * WAL with `synchronous=FULL`: a commit is on the disk before it is acknowledged, also when the
 * power fails (https://www.sqlite.org/pragma.html#pragma_synchronous).
 */
export function openFile(path: string): Db {
  const db = new Database(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    configure(db);
    const mode: unknown = db.pragma('journal_mode = WAL', { simple: true });
    if (mode !== 'wal') throw new Error(`The journal mode is ${String(mode)} instead of wal.`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

export function openMemory(): Db {
  const db = new Database(':memory:');
  configure(db);
  return db;
}

/** Looks without changing anything, not even the write-ahead log. */
export function openForLooking(path: string): Db {
  return new Database(path, { readonly: true, fileMustExist: true });
}

/** 32 MB of pages: what the lists and counts of a million calls go through again and again. */
const READING_CACHE = -32_000;

/** A connection that only reads, beside the one that writes: it sees what is committed. */
export function openForReading(path: string): Db {
  const db = openForLooking(path);
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  db.pragma(`cache_size = ${READING_CACHE}`);
  return db;
}

function configure(db: Db): void {
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  // Without it REPLACE drops rows past the triggers that forbid it
  // (https://www.sqlite.org/lang_conflict.html, REPLACE).
  db.pragma('recursive_triggers = ON');
  // Checked on each read of a page; a damaged schema cannot run code of its own.
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  // What is erased is gone from the file: the room it leaves is zeroed, in pages that are written
  // anyway (https://www.sqlite.org/pragma.html#pragma_secure_delete).
  db.pragma('secure_delete = ON');
}
