/** The thread that writes an export; see `startExport`. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { storageCodeOf } from '../db/errors.ts';
import type { ExportWork, ExportNews } from './startExport.ts';
import { writeExport } from './writeExport.ts';

const TELL_EVERY_MS = 200;
/** As `nice` does: whoever answers a call comes first. */
const PRIORITY = 10;

// Elsewhere it would be that of the whole app; Linux knows it of each thread (setpriority(2), "C library/kernel
// differences").
if (process.platform === 'linux') setPriority(PRIORITY);

const { order, cancel } = workerData as ExportWork;
const cancelled = new Int32Array(cancel);
let told = 0;

function tell(news: ExportNews): void {
  parentPort?.postMessage(news);
}

try {
  const result = writeExport(order, {
    isCancelled: () => Atomics.load(cancelled, 0) === 1,
    progress(progress) {
      const now = performance.now();
      if (now - told < TELL_EVERY_MS) return;
      told = now;
      tell({ type: 'progress', progress });
    },
  });
  tell(result === null ? { type: 'cancelled' } : { type: 'done', result });
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  tell({ type: 'failed', code: storageCodeOf(error), message });
}
