import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ROOT } from './root.ts';

/**
 * The script behind a command of an installed package, to be run by this very Node: the wrappers
 * in node_modules/.bin are shell scripts on some systems and .cmd files on Windows.
 */
export function binOf(packageName: string, command = packageName): string {
  const folder = resolve(ROOT, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  const path = typeof bin === 'string' ? bin : bin[command];
  if (path === undefined) throw new Error(`${packageName} has no command ${command}`);
  return resolve(folder, path);
}
