import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';

export interface ReadOnlyFolder {
  /** From now on it can be written. */
  makeWritable(): void;
  /** Takes away what was made for the test; the folder itself stays. */
  release(): void;
}

/**
 * Makes a folder that this process cannot write. Root is not stopped by file modes, so for root it
 * is a read-only file system of its own.
 */
export function makeReadOnlyFolder(path: string): ReadOnlyFolder {
  mkdirSync(path);
  if (process.getuid?.() !== 0) {
    chmodSync(path, 0o555);
    return { makeWritable: () => chmodSync(path, 0o755), release: () => chmodSync(path, 0o755) };
  }
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=16m', 'tmpfs', path]);
  return {
    makeWritable: () => void execFileSync('mount', ['-o', 'remount,rw', path]),
    release: () => void execFileSync('umount', [path]),
  };
}
