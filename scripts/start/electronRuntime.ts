import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ROOT } from '../lib/root.ts';

export const ELECTRON = resolve(ROOT, 'node_modules/electron');

/** The version of Electron this project is on; the runtime has to be of the same. */
export function electronVersion(): string {
  const text = readFileSync(resolve(ELECTRON, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/**
 * Where Electron's program is, or null. Loading the package itself would start a download when
 * it is not there, and would do so without any bound.
 */
export function findElectron(folder: string = ELECTRON): string | null {
  const read = (name: string): string | null => {
    const path = resolve(folder, name);
    return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
  };
  const program = read('path.txt');
  const packageText = read('package.json');
  if (program === null || packageText === null) return null;
  const { version } = JSON.parse(packageText) as { version: string };
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override === undefined && read('dist/version')?.replace(/^v/, '') !== version) return null;
  const path = resolve(override ?? resolve(folder, 'dist'), program);
  return existsSync(path) ? path : null;
}
