import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { REPLACED_FOLDER } from '../move/dataFolder.ts';
import { listReplaced } from '../move/swap.ts';

/** Copies made before an update, and damaged files that were set aside, with their companions. */
const BACKUP = /^ieum\.(before-v\d+\.|damaged-).*\.sqlite(-wal|-shm|-journal)?$/;

export interface OldBackup {
  readonly path: string;
  /** When it was made, epoch milliseconds. */
  readonly at: number;
}

/** @param before epoch milliseconds */
export function oldBackups(dataDir: string, before: number): OldBackup[] {
  const files = readdirSync(dataDir)
    .filter((name) => BACKUP.test(name))
    .map((name) => join(dataDir, name))
    .map((path) => ({ path, at: Math.round(statSync(path).mtimeMs) }));
  const replaced = listReplaced(dataDir).map(({ name, at }) => ({
    ...{ path: join(dataDir, REPLACED_FOLDER, name), at },
  }));
  return [...files, ...replaced].filter(({ at }) => at < before);
}
