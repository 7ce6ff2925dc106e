/** The thread that writes a backup and looks into others, packs a move and unpacks one; see `startBackup`. */
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '#shared/errors.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { storageCodeOf } from '../db/errors.ts';
import { packMove } from '../move/packMove.ts';
import type { OnBytes } from '../move/packMove.ts';
import { unpackMove } from '../move/unpackMove.ts';
import type { BackupNews, BackupWork } from './backupThread.ts';
import { lookInto, writeBackup } from './writeBackup.ts';

const work = workerData as BackupWork;
/** Milliseconds between two words on how far it is. */
const TELL_EVERY = 100;

function telling(): OnBytes {
  let told = -Infinity;
  return (done, total) => {
    const now = performance.now();
    if (now - told < TELL_EVERY && done < total) return;
    told = now;
    tell({ type: 'bytes', done, total });
  };
}

const tell = (news: BackupNews): void => parentPort?.postMessage(news);

function run(): BackupNews {
  switch (work.type) {
    case 'look':
      return { type: 'seen', contents: lookInto(work.path, 'quick_check(1)', work.key) };
    case 'write':
      writeBackup(work.databasePath, work.path, work.key);
      return { type: 'written' };
    case 'pack':
      return { type: 'packed', ...packMove(work.order, telling()) };
    case 'unpack':
      return { type: 'unpacked', unpacked: unpackMove(work.order, telling()) };
  }
}

const codeOf = (error: unknown): ErrorCode =>
  error instanceof AppError ? (error.code as ErrorCode) : storageCodeOf(error);

try {
  tell(run());
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  tell({ type: 'failed', code: codeOf(error), message });
}
