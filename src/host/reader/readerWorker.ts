/** The thread that reads; see `createReader`. */
import { parentPort, workerData } from 'node:worker_threads';
import { openForReading } from '../db/database.ts';
import { answer } from './questions.ts';
import { CONNECTION } from './readerThread.ts';
import type { FromThread, ReaderWork, ToThread } from './readerThread.ts';

const { databasePath, key, connection } = workerData as ReaderWork;
const state = new Int32Array(connection);

function say(news: FromThread): void {
  parentPort?.postMessage(news);
}

function leave(): void {
  Atomics.store(state, 0, CONNECTION.never);
  Atomics.notify(state, 0);
}

if (Atomics.compareExchange(state, 0, CONNECTION.none, CONNECTION.open) === CONNECTION.none) {
  try {
    const db = openForReading(databasePath, key);
    parentPort?.on('message', (asked: ToThread) => {
      if (asked === null) {
        db.close();
        leave();
        parentPort?.close();
        return;
      }
      try {
        say({ type: 'answer', answer: answer(db, asked.question, asked.query as never) });
      } catch (error) {
        say({ type: 'refused', message: error instanceof Error ? error.message : String(error) });
      }
    });
    say({ type: 'ready' });
  } catch (error) {
    leave();
    throw error;
  }
}
