import { isDeepStrictEqual } from 'node:util';
import { scriptSchema } from '#shared/domain/script/script.ts';
import type { Script } from '#shared/domain/script/script.ts';
import { AppError } from '#shared/errors.ts';
import { highestVersion, scriptHistory, versionOfRequest } from '../db/scriptHistory.ts';
import type { ScriptEdition } from '../db/scriptHistory.ts';
import { addScriptVersion, lastBuiltIn, readScriptVersion } from '../db/scriptVersions.ts';
import type { AddedVersion } from '../db/scriptVersions.ts';
import type { Storage } from '../db/storage.ts';
import { readScript } from './readScript.ts';
import type { ScriptFault } from './readScript.ts';
import type { ScriptShelf } from './scriptShelf.ts';

export interface PublisherOptions {
  readonly storage: Storage;
  readonly shelf: ScriptShelf;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

export interface Published {
  readonly scriptId: string;
  readonly version: number;
}

/**
 * What a lead makes of the scripts. Every version is added and none is changed, so that what is
 * taken back can be taken again; the words of an older one come back under a new number.
 */
export interface Publisher {
  /**
   * @param id of the request: asked for again, it stores nothing more
   * @throws `script.refused` with everything that is wrong, by line; what is in use stays in use
   */
  publish(input: { readonly id: string; readonly text: string; readonly note: string }): Published;
  /**
   * Puts an older version in use again.
   * @param input.version null: what comes with the app, which follows the app's updates again
   * @throws `script.unknown`; `script.refused`, when today's rules no longer allow it
   */
  use(input: {
    readonly id: string;
    readonly scriptId: string;
    readonly version: number | null;
    readonly note: string;
  }): Published;
  /** @throws `script.unknown` */
  versions(id: string): {
    readonly rows: readonly ScriptEdition[];
    /** What comes with the app, as it is now; null: nothing of this name does. */
    readonly builtIn: Script | null;
    /** The app brings a newer one than the last that was in use, and a lead's is in use. */
    readonly newer: boolean;
  };
}

export function createPublisher({ storage, shelf, clock }: PublisherOptions): Publisher {
  const builtInOf = (id: string): Script | null =>
    shelf.builtIn.find((script) => script.id === id) ?? null;

  function add(script: Script, request: string, rest: Omit<AddedVersion, 'at' | 'request'>) {
    return storage.write((db): Published => {
      const before = versionOfRequest(db, request);
      if (before) return before;
      const version = highestVersion(db, script.id) + 1;
      const numbered = scriptSchema.safeParse({ ...script, version }).data;
      if (!numbered) throw refused([{ code: 'shape', line: null, path: 'version' }]);
      addScriptVersion(db, numbered, { ...rest, at: clock(), request });
      return { scriptId: script.id, version };
    });
  }

  return {
    publish({ id, text, note }) {
      const { script, faults } = readScript(text, null);
      if (faults) throw refused(faults);
      return add(script, id, { source: 'own', note });
    },
    use({ id, scriptId, version, note }) {
      const file = builtInOf(scriptId);
      const script =
        version === null ? file : storage.read((db) => readScriptVersion(db, scriptId, version));
      if (!script) throw new AppError('script.unknown', 'There is no such version.');
      const { faults } = readScript(JSON.stringify(script), null);
      if (faults) throw refused(faults);
      const again = version;
      // What is just as the app has it follows the app again.
      return file !== null && isDeepStrictEqual({ ...script, version: file.version }, file)
        ? add(script, id, { source: 'built-in', note, again, fileVersion: file.version })
        : add(script, id, { source: 'own', note, again });
    },
    versions(id) {
      const builtIn = builtInOf(id);
      const { rows, known } = storage.read((db) => ({
        rows: scriptHistory(db, id),
        known: lastBuiltIn(db, id)?.fileVersion ?? 0,
      }));
      if (rows.length === 0 && !builtIn) {
        throw new AppError('script.unknown', 'There is no such script.');
      }
      const newer = rows[0]?.source === 'own' && builtIn !== null && builtIn.version > known;
      return { rows, builtIn, newer };
    },
  };
}

function refused(faults: readonly ScriptFault[]): AppError {
  return new AppError('script.refused', 'The script cannot be used.', { faults });
}
