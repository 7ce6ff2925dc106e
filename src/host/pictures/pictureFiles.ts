import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../db/writeWhole.ts';

/** Pictures of texts in a data folder, each under the hash of its bytes. */
export interface PictureFiles {
  /** On the disk when it returns. @throws the error of the file system: then nothing is there */
  write(sha256: string, bytes: Uint8Array): void;
  /** @returns null when it is gone, cannot be read, or is not what it was */
  read(sha256: string): Buffer | null;
  /** @throws the error of the file system */
  remove(sha256: string): void;
  /** Names of all that is there, of what a crash has left unfinished as well. */
  names(): readonly string[];
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function createPictureFiles(dataDir: string): PictureFiles {
  const folder = join(dataDir, 'pictures');

  return {
    write(sha256, bytes) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeWhole(join(folder, sha256), bytes);
    },
    read(sha256) {
      // Of one that was erased with its customer nothing is known any more.
      if (sha256 === '') return null;
      try {
        const bytes = readFileSync(join(folder, sha256));
        return hashOf(bytes) === sha256 ? bytes : null;
      } catch {
        return null;
      }
    },
    remove: (sha256) => rmSync(join(folder, sha256), { force: true }),
    names() {
      try {
        return readdirSync(folder);
      } catch {
        // Nobody has brought one yet.
        return [];
      }
    },
  };
}
