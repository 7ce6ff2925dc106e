import type { GreetingRow } from '#shared/contract/greetings.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { LONGEST_GREETING_MS } from '#shared/domain/greeting/trim.ts';
import { pagesIn, playedMs } from '#shared/domain/recording/oggOpus.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import { toStorageError } from '../db/errors.ts';
import {
  addGreeting,
  dueGreetings,
  greetingsInUse,
  readGreeting,
  retireGreeting,
  setGreetingDeleted,
  setGreetingRemoved,
} from '../db/greetings.ts';
import type { StoredGreeting } from '../db/greetings.ts';
import type { Storage } from '../db/storage.ts';
import { createGreetingFiles } from '../greetings/greetingFiles.ts';
import { describeError } from '../log.ts';
import type { Log } from '../log.ts';
import type { Ticker } from '../ticker.ts';

export interface GreetingsServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly dataDir: string;
  readonly clock: () => number;
  readonly log: Log;
  readonly ticker: Ticker;
}

export interface GreetingsService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    Extract<keyof Handlers<IeumContract>, `greetings.${string}`>
  >;
  stop(): void;
}

/** What was deleted or replaced can be had back for a day. */
const DELETED_KEPT_MS = 86_400_000;
const CLEAN_EVERY_MS = 3_600_000;

/** See `greetingsMethods` in the contract. */
export function createGreetingsService(options: GreetingsServiceOptions): GreetingsService {
  const { storage, announcer, dataDir, clock, log, ticker } = options;
  const files = createGreetingFiles(dataDir);

  function known(id: string): StoredGreeting {
    const stored = storage.read((db) => readGreeting(db, id));
    if (!stored || stored.removedAt !== null) {
      throw new AppError('greeting.unknown', 'There is no such greeting.');
    }
    return stored;
  }

  function change(stored: StoredGreeting, deletedAt: number | null): GreetingRow {
    storage.write((db) => {
      if (deletedAt === null) retireGreeting(db, stored.reasonId, clock());
      setGreetingDeleted(db, stored.id, deletedAt);
    });
    announcer.emit('greetings.changed', {});
    return toRow({ ...stored, deletedAt });
  }

  function clean(): void {
    try {
      const due = storage.read((db) => dueGreetings(db, clock() - DELETED_KEPT_MS));
      for (const { id } of due) {
        // The sound first: after a crash between the two the next run finishes it.
        files.remove(id);
        storage.write((db) => setGreetingRemoved(db, id, clock()));
      }
    } catch (error) {
      // A disk that refuses is tried again at the next run.
      log.warn('greetings not cleaned', describeError(error));
    }
  }

  clean();
  const stop = ticker(CLEAN_EVERY_MS, clean);

  return {
    stop,
    handlers: {
      'greetings.list': () => ({ rows: storage.read(greetingsInUse).map(toRow) }),
      'greetings.save': ({ id, reasonId, sound }) => {
        const earlier = storage.read((db) => readGreeting(db, id));
        if (earlier) return toRow(earlier);
        const bytes = Buffer.from(sound, 'base64');
        const durationMs = lengthOf(bytes);
        if (storage.health.state === 'volatile') {
          // In memory there is no place for sound.
          throw new AppError('storage.read-only', 'The data folder cannot be used.');
        }
        try {
          files.write(id, bytes);
        } catch (error) {
          log.error('greeting refused', describeError(error));
          throw toStorageError(error);
        }
        const madeAt = clock();
        const greeting = { id, reasonId, durationMs, bytes: bytes.length, madeAt };
        try {
          storage.write((db, agentId) => {
            retireGreeting(db, reasonId, madeAt);
            addGreeting(db, greeting, agentId);
          });
        } catch (error) {
          files.remove(id);
          throw error;
        }
        announcer.emit('greetings.changed', {});
        return { ...greeting, deletedAt: null };
      },
      'greetings.sound': ({ id }) => {
        known(id);
        const sound = files.read(id);
        if (!sound) throw new AppError('greeting.unknown', 'The sound of the greeting is gone.');
        return { sound: sound.toString('base64') };
      },
      'greetings.delete': ({ id }) => {
        const stored = known(id);
        return stored.deletedAt === null ? change(stored, clock()) : toRow(stored);
      },
      'greetings.restore': ({ id }) => {
        const stored = known(id);
        return stored.deletedAt === null ? toRow(stored) : change(stored, null);
      },
    },
  };
}

/** @returns milliseconds. @throws AppError when it is no sound that could be played to anybody */
function lengthOf(bytes: Uint8Array): number {
  const pages = [...pagesIn(bytes)];
  const [head] = pages[0]?.packets ?? [];
  const last = pages.at(-1);
  const isOpus = head !== undefined && new TextDecoder().decode(head.slice(0, 8)) === 'OpusHead';
  const durationMs = last ? Math.round(playedMs(last)) : 0;
  if (!isOpus || durationMs === 0) {
    throw new AppError('greeting.invalid', 'That is no Ogg Opus sound.');
  }
  if (durationMs > LONGEST_GREETING_MS) {
    throw new AppError('greeting.too-long', 'The greeting is too long.', { durationMs });
  }
  return durationMs;
}

function toRow({ removedAt: _removedAt, ...row }: StoredGreeting): GreetingRow {
  return row;
}
