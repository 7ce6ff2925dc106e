import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { backupFolder, listBackups, setAsideIn } from '../backup/backupFolder.ts';
import { COMPANIONS, databasePath } from '../db/files.ts';
import { readsAsPlain, sealingOf } from '../db/seal.ts';
import type { FileKey } from '../db/seal.ts';
import { MOVED_DATABASE, REPLACED_FOLDER } from '../move/dataFolder.ts';
import { dropReplaced, listReplaced } from '../move/swap.ts';

/** Databases that are not what the records are: a plain copy beside encrypted ones, or the other way round. */
export interface Strays {
  readonly paths: readonly string[];
  /** Of states that were replaced by one from another computer, those that are so: by name. */
  readonly states: readonly string[];
  /** The newest backup is what the records are: without the others nothing would be lost. */
  readonly replaced: boolean;
}

export function findStrays(dataDir: string, key: FileKey | null): Strays {
  const encrypted = sealingOf(databasePath(dataDir), key) === 'ours';
  const isStray = (path: string): boolean =>
    encrypted ? readsAsPlain(path) : sealingOf(path, key) === 'ours';
  const backups = listBackups(dataDir).map(({ name }) => join(backupFolder(dataDir), name));
  const aside = setAsideIn(dataDir).map((name) => join(dataDir, name));
  const [newest] = backups;
  return {
    paths: [...backups, ...aside].filter(isStray),
    states: listReplaced(dataDir)
      .map(({ name }) => name)
      .filter((name) => isStray(join(dataDir, REPLACED_FOLDER, name, MOVED_DATABASE))),
    replaced: newest !== undefined && !isStray(newest),
  };
}

export function dropStrays(dataDir: string, { paths, states }: Strays): void {
  for (const name of states) dropReplaced(dataDir, name);
  for (const path of paths) {
    for (const suffix of ['', ...COMPANIONS]) rmSync(path + suffix, { force: true });
  }
}

/** Whether any database in the folder still needs the key. */
export function isKeyNeeded(dataDir: string, key: FileKey): boolean {
  const states = listReplaced(dataDir).map(({ name }) => join(dataDir, REPLACED_FOLDER, name));
  const files = [dataDir, backupFolder(dataDir), ...states].flatMap((folder) => {
    try {
      return readdirSync(folder).map((name) => join(folder, name));
    } catch {
      return [];
    }
  });
  return files.some((path) => path.endsWith('.sqlite') && sealingOf(path, key) === 'ours');
}
