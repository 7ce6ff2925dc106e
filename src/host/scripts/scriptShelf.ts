import { isDeepStrictEqual } from 'node:util';
import type { Script } from '#shared/domain/script/script.ts';
import { AppError } from '#shared/errors.ts';
import { isStorageError } from '../db/errors.ts';
import { addScriptVersion, newestScripts, readScriptVersion } from '../db/scriptVersions.ts';
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

/** The scripts in use: each in the newest version that could be used. */
export interface ScriptShelf {
  readonly scripts: readonly Script[];
  /** The first fault of each file that is not used. */
  readonly refused: readonly RefusedScript[];
  /** Looks whether a file has changed. @returns whether other scripts are in use, or refused */
  look(): boolean;
  /** Reads every file, whether or not it has changed: the database may be another one. */
  reload(): boolean;
}

export function createScriptShelf(options: ScriptShelfOptions): ScriptShelf {
  const { folder, storage, clock, log } = options;
  let scripts: readonly Script[] = [];
  let refused: readonly RefusedScript[] = [];
  let stamp: string | null | undefined;

  function reload(): boolean {
    const before = { scripts, refused };
    // Taken before the files are read: one that is written meanwhile counts as changed.
    stamp = stampOf(folder);
    ({ scripts, refused } = read());
    if (isDeepStrictEqual(before, { scripts, refused })) return false;
    log.info('scripts', { inUse: scripts.map(({ id, version }) => `${id} ${version}`) });
    for (const one of refused) {
      const kept = scripts.find(({ id }) => `${id}.json` === one.file)?.version ?? null;
      log.warn('script refused', { ...one, kept });
    }
    return true;
  }

  function read(): Pick<ScriptShelf, 'scripts' | 'refused'> {
    let files: ScriptFile[];
    try {
      files = readScriptFolder(folder);
    } catch (error) {
      log.warn('scripts unreadable', describeError(error));
      const all: RefusedScript = { file: '', line: null, path: '', code: 'unreadable' };
      return { scripts: stored(), refused: [all] };
    }
    const found = files.map((one) => ({ ...one, fault: faultOf(one) }));
    keep(found.flatMap(({ fault, reading }) => (fault || !reading.script ? [] : reading.script)));
    const newest = stored();
    return {
      scripts: found.flatMap(({ name, fault, reading }) => {
        // A disk that takes nothing more does not take the sentence from the agent.
        const fromFile = fault ? null : reading.script;
        return fromFile ?? newest.find(({ id }) => id === name) ?? [];
      }),
      refused: found.flatMap(({ file, fault }) => (fault ? { file, ...fault } : [])),
    };
  }

  function stored(): Script[] {
    return orElse([], () => storage.read(newestScripts));
  }

  /** What keeps a file from being used; null: it may be. */
  function faultOf({ name, reading }: ScriptFile): ScriptFault | null {
    if (!reading.script) return reading.faults[0] ?? null;
    const { script } = reading;
    const known = orElse(null, () =>
      storage.read((db) => ({
        same: readScriptVersion(db, script.id, script.version),
        newest: newestScripts(db).find(({ id }) => id === name)?.version ?? 0,
      })),
    );
    const fault = (code: ScriptFault['code']): ScriptFault => ({
      code,
      line: null,
      path: 'version',
    });
    if (!known) return null;
    if (known.same && !isDeepStrictEqual(known.same, script)) {
      return fault('changed-without-version');
    }
    return known.newest > script.version ? fault('older-version') : null;
  }

  /** So that a run can be read when its script is another one by then. */
  function keep(used: readonly Script[]): void {
    const fresh = orElse([], () =>
      storage.read((db) => used.filter(({ id, version }) => !readScriptVersion(db, id, version))),
    );
    if (fresh.length === 0) return;
    orElse(undefined, () =>
      storage.write((db) => {
        for (const script of fresh) {
          addScriptVersion(db, script, { source: 'built-in', at: clock() });
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
    get refused() {
      return refused;
    },
    look: () => stampOf(folder) !== stamp && reload(),
    reload,
  };
}
