import { dirname, join } from 'node:path';
import { AppError } from '#shared/errors.ts';
import type { Db } from './database.ts';
import { fileStamp, syncToDisk } from './files.ts';

export interface Migration {
  /** What the file is called, e.g. `0001-calls`. */
  readonly name: string;
  up(db: Db): void;
}

export function versionOf(db: Db): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** @throws AppError `storage.newer` */
export function refuseNewer(version: number, migrations: readonly Migration[]): void {
  if (version <= migrations.length) return;
  throw new AppError('storage.newer', 'The data was written by a newer Ieum.', {
    version,
    known: migrations.length,
  });
}

/**
 * Brings a database to the newest version, one transaction a step: a step and its `user_version`
 * are stored together or not at all, so that a killed migration is simply done again.
 * @param backUp called once before the first step on a database that already holds something
 */
export function migrate(
  db: Db,
  migrations: readonly Migration[],
  backUp: (version: number) => void,
): void {
  const version = versionOf(db);
  refuseNewer(version, migrations);
  if (version > 0 && version < migrations.length) backUp(version);
  for (const [index, migration] of migrations.entries()) {
    if (index < version) continue;
    db.transaction(() => {
      migration.up(db);
      db.pragma(`user_version = ${index + 1}`);
    }).immediate();
  }
}

/**
 * A whole copy beside the database, on the disk before this returns
 * (https://www.sqlite.org/lang_vacuum.html#vacuuminto; it does not sync by itself).
 * @returns the copy's path
 */
export function backUpBeside(db: Db, path: string, version: number, now: number): string {
  const copy = join(dirname(path), `ieum.before-v${version + 1}.${fileStamp(now)}.sqlite`);
  db.prepare('VACUUM INTO ?').run(copy);
  syncToDisk(copy);
  return copy;
}
