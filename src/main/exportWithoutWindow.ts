import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exportCommand } from '#host/export/exportCommand.ts';

/**
 * `ieum export …` writes a file and opens nothing (docs/admin-guide.md).
 *
 * @param argv without the program, and without the app's folder where it is not packed
 * @returns what follows `export`; null: somebody wants the phone
 */
export function exportArguments(argv: readonly string[]): readonly string[] | null {
  return argv[0] === 'export' ? argv.slice(1) : null;
}

/** @returns the exit status */
export function exportWithoutWindow(args: readonly string[], mainDir: string): Promise<number> {
  return exportCommand(args, {
    name: 'ieum export',
    env: process.env,
    worker: pathToFileURL(join(mainDir, 'exportWorker.js')),
    print: (line) => void process.stdout.write(`${line}\n`),
    complain: (line) => void process.stderr.write(`${line}\n`),
    progress: null,
    onCancel(cancel) {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, cancel);
    },
  });
}
