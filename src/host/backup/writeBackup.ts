import { rmSync } from 'node:fs';
import { AppError } from '#shared/errors.ts';
import { openForLooking } from '../db/database.ts';
import { versionOf } from '../db/migrate.ts';
import type { FileKey } from '../db/seal.ts';
import { partOfBackup, publishBackup } from './backupFolder.ts';

/** What a copy holds, for whoever has to choose one. */
export interface BackupContents {
  /** Of the database's shape: how many migrations it has seen. */
  readonly version: number;
  readonly calls: number;
  readonly promises: number;
  readonly texts: number;
  readonly contacts: number;
  /** When the last call in it began; epoch milliseconds. */
  readonly lastCallAt: number | null;
}

/**
 * A whole copy of what is committed at this moment, without what was erased
 * (https://www.sqlite.org/lang_vacuum.html#vacuuminto); it has its name only once it has been opened and
 * looked through. Runs as long as it takes: on a thread of its own.
 *
 * @param key of the database; a copy of an encrypted one is encrypted alike
 * @throws errors of SQLite and of the file system; then there is no file
 */
export function writeBackup(
  databasePath: string,
  path: string,
  key: FileKey | null,
): BackupContents {
  const part = partOfBackup(path);
  try {
    const db = openForLooking(databasePath, key);
    try {
      db.prepare('VACUUM INTO ?').run(part);
    } finally {
      db.close();
    }
    const contents = lookInto(part, 'integrity_check(1)', key);
    publishBackup(path);
    return contents;
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/**
 * Opens a copy and looks through it.
 * @throws AppError `storage.corrupt`; `storage.locked` where it needs another key
 */
export function lookInto(
  path: string,
  how: 'integrity_check(1)' | 'quick_check(1)',
  key: FileKey | null,
): BackupContents {
  const db = openForLooking(path, key);
  try {
    const found: unknown = db.pragma(how, { simple: true });
    if (found !== 'ok') throw new AppError('storage.corrupt', 'The backup is damaged.');
    const tables = new Set(
      db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all(),
    );
    // One of before a table was there has none of it.
    const count = (table: string): number =>
      tables.has(table) ? (db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number) : 0;
    return {
      version: versionOf(db),
      calls: count('calls'),
      promises: count('promises'),
      texts: count('outbox'),
      contacts: count('contacts'),
      lastCallAt: tables.has('calls')
        ? (db.prepare('SELECT max(started_at) FROM calls').pluck().get() as number | null)
        : null,
    };
  } finally {
    db.close();
  }
}
