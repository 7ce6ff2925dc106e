import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A fingerprint of what the build reads: names, sizes and times, not contents, so that it takes
 * milliseconds. A changed, added, removed or renamed file gives another one; so does a file put
 * back with an older time, which "newer than the output" would miss.
 */
export function fingerprint(root: string, inputs: readonly string[]): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    const stat = statSync(join(root, path), { throwIfNoEntry: false });
    if (!stat) return;
    if (stat.isDirectory()) {
      for (const name of readdirSync(join(root, path)).sort()) add(`${path}/${name}`);
    } else if (!path.endsWith('.test.ts')) {
      hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
    }
  };
  for (const input of inputs) add(input);
  return hash.digest('hex');
}
