import { Worker } from 'node:worker_threads';
import { AppError } from '#shared/errors.ts';
import type { ErrorCode } from '#shared/errors.ts';
import type { FileKey } from '../db/seal.ts';
import type { PackOrder } from '../move/packMove.ts';
import type { UnpackOrder, Unpacked } from '../move/unpackMove.ts';
import type { BackupContents } from './writeBackup.ts';

/** What the thread is given: to write a copy or to look into one, to pack everything or to unpack it. */
export type BackupWork =
  | {
      readonly type: 'write';
      readonly databasePath: string;
      readonly path: string;
      readonly key: FileKey | null;
    }
  | { readonly type: 'look'; readonly path: string; readonly key: FileKey | null }
  | { readonly type: 'pack'; readonly order: PackOrder }
  | { readonly type: 'unpack'; readonly order: UnpackOrder };

export type BackupNews =
  | { readonly type: 'written' }
  | { readonly type: 'seen'; readonly contents: BackupContents }
  | { readonly type: 'packed'; readonly bytes: number }
  | { readonly type: 'unpacked'; readonly unpacked: Unpacked }
  | { readonly type: 'bytes'; readonly done: number; readonly total: number }
  | { readonly type: 'failed'; readonly code: ErrorCode; readonly message: string };

/** As it lies beside this file; a shell that is built has it elsewhere (`HostOptions.backupWorker`). */
export const BACKUP_WORKER = new URL('./backupWorker.ts', import.meta.url);

export interface BackupThread {
  /** Rejects with `storage.*`, and with `move.*` where something is unpacked. */
  readonly done: Promise<BackupNews>;
  /** Ends it where it stands; the part file is for the next start to clean. */
  stop(): Promise<void>;
}

export function startBackup(
  work: BackupWork,
  worker: URL,
  onBytes: (done: number, total: number) => void = () => undefined,
): BackupThread {
  const thread = new Worker(worker, { workerData: work, name: 'backup' });
  const done = new Promise<BackupNews>((resolve, reject) => {
    thread.on('message', (news: BackupNews) => {
      if (news.type === 'failed') reject(new AppError(news.code, news.message));
      else if (news.type === 'bytes') onBytes(news.done, news.total);
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
