import { Worker } from 'node:worker_threads';
import { AppError } from '#shared/errors.ts';
import type { StorageCode } from '../db/errors.ts';
import type { BackupContents } from './writeBackup.ts';

/** What the thread is given: to write a copy, or to look into one. */
export type BackupWork =
  | { readonly type: 'write'; readonly databasePath: string; readonly path: string }
  | { readonly type: 'look'; readonly path: string };

export type BackupNews =
  | { readonly type: 'written' }
  | { readonly type: 'seen'; readonly contents: BackupContents }
  | { readonly type: 'failed'; readonly code: StorageCode; readonly message: string };

/** As it lies beside this file; a shell that is built has it elsewhere (`HostOptions.backupWorker`). */
export const BACKUP_WORKER = new URL('./backupWorker.ts', import.meta.url);

export interface BackupThread {
  /** Rejects with `storage.*`. */
  readonly done: Promise<BackupNews>;
  /** Ends it where it stands; the part file is for the next start to clean. */
  stop(): Promise<void>;
}

export function startBackup(work: BackupWork, worker: URL): BackupThread {
  const thread = new Worker(worker, { workerData: work, name: 'backup' });
  const done = new Promise<BackupNews>((resolve, reject) => {
    thread.on('message', (news: BackupNews) => {
      if (news.type === 'failed') reject(new AppError(news.code, news.message));
      else resolve(news);
    });
    thread.on('error', (error: Error) => reject(new AppError('storage.failed', error.message)));
    thread.on('exit', () => reject(new AppError('storage.failed', 'The backup ended by itself.')));
  });
  return {
    done,
    async stop() {
      await thread.terminate();
    },
  };
}
