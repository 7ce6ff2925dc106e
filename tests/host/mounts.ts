import { execFileSync } from 'node:child_process';
import { makeTempDir } from './support.ts';

/** Why no small file system can be mounted here, to be filled; null where one can. */
export const CANNOT_MOUNT: string | null =
  process.platform === 'linux' && process.getuid?.() === 0
    ? tryMount()
    : 'mounting a file system needs root on Linux';

export interface Mount {
  readonly path: string;
  remove(): void;
}

/** @param sizeKb of the whole file system */
export function mountTmpfs(sizeKb: number): Mount {
  const dir = makeTempDir();
  mount('-t', 'tmpfs', '-o', `size=${sizeKb}k`, 'ieum-test', dir.path);
  return {
    path: dir.path,
    remove() {
      // Lazily: a test that failed may still have files open.
      execFileSync('umount', ['-l', dir.path], { stdio: 'pipe' });
      dir.remove();
    },
  };
}

function mount(...args: string[]): void {
  execFileSync('mount', args, { stdio: 'pipe' });
}

function tryMount(): string | null {
  try {
    mountTmpfs(64).remove();
    return null;
  } catch {
    return 'this root may not mount (a container without CAP_SYS_ADMIN?)';
  }
}
