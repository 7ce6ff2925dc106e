import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { syncToDisk } from '../db/files.ts';

/** The greetings' sound files of a data folder: there whole, or not at all. */
export interface GreetingFiles {
  /** On the disk when it returns. @throws the error of the file system: then nothing is there */
  write(id: string, sound: Uint8Array): void;
  /** @returns null when it is gone */
  read(id: string): Buffer | null;
  remove(id: string): void;
}

export function createGreetingFiles(dataDir: string): GreetingFiles {
  const folder = join(dataDir, 'greetings');
  const pathOf = (id: string): string => join(folder, `${id}.ogg`);

  return {
    write(id, sound) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const unfinished = `${pathOf(id)}.part`;
      try {
        const handle = openSync(unfinished, 'w', 0o600);
        try {
          for (let done = 0; done < sound.length;) done += writeSync(handle, sound, done);
          fsyncSync(handle);
        } finally {
          closeSync(handle);
        }
        renameSync(unfinished, pathOf(id));
        syncToDisk(pathOf(id));
      } catch (error) {
        rmSync(unfinished, { force: true });
        throw error;
      }
    },
    read: (id) => (existsSync(pathOf(id)) ? readFileSync(pathOf(id)) : null),
    remove: (id) => rmSync(pathOf(id), { force: true }),
  };
}
