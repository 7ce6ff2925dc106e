import Database from 'better-sqlite3-multiple-ciphers';
import { unlock } from './seal.ts';
import type { FileKey } from './seal.ts';

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
 *
 * @param key of an encrypted file; one that is not, is opened without it. A new one is encrypted with it
 * @throws AppError `storage.locked` where the file needs another key
 */
export function openFile(path: string, key: FileKey | null = null): Db {
  const db = openPlainly(path, key);
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

/** As it is, in the mode that it was left in; see `openFile` for the key. */
export function openPlainly(path: string, key: FileKey | null): Db {
  return unlocked(new Database(path, { timeout: BUSY_TIMEOUT_MS }), path, key);
}

/** Looks without changing anything, not even the write-ahead log; see `openFile` for the key. */
export function openForLooking(path: string, key: FileKey | null = null): Db {
  return unlocked(new Database(path, { readonly: true, fileMustExist: true }), path, key);
}

function unlocked(db: Db, path: string, key: FileKey | null): Db {
  try {
    unlock(db, path, key);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** 32 MB of pages: what the lists and counts of a million calls go through again and again. */
const READING_CACHE = -32_000;

/** A connection that only reads, beside the one that writes: it sees what is committed. */
export function openForReading(path: string, key: FileKey | null = null): Db {
  const db = openForLooking(path, key);
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
