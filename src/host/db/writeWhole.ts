import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { syncToDisk } from './files.ts';

/**
 * A file that is there whole, or not at all, and nobody else's to read; on the disk when it returns.
 * @throws the error of the file system: then nothing is there
 */
export function writeWhole(path: string, bytes: Uint8Array): void {
  const unfinished = `${path}.part`;
  try {
    const handle = openSync(unfinished, 'w', 0o600);
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(unfinished, path);
    syncToDisk(path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
