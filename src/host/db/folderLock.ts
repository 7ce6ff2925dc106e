import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { AppError } from '#shared/errors.ts';
import { storageCodeOf } from './errors.ts';

const LOCK_FILE = 'ieum.lock';

/**
 * How long to wait for somebody who has it, ms. Of two that reach for it at the same moment each can stand
 * in the other's way for an instant (SQLite takes a shared lock first), so that without this both gave up.
 */
const PATIENCE_MS = 100;

/**
 * Takes a data folder for this process until it is released or the process ends, however it ends:
 * the lock is the operating system's lock on an open file, taken through SQLite so that it is the
 * same on every platform, and so there is no stale lock to clear after a kill
 * (https://www.sqlite.org/lang_transaction.html#immediate: BEGIN EXCLUSIVE).
 * @returns releases the folder
 * @throws AppError `storage.in-use` when another process, or another host in this one, has it
 */
export function lockFolder(dataDir: string): () => void {
  const lock = new Database(join(dataDir, LOCK_FILE), { timeout: PATIENCE_MS });
  try {
    // No journal: nothing is ever written, and a killed process should leave nothing behind.
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (storageCodeOf(error) !== 'storage.in-use') throw error;
    throw new AppError('storage.in-use', 'Another Ieum is using the data folder.');
  }
  return () => lock.close();
}

/** Whether another process has the folder this moment; false where it cannot be told. */
export function isFolderTaken(dataDir: string): boolean {
  if (!existsSync(join(dataDir, LOCK_FILE))) return false;
  try {
    lockFolder(dataDir)();
    return false;
  } catch (error) {
    return error instanceof AppError && error.code === 'storage.in-use';
  }
}
