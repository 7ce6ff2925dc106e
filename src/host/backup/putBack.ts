import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Backup } from '#shared/domain/backup/rotation.ts';
import { fileStamp, makeFile, moveAside, syncToDisk } from '../db/files.ts';
import { backupPath, listBackups } from './backupFolder.ts';
import type { FileKey } from '../db/seal.ts';
import { lookInto } from './writeBackup.ts';

/**
 * Copies a backup to where the database is to be, whole or not at all; nothing may be there.
 * @throws errors of the file system
 */
export function putBack(dataDir: string, name: string, path: string): void {
  const part = `${path}.part`;
  rmSync(part, { force: true });
  makeFile(part);
  copyFileSync(backupPath(dataDir, name), part);
  syncToDisk(part);
  renameSync(part, path);
  syncToDisk(path);
}

/**
 * Puts back the newest backup that can be read and is not of a newer Ieum.
 * @returns null where there is none
 */
export function putBackNewest(
  dataDir: string,
  path: string,
  version: number,
  key: FileKey | null,
): Backup | null {
  for (const backup of listBackups(dataDir)) {
    try {
      const contents = lookInto(backupPath(dataDir, backup.name), 'quick_check(1)', key);
      if (contents.version > version) continue;
      putBack(dataDir, backup.name, path);
      return backup;
    } catch {
      // Damaged as well: an older one may not be.
    }
  }
  return null;
}

/**
 * Takes the closed database out of the way, under a name that says why it is there.
 * @returns its new name
 */
export function setAside(path: string, now: number): string {
  const name = `ieum.replaced-${fileStamp(now)}.sqlite`;
  moveAside(path, join(dirname(path), name));
  return name;
}
