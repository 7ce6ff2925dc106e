import { AppError } from '#shared/errors.ts';
import type { FileKey } from '../db/seal.ts';
import type { Storage } from '../db/storage.ts';
import { describeError } from '../log.ts';
import type { Log } from '../log.ts';
import { answer, LAST } from './questions.ts';
import type { AnswerOf, QueryOf, Question } from './questions.ts';
import { startReaderThread } from './readerThread.ts';
import type { FromThread, ReaderThread } from './readerThread.ts';

/** Answers what walks through many rows without the host being late for anybody else. */
export interface Reader {
  /**
   * Whatever was stored before it was asked is in the answer. In memory, and until the thread has
   * started, the host answers itself.
   * @throws AppError `storage.*`
   */
  ask<Q extends Question>(question: Q, query: QueryOf<Q>): Promise<AnswerOf<Q>>;
  /** Starts the thread before anybody asks. */
  warm(): void;
  /** Has left the file when it returns, to come back with the next question. */
  leave(): void;
  /** Has left the file when it returns. Questions that still wait are refused. */
  stop(): void;
}

export interface ReaderOptions {
  readonly storage: Pick<Storage, 'health' | 'read'>;
  readonly databasePath: string;
  /** Of the file, where it is encrypted. */
  readonly key: () => FileKey | null;
  /** The file of the thread. */
  readonly worker: URL;
  readonly log: Log;
}

interface Asked {
  readonly question: Question;
  readonly query: unknown;
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

/** A thread that ends so often before it has answered anything is not started again. */
const MOST_CRASHES = 3;

export function createReader({ storage, databasePath, key, worker, log }: ReaderOptions): Reader {
  let thread: ReaderThread | null = null;
  let ready = false;
  let crashes = 0;
  let stopped = false;
  let busy: Asked | null = null;
  let waiting: Asked[] = [];

  const here = ({ question, query }: Pick<Asked, 'question' | 'query'>): unknown =>
    storage.read((db) => answer(db, question, query as never));

  function answerHere(asked: Asked): void {
    try {
      asked.resolve(here(asked));
    } catch (error) {
      asked.reject(error);
    }
  }

  function next(): void {
    if (busy !== null || waiting.length === 0) return;
    const first = waiting.findIndex(({ question }) => !LAST.has(question));
    const [asked = null] = waiting.splice(Math.max(0, first), 1);
    busy = asked;
    if (asked) thread?.ask({ question: asked.question, query: asked.query });
  }

  function heard(news: FromThread): void {
    if (news.type === 'ready') {
      ready = true;
      log.info('reader ready');
      return;
    }
    const asked = busy;
    busy = null;
    crashes = 0;
    if (news.type === 'answer') asked?.resolve(news.answer);
    else if (asked) {
      log.warn('reader refused', { question: asked.question, message: news.message });
      answerHere(asked);
    }
    next();
  }

  function crashed(error: Error): void {
    log.error('reader ended', describeError(error));
    thread = null;
    ready = false;
    crashes += 1;
    // What ended the thread may be this very question: it is not asked again by itself.
    busy?.reject(new AppError('storage.failed', 'The thread that reads has ended.'));
    busy = null;
    const rest = waiting;
    waiting = [];
    warm();
    for (const asked of rest) answerHere(asked);
  }

  function warm(): void {
    if (thread !== null || stopped || crashes >= MOST_CRASHES) return;
    // The records of memory are of this thread alone.
    if (storage.health.state === 'volatile') return;
    thread = startReaderThread({ databasePath, key: key() }, worker, heard, crashed);
  }

  return {
    warm,
    ask<Q extends Question>(question: Q, query: QueryOf<Q>): Promise<AnswerOf<Q>> {
      warm();
      return new Promise<AnswerOf<Q>>((resolve, reject) => {
        const asked: Asked = {
          ...{ question, query, reject },
          resolve: (found) => resolve(found as AnswerOf<Q>),
        };
        if (thread === null || !ready) return answerHere(asked);
        waiting.push(asked);
        next();
      });
    },
    leave() {
      thread?.stop();
      thread = null;
      ready = false;
      const asked = [...(busy === null ? [] : [busy]), ...waiting];
      busy = null;
      waiting = [];
      for (const one of asked) answerHere(one);
    },
    stop() {
      stopped = true;
      thread?.stop();
      thread = null;
      const gone = new AppError('storage.failed', 'The host has stopped.');
      busy?.reject(gone);
      for (const asked of waiting) asked.reject(gone);
      busy = null;
      waiting = [];
    },
  };
}
