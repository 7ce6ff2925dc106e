import { isDeepStrictEqual } from 'node:util';
import type { Script } from '#shared/domain/script/script.ts';
import { AppError } from '#shared/errors.ts';
import { isStorageError } from '../db/errors.ts';
import { addScriptVersion, lastBuiltIn, newestScripts } from '../db/scriptVersions.ts';
import type { StoredScript } from '../db/scriptVersions.ts';
import type { Storage } from '../db/storage.ts';
import { describeError } from '../log.ts';
import type { Log } from '../log.ts';
import type { ScriptFault } from './readScript.ts';
import { readScriptFolder, stampOf } from './scriptFolder.ts';
import type { ScriptFile } from './scriptFolder.ts';

export interface RefusedScript extends ScriptFault {
  /** Its name; empty: the folder itself cannot be read. */
  readonly file: string;
}

export interface ScriptShelfOptions {
  readonly folder: string;
  readonly storage: Storage;
  readonly clock: () => number;
  readonly log: Log;
}

/**
 * The scripts in use: each in the newest version that could be used, and a lead's own (`publishing.ts`)
 * whatever comes with the app, until the lead takes it back.
 */
export interface ScriptShelf {
  readonly scripts: readonly Script[];
  /** What comes with the app, as its files are now; in use or not. */
  readonly builtIn: readonly Script[];
  /** The first fault of each file that is not used. */
  readonly refused: readonly RefusedScript[];
  /** Looks whether a file has changed. @returns whether other scripts are in use, waiting, or refused */
  look(): boolean;
  /** Reads every file, whether or not it has changed: the database may be another one. */
  reload(): boolean;
}

export function createScriptShelf(options: ScriptShelfOptions): ScriptShelf {
  const { folder, storage, clock, log } = options;
  let scripts: readonly Script[] = [];
  let builtIn: readonly Script[] = [];
  let refused: readonly RefusedScript[] = [];
  let stamp: string | null | undefined;

  function reload(): boolean {
    const before = { scripts, builtIn, refused };
    // Taken before the files are read: one that is written meanwhile counts as changed.
    stamp = stampOf(folder);
    ({ scripts, builtIn, refused } = read());
    if (isDeepStrictEqual(before, { scripts, builtIn, refused })) return false;
    log.info('scripts', { inUse: scripts.map(({ id, version }) => `${id} ${version}`) });
    for (const one of refused) {
      const kept = scripts.find(({ id }) => `${id}.json` === one.file)?.version ?? null;
      log.warn('script refused', { ...one, kept });
    }
    return true;
  }

  function read(): Pick<ScriptShelf, 'scripts' | 'builtIn' | 'refused'> {
    let files: ScriptFile[];
    try {
      files = readScriptFolder(folder);
    } catch (error) {
      log.warn('scripts unreadable', describeError(error));
      const all: RefusedScript = { file: '', line: null, path: '', code: 'unreadable' };
      return { scripts: stored().map(({ script }) => script), builtIn, refused: [all] };
    }
    const found = files.map((one) => ({ ...one, fault: faultOf(one) }));
    const usable = found.flatMap(({ fault, reading }) =>
      fault || !reading.script ? [] : reading.script,
    );
    keep(usable);
    const newest = new Map(stored().map((one) => [one.script.id, one]));
    const inUse = found.flatMap(({ name, fault, reading }) => {
      const kept = newest.get(name);
      newest.delete(name);
      // A disk that takes nothing more does not take the sentence from the agent.
      const fromFile = fault ? null : reading.script;
      if (!fromFile || kept?.source === 'own') return kept?.script ?? [];
      return kept?.fileVersion === fromFile.version ? kept.script : fromFile;
    });
    // What a lead has made of nothing needs no file.
    const alone = [...newest.values()].filter(({ source }) => source === 'own');
    return {
      scripts: [...inUse, ...alone.map(({ script }) => script)],
      builtIn: usable,
      refused: found.flatMap(({ file, fault }) => (fault ? { file, ...fault } : [])),
    };
  }

  function stored(): StoredScript[] {
    return orElse([], () => storage.read(newestScripts));
  }

  /** What keeps a file from being used; null: it may be. */
  function faultOf({ reading }: ScriptFile): ScriptFault | null {
    if (!reading.script) return reading.faults[0] ?? null;
    const { script } = reading;
    const known = orElse(null, () => storage.read((db) => lastBuiltIn(db, script.id)));
    const fault = (code: ScriptFault['code']): ScriptFault => ({
      code,
      line: null,
      path: 'version',
    });
    if (!known) return null;
    const { version } = script;
    if (known.fileVersion === version && !isDeepStrictEqual({ ...known.script, version }, script)) {
      return fault('changed-without-version');
    }
    return known.fileVersion > version ? fault('older-version') : null;
  }

  /** So that a run can be read when its script is another one by then. */
  function keep(used: readonly Script[]): void {
    const newest = new Map(stored().map((one) => [one.script.id, one]));
    const fresh = used.flatMap((script): { script: Script; fileVersion: number }[] => {
      const kept = newest.get(script.id);
      if (!kept) return [{ script, fileVersion: script.version }];
      // A lead's own stays: what the app brings waits until it is asked for.
      if (kept.source === 'own' || kept.fileVersion === script.version) return [];
      // Its number may be that of a lead's version of before.
      const version = Math.max(script.version, kept.script.version + 1);
      return [{ script: { ...script, version }, fileVersion: script.version }];
    });
    if (fresh.length === 0) return;
    orElse(undefined, () =>
      storage.write((db) => {
        for (const { script, fileVersion } of fresh) {
          addScriptVersion(db, script, { source: 'built-in', at: clock(), fileVersion });
        }
      }),
    );
  }

  /** What is wrong with the storage says itself; the next time makes up for it. */
  function orElse<T>(fallback: T, work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!isStorageError(error) && !(error instanceof AppError)) throw error;
      stamp = undefined;
      return fallback;
    }
  }

  reload();
  return {
    get scripts() {
      return scripts;
    },
    get builtIn() {
      return builtIn;
    },
    get refused() {
      return refused;
    },
    look: () => stampOf(folder) !== stamp && reload(),
    reload,
  };
}
