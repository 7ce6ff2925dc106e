import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { app } from 'electron';
import { defaultDataDir } from '#host/defaultDataDir.ts';

/**
 * Chromium's own files go into the data folder, as those of a browser window do: the instances
 * that share the data are then exactly those that share the single-instance lock, which lives
 * there. Where that folder cannot be written Electron keeps its own place: with an unwritable one
 * it would take the lock for taken and end without a word.
 *
 * Has to be called before that lock is asked for.
 */
export function setUserData(dataDir: string): void {
  const folder = join(dataDir, 'electron');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    app.setPath('userData', folder);
  } catch {
    // The page tells that the data folder cannot be used.
  }
}

export function dataDirOf(chosen: string | null): string {
  return resolve(chosen ?? defaultDataDir(process.env, process.platform, homedir()));
}

export interface ShellPaths {
  readonly secrets: string;
  readonly log: string;
  /** What the shell itself remembers: `MemoryFile`. */
  readonly memory: string;
  readonly preload: string;
  readonly renderer: string;
  readonly scripts: string;
  /** The pictures of the tray. */
  readonly tray: string;
}

/** @param mainDir the folder of the built main script, `out/main` */
export function shellPaths(mainDir: string): ShellPaths {
  const userData = app.getPath('userData');
  return {
    secrets: join(userData, 'secrets.json'),
    log: join(userData, 'ieum.log'),
    memory: join(userData, 'shell.json'),
    preload: join(mainDir, '../preload/index.cjs'),
    renderer: join(mainDir, '../renderer'),
    // As they lie in the project, also within the packed app (electron-builder.yml).
    scripts: join(mainDir, '../../resources/scripts'),
    tray: join(mainDir, '../../resources/tray'),
  };
}
