import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, safeStorage } from 'electron';
import type { Seal } from '#host/db/seal.ts';
import { readSeal } from '#host/encryption/sealStore.ts';
import { exportCommand } from '#host/export/exportCommand.ts';
import { createLineLog } from '#host/log.ts';
import { openSecrets } from './keystore.ts';
import { setUserData, shellPaths } from './paths.ts';

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
    seal: (dataDir) => sealOf(dataDir, mainDir),
    worker: pathToFileURL(join(mainDir, 'exportWorker.js')),
    print: (line) => void process.stdout.write(`${line}\n`),
    complain: (line) => void process.stderr.write(`${line}\n`),
    progress: null,
    onCancel(cancel) {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, cancel);
    },
  });
}

/** The keystore answers only once the app is ready, and from the same folder as the phone's. */
async function sealOf(dataDir: string, mainDir: string): Promise<Seal | null> {
  setUserData(dataDir);
  await app.whenReady();
  const log = createLineLog(Date.now, (line) => void process.stderr.write(line));
  return readSeal(openSecrets(safeStorage, shellPaths(mainDir).secrets, log));
}
