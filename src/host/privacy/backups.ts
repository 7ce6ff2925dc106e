import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Copies made before an update, and damaged files that were set aside, with their companions. */
const BACKUP = /^ieum\.(before-v\d+\.|damaged-).*\.sqlite(-wal|-shm)?$/;

export interface OldBackup {
  readonly path: string;
  /** When it was made, epoch milliseconds. */
  readonly at: number;
}

/** @param before epoch milliseconds */
export function oldBackups(dataDir: string, before: number): OldBackup[] {
  return readdirSync(dataDir)
    .filter((name) => BACKUP.test(name))
    .map((name) => join(dataDir, name))
    .map((path) => ({ path, at: Math.round(statSync(path).mtimeMs) }))
    .filter(({ at }) => at < before);
}
