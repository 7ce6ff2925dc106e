import {
  chmodSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Backup } from '#shared/domain/backup/rotation.ts';
import { fileStamp, momentOfStamp, syncToDisk } from '../db/files.ts';
import { dropAllReplaced } from '../move/swap.ts';

const FOLDER = 'backups';
const SET_ASIDE = /^ieum\.(?:replaced-|damaged-|before-v\d+\.).+\.sqlite(?:-wal|-shm|-journal)?$/;
const NAME = /^ieum-(.+)\.sqlite$/;

export const backupFolder = (dataDir: string): string => join(dataDir, FOLDER);
export const backupName = (at: number): string => `ieum-${fileStamp(at)}.sqlite`;
export const backupPath = (dataDir: string, name: string): string =>
  join(backupFolder(dataDir), name);
/** While it is being written, and until it has been looked at. */
export const partOfBackup = (path: string): string => `${path}.part`;

/** Those that are whole, newest first. A folder that cannot be read has none. */
export function listBackups(dataDir: string): Backup[] {
  return namesIn(dataDir)
    .flatMap((name) => {
      const at = momentOf(name);
      const found = statSync(backupPath(dataDir, name), { throwIfNoEntry: false });
      return at === null || !found?.isFile() ? [] : [{ name, at, bytes: found.size }];
    })
    .sort((a, b) => b.at - a.at);
}

/** Whether it is a name that `backupName` makes: a page cannot ask for another file. */
export const isBackupName = (name: string): boolean => momentOf(name) !== null;

const momentOf = (name: string): number | null => momentOfStamp(NAME.exec(name)?.[1] ?? '');

export function makeBackupFolder(dataDir: string): void {
  mkdirSync(backupFolder(dataDir), { recursive: true, mode: 0o700 });
}

/** What a kill left of one that was being written. */
export function dropParts(dataDir: string): void {
  for (const name of namesIn(dataDir)) {
    if (name.includes('.part')) rmSync(backupPath(dataDir, name), { force: true });
  }
}

export function dropBackups(dataDir: string, names: readonly string[]): void {
  for (const name of names) rmSync(backupPath(dataDir, name), { force: true });
}

/** Bytes that the disk of the data folder still takes. */
export function freeBytes(dataDir: string): number {
  const { bavail, bsize } = statfsSync(dataDir);
  return bavail * bsize;
}

/** On the disk under its own name, for the person alone. */
export function publishBackup(path: string): void {
  const part = partOfBackup(path);
  chmodSync(part, 0o600);
  syncToDisk(part);
  renameSync(part, path);
  syncToDisk(path);
}

/**
 * Databases that others have taken the place of, by now also by a backup that has all that is to be kept:
 * from before an update or a restore, or damaged.
 */
export function dropSetAside(dataDir: string): void {
  for (const name of setAsideIn(dataDir)) rmSync(join(dataDir, name), { force: true });
  dropAllReplaced(dataDir);
}

/** Their names, those of their companions among them. */
export const setAsideIn = (dataDir: string): string[] =>
  readdirSync(dataDir).filter((name) => SET_ASIDE.test(name));

function namesIn(dataDir: string): string[] {
  try {
    return readdirSync(backupFolder(dataDir));
  } catch {
    return [];
  }
}
