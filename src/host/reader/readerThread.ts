import { Worker } from 'node:worker_threads';
import type { FileKey } from '../db/seal.ts';
import type { Question } from './questions.ts';

/** What the thread is given. */
export interface ReaderWork {
  readonly databasePath: string;
  readonly key: FileKey | null;
  /** One of `CONNECTION`; whoever changes it first decides. */
  readonly connection: SharedArrayBuffer;
}

/** Whether the thread has the file open. */
export const CONNECTION = { none: 0, open: 1, never: 2 } as const;

export interface AskedOfThread {
  readonly question: Question;
  readonly query: unknown;
}
/** `null` ends it. */
export type ToThread = AskedOfThread | null;

export type FromThread =
  | { readonly type: 'ready' }
  | { readonly type: 'answer'; readonly answer: unknown }
  /** SQLite or the file refused; whoever asks the same on another connection learns why. */
  | { readonly type: 'refused'; readonly message: string };

export interface ReaderThread {
  /** Only after it said that it is ready, and one question at a time. */
  ask(asked: AskedOfThread): void;
  /** Returns when it has left the file, or after two seconds. */
  stop(): void;
}

/** As it lies beside this file; a shell that is built has it elsewhere (`HostOptions.readerWorker`). */
export const READER_WORKER = new URL('./readerWorker.ts', import.meta.url);

const MEMORY = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 };
const MOST_WAITED_MS = 2_000;

/**
 * @param heard what it says
 * @param ended it is gone without having been stopped; called once
 */
export function startReaderThread(
  { databasePath, key }: Pick<ReaderWork, 'databasePath' | 'key'>,
  file: URL,
  heard: (news: FromThread) => void,
  ended: (error: Error) => void,
): ReaderThread {
  const connection = new SharedArrayBuffer(4);
  const state = new Int32Array(connection);
  const work: ReaderWork = { databasePath, key, connection };
  const thread = new Worker(file, { workerData: work, name: 'reader', resourceLimits: MEMORY });
  // It waits for questions, which is no reason for a process to go on.
  thread.unref();
  let over = false;
  function end(error: Error): void {
    if (over) return;
    over = true;
    ended(error);
  }
  thread.on('message', (news: FromThread) => {
    if (!over) heard(news);
  });
  thread.on('error', (error: unknown) =>
    end(error instanceof Error ? error : new Error(String(error))),
  );
  thread.on('exit', (code) => end(new Error(`The thread ended with ${code}.`)));

  return {
    ask: (asked) => thread.postMessage(asked satisfies ToThread),
    stop() {
      over = true;
      // The last to close the file moves its log into it: that is the host, which closes it next.
      if (Atomics.compareExchange(state, 0, CONNECTION.none, CONNECTION.never) === 0) {
        void thread.terminate();
        return;
      }
      thread.postMessage(null satisfies ToThread);
      Atomics.wait(state, 0, CONNECTION.open, MOST_WAITED_MS);
      void thread.terminate();
    },
  };
}
