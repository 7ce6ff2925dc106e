import { AppError } from '#shared/errors.ts';
import {
  countToIndex,
  emptyIndexStep,
  indexCalls,
  isIndexBehind,
} from '../db/callIndex/indexer.ts';
import { readMeta, writeMeta } from '../db/meta.ts';
import type { Storage } from '../db/storage.ts';
import type { Later } from '../later.ts';

export interface CallIndex {
  /**
   * Brings the index in step before it is asked, as far as that is done in a moment.
   * @returns how many calls it is still behind by
   */
  freshen(): number;
  /** Sees to what is behind, and to what was erased, while nobody waits for it. */
  wake(): void;
  /** Notes, in the transaction of an erasure, that nothing of it may stay in the index. */
  readonly noteErased: typeof noteErased;
  stop(): void;
}

/** Some fifteen milliseconds of the host's time. */
const AT_ONCE = 500;
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
      storage.write((db) => {
        const more = emptyIndexStep(db, state === 'begin');
        writeMeta(db, ERASED, more ? 'go-on' : '');
      });
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
      if (!storage.read(isIndexBehind)) return 0;
      tryTo(() => storage.write((db) => indexCalls(db, AT_ONCE)));
      const behind = storage.read(countToIndex);
      if (behind > 0) schedule(PAUSE_MS);
      return behind;
    },
    wake: () => schedule(SOON_MS),
    stop: () => callOff?.(),
  };
}
