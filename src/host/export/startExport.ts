import { rmSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { AppError } from '#shared/errors.ts';
import type { StorageCode } from '../db/errors.ts';
import { partOf } from './partFile.ts';
import type { ExportOrder, ExportProgress, ExportResult } from './writeExport.ts';

/** What the thread is given. */
export interface ExportWork {
  readonly order: ExportOrder;
  /** 1 once nobody wants it any more. */
  readonly cancel: SharedArrayBuffer;
}

export type ExportNews =
  | { readonly type: 'progress'; readonly progress: ExportProgress }
  | { readonly type: 'done'; readonly result: ExportResult }
  | { readonly type: 'cancelled' }
  | { readonly type: 'failed'; readonly code: StorageCode; readonly message: string };

export interface RunningExport {
  /** Null when it was cancelled. Rejects with `storage.*`; then there is no file. */
  readonly done: Promise<ExportResult | null>;
  cancel(): void;
}

/** As it lies beside this file; a shell that is built has it elsewhere (`HostOptions.exportWorker`). */
export const EXPORT_WORKER = new URL('./exportWorker.ts', import.meta.url);

/** Rows come and go: what is not collected in time is no need, but a machine that has less for others. */
const MEMORY = { maxOldGenerationSizeMb: 160, maxYoungGenerationSizeMb: 16 };

/** Writes in a thread of its own, so that the host answers as if nothing were going on. */
export function startExport(
  order: ExportOrder,
  worker: URL,
  onProgress: (progress: ExportProgress) => void,
): RunningExport {
  const cancel = new SharedArrayBuffer(4);
  const work: ExportWork = { order, cancel };
  const thread = new Worker(worker, { workerData: work, name: 'export', resourceLimits: MEMORY });
  const done = new Promise<ExportResult | null>((resolve, reject) => {
    thread.on('message', (news: ExportNews) => {
      if (news.type === 'progress') onProgress(news.progress);
      else if (news.type === 'done') resolve(news.result);
      else if (news.type === 'cancelled') resolve(null);
      else reject(new AppError(news.code, news.message));
    });
    thread.on('error', (error: Error) => reject(new AppError('storage.failed', error.message)));
    // After anything it said: a thread that says nothing has been ended from outside.
    thread.on('exit', () => {
      rmSyncQuietly(partOf(order.path), done);
      reject(new AppError('storage.failed', 'The export ended by itself.'));
    });
  });
  return { done, cancel: () => void Atomics.store(new Int32Array(cancel), 0, 1) };
}

/** Only where it did not come to its end. */
function rmSyncQuietly(part: string, done: Promise<unknown>): void {
  done.catch(() => rmSync(part, { force: true }));
}
