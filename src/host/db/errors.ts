import Database from 'better-sqlite3-multiple-ciphers';
import { AppError } from '#shared/errors.ts';
import type { ErrorCode } from '#shared/errors.ts';

export type StorageCode = Extract<ErrorCode, `storage.${string}`>;

/** Result codes by prefix, extended ones included (https://www.sqlite.org/rescode.html). */
const SQLITE_CODES: readonly (readonly [string, StorageCode])[] = [
  ['SQLITE_FULL', 'storage.full'],
  ['SQLITE_READONLY', 'storage.read-only'],
  ['SQLITE_PERM', 'storage.read-only'],
  ['SQLITE_CANTOPEN', 'storage.read-only'],
  ['SQLITE_CORRUPT', 'storage.corrupt'],
  ['SQLITE_NOTADB', 'storage.corrupt'],
  ['SQLITE_BUSY', 'storage.in-use'],
  ['SQLITE_LOCKED', 'storage.in-use'],
];

const SYSTEM_CODES: Readonly<Record<string, StorageCode>> = {
  EROFS: 'storage.read-only',
  EACCES: 'storage.read-only',
  EPERM: 'storage.read-only',
  ENOSPC: 'storage.full',
  EDQUOT: 'storage.full',
};

/** Why the storage refused. */
export function storageCodeOf(error: unknown): StorageCode {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof AppError && code.startsWith('storage.')) return code as StorageCode;
  if (error instanceof Database.SqliteError) {
    return SQLITE_CODES.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'storage.failed';
  }
  return SYSTEM_CODES[code] ?? 'storage.failed';
}

/** Of statements that are right for every database of ours: what they ask of is not as it was made. */
export function isSchemaUnreadable(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code === 'SQLITE_ERROR';
}

/**
 * True for an error of the storage itself. A broken constraint or a misused statement is a fault
 * in our code and must not look like a full disk.
 */
export function isStorageError(error: unknown): boolean {
  if (error instanceof AppError) return error.code.startsWith('storage.');
  if (!(error instanceof Database.SqliteError)) return false;
  return !/^SQLITE_(CONSTRAINT|ERROR|MISUSE|RANGE|MISMATCH|TOOBIG|SCHEMA)/.test(error.code);
}

/** SQLite's own words name no data, but may name a path: they stay in the log. */
export function toStorageError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = storageCodeOf(error);
  return new AppError(code, MESSAGES[code]);
}

const MESSAGES: Readonly<Record<StorageCode, string>> = {
  'storage.read-only': 'The data folder cannot be written.',
  'storage.full': 'The disk is full; nothing of this was stored.',
  'storage.in-use': 'Another Ieum is using the data folder.',
  'storage.newer': 'The data was written by a newer Ieum.',
  'storage.corrupt': 'The data file is damaged.',
  'storage.locked': 'The data is encrypted, and its key is not here.',
  'storage.failed': 'The data could not be read or written; nothing of this was stored.',
};
