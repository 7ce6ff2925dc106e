import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { AppError } from '#shared/errors.ts';
import { openForLooking, openPlainly } from './database.ts';
import { makeFile, syncToDisk } from './files.ts';
import { reseal, sealingOf } from './seal.ts';
import type { FileKey, Seal } from './seal.ts';

const partOf = (path: string): string => `${path}.converting`;

/** What a kill left of a conversion: the file itself is as it was. */
export function dropConversion(path: string): void {
  for (const suffix of ['', '-journal']) rmSync(partOf(path) + suffix, { force: true });
}

/**
 * Encrypts a closed database, or takes its encryption away, where it is not yet as it is to be. A copy is
 * written, opened and compared before it takes the name of the file, so that at any moment one whole
 * file has that name.
 *
 * @returns whether anything was done
 * @throws AppError `storage.in-use` while another program has it open; `storage.corrupt`; errors of SQLite
 *   and of the file system. Then the file is what it was
 */
export function convertFile(path: string, { key, wanted }: Seal): boolean {
  dropConversion(path);
  if (sealingOf(path, key) !== (wanted ? 'plain' : 'ours')) return false;
  const target = wanted ? key : null;
  const part = partOf(path);
  try {
    const before = leaveLog(path, key);
    makeFile(part);
    copyFileSync(path, part);
    const db = openPlainly(part, key);
    try {
      reseal(db, target);
    } finally {
      db.close();
    }
    const expected = wanted ? 'ours' : 'plain';
    if (sealingOf(part, key) !== expected || contentsOf(part, target, true) !== before) {
      throw new AppError('storage.failed', 'The converted copy is not what it was made of.');
    }
    syncToDisk(part);
    renameSync(part, path);
    syncToDisk(path);
    return true;
  } catch (error) {
    dropConversion(path);
    throw error;
  }
}

/**
 * A log that outlived the change would be read into a file that it does not belong to.
 * @returns what is in it
 */
function leaveLog(path: string, key: FileKey): string {
  const db = openPlainly(path, key);
  try {
    const mode: unknown = db.pragma('journal_mode = DELETE', { simple: true });
    if (mode !== 'delete') throw new AppError('storage.in-use', 'Somebody has the data open.');
  } finally {
    db.close();
  }
  return contentsOf(path, key, false);
}

/** Its version, and how many rows are in each table. */
function contentsOf(path: string, key: FileKey | null, check: boolean): string {
  const db = openForLooking(path, key);
  try {
    if (check && db.pragma('quick_check(1)', { simple: true }) !== 'ok') {
      throw new AppError('storage.corrupt', 'The converted copy is damaged.');
    }
    const tables = db
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .pluck()
      .all() as string[];
    const rows = tables.map((table) => [
      table,
      db
        .prepare(`SELECT count(*) FROM "${table.replaceAll('"', '""')}"`)
        .pluck()
        .get(),
    ]);
    return JSON.stringify([db.pragma('user_version', { simple: true }), rows]);
  } finally {
    db.close();
  }
}
