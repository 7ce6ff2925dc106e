/** The thread that writes a backup and looks into others; see `startBackup`. */
import { parentPort, workerData } from 'node:worker_threads';
import { storageCodeOf } from '../db/errors.ts';
import type { BackupNews, BackupWork } from './backupThread.ts';
import { lookInto, writeBackup } from './writeBackup.ts';

const work = workerData as BackupWork;

function run(): BackupNews {
  if (work.type === 'look') {
    return { type: 'seen', contents: lookInto(work.path, 'quick_check(1)') };
  }
  writeBackup(work.databasePath, work.path);
  return { type: 'written' };
}

try {
  parentPort?.postMessage(run());
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const news: BackupNews = { type: 'failed', code: storageCodeOf(error), message };
  parentPort?.postMessage(news);
}
