import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '#shared/errors.ts';
import {
  countToIndex,
  emptyIndexStep,
  indexCalls,
  indexTheseCalls,
  isBehindByMoreThan,
  isIndexBehind,
} from '../db/callIndex/indexer.ts';
import { takeTouchedCalls } from '../db/callIndex/touched.ts';
import { readMeta, writeMeta } from '../db/meta.ts';
import type { Storage } from '../db/storage.ts';
import type { Later } from '../later.ts';

export interface CallIndex {
  /**
   * Before it is asked: sorts in what has just been recorded, and the rest where that is little. Whatever
   * else is behind waits for its rounds, and nobody waits for it.
   */
  freshen(): void;
  /** How many calls it is behind by. */
  behind(): number;
  /**
   * Brings all of it in step, a piece at a time with turns of others in between.
   * @param isWanted asked before every piece
   * @throws AppError `storage.*`
   */
  complete(isWanted: () => boolean): Promise<void>;
  /** Sees to what is behind, and to what was erased, while nobody waits for it. */
  wake(): void;
  /** Notes, in the transaction of an erasure, that nothing of it may stay in the index. */
  readonly noteErased: typeof noteErased;
  stop(): void;
}

/** Some ten milliseconds of the host's time. */
const AT_ONCE = 40;
/** Between two rounds others have their turn. */
const PAUSE_MS = 5;
/** Changes come in groups: a call ends, its promise is made, its text is written. */
const SOON_MS = 1_000;

const ERASED = 'call_index_to_empty';

function noteErased(db: Parameters<typeof writeMeta>[0]): void {
  writeMeta(db, ERASED, 'begin');
}

export function createCallIndex({
  storage,
  later,
}: {
  readonly storage: Storage;
  readonly later: Later;
}): CallIndex {
  let callOff: (() => void) | null = null;

  /** @returns whether it was done; a disk that is full does not keep anybody from looking */
  function tryTo(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      if (error instanceof AppError && error.code.startsWith('storage.')) return false;
      throw error;
    }
  }

  function round(): void {
    callOff = null;
    const done = tryTo(() => {
      if (storage.read(isIndexBehind)) {
        storage.write((db) => indexCalls(db, AT_ONCE));
        return;
      }
      const state = storage.read((db) => readMeta(db, ERASED));
      if (state === null || state === '') return;
      const more = storage.write((db) => {
        const left = emptyIndexStep(db, state === 'begin');
        writeMeta(db, ERASED, left ? 'go-on' : '');
        return left;
      });
      // Until then the pages that held it are still in the file, and newer ones in the log.
      if (!more) storage.read((db) => db.pragma('wal_checkpoint(TRUNCATE)'));
    });
    if (done && (storage.read(isIndexBehind) || emptying())) schedule(PAUSE_MS);
  }

  function emptying(): boolean {
    return (storage.read((db) => readMeta(db, ERASED)) ?? '') !== '';
  }

  function schedule(ms: number): void {
    callOff ??= later(ms, round);
  }

  return {
    noteErased,
    freshen() {
      if (!storage.read(isIndexBehind)) return;
      const touched = storage.read(takeTouchedCalls);
      const many = storage.read((db) => isBehindByMoreThan(db, AT_ONCE));
      if (!many) tryTo(() => storage.write((db) => indexCalls(db, AT_ONCE)));
      else if (touched.length > 0) tryTo(() => storage.write((db) => indexTheseCalls(db, touched)));
      if (storage.read(isIndexBehind)) schedule(PAUSE_MS);
    },
    behind: () => storage.read(countToIndex),
    async complete(isWanted) {
      while (isWanted() && storage.read(isIndexBehind)) {
        storage.write((db) => indexCalls(db, AT_ONCE));
        await nextTurn();
      }
    },
    wake: () => schedule(SOON_MS),
    stop: () => callOff?.(),
  };
}
