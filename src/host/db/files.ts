import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * SQLite's companions of a database, in WAL mode (https://www.sqlite.org/walformat.html) and out of it. A
 * journal that is left behind would be rolled back into whatever has the database's name by then.
 */
export const COMPANIONS = ['-wal', '-shm', '-journal'] as const;

/** Offset of `user_version` in the file header (https://www.sqlite.org/fileformat.html#the_database_header). */
const USER_VERSION_OFFSET = 60;

export function databasePath(dataDir: string): string {
  return join(dataDir, 'ieum.sqlite');
}

/** Nobody but the person may look: the folder holds customers' names and numbers. */
export function makeFolder(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
}

/** SQLite gives its companions the same mode as the database itself. */
export function makeFile(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
}

/** Until a folder is synced, a new or renamed file in it may be gone after a power failure. */
export function syncToDisk(path: string): void {
  syncOne(path, 'r+');
  // Windows has no folder handles to sync.
  if (process.platform !== 'win32') syncOne(dirname(path), 'r');
}

function syncOne(path: string, flags: string): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The version in a database's header, read without SQLite; 0 where there is no header yet. */
export function versionInHeader(path: string): number {
  if (!existsSync(path)) return 0;
  const handle = openSync(path, 'r');
  try {
    const header = Buffer.alloc(USER_VERSION_OFFSET + 4);
    const read = readSync(handle, header, 0, header.length, 0);
    if (read < header.length || header.toString('latin1', 0, 15) !== 'SQLite format 3') return 0;
    return header.readUInt32BE(USER_VERSION_OFFSET);
  } finally {
    closeSync(handle);
  }
}

export function hasPendingLog(path: string): boolean {
  const log = `${path}-wal`;
  return existsSync(log) && statSync(log).size > 0;
}

/** What a change outside WAL mode leaves when it is killed (https://www.sqlite.org/lockingv3.html#hot_journals). */
export const hasJournal = (path: string): boolean => existsSync(`${path}-journal`);

/** @returns `2026-11-21T10-03-22-123Z`: sorts by time and is allowed in a Windows file name */
export function fileStamp(now: number): string {
  return new Date(now).toISOString().replace(/[:.]/g, '-');
}

/** @returns the moment that `fileStamp` has written; null for anything else */
export function momentOfStamp(stamp: string): number | null {
  const found = /^(\d{4}-\d{2}-\d{2}T\d{2})-(\d{2})-(\d{2})-(\d{3}Z)$/.exec(stamp);
  if (!found) return null;
  const [, hour = '', minute = '', second = '', ms = ''] = found;
  const at = Date.parse(`${hour}:${minute}:${second}.${ms}`);
  return Number.isNaN(at) ? null : at;
}

/** Moves a damaged database out of the way, with its companions. @returns its new name */
export function quarantine(path: string, now: number): string {
  const name = `ieum.damaged-${fileStamp(now)}.sqlite`;
  moveAside(path, join(dirname(path), name));
  return name;
}

/** A database with its companions, under another name. */
export function moveAside(path: string, target: string): void {
  for (const suffix of ['', ...COMPANIONS]) {
    if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix);
  }
}
