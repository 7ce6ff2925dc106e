import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../db/writeWhole.ts';

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
      writeWhole(pathOf(id), sound);
    },
    read: (id) => (existsSync(pathOf(id)) ? readFileSync(pathOf(id)) : null),
    remove: (id) => rmSync(pathOf(id), { force: true }),
  };
}
