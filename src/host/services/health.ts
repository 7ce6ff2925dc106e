import { statSync } from 'node:fs';
import { z } from 'zod';
import type { HealthState } from '#shared/contract/health.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import { freeBytes } from '../backup/backupFolder.ts';
import { startBackup } from '../backup/backupThread.ts';
import type { BackupThread } from '../backup/backupThread.ts';
import { prepared } from '../db/database.ts';
import { storageCodeOf } from '../db/errors.ts';
import { databasePath } from '../db/files.ts';
import { readMeta, writeMeta } from '../db/meta.ts';
import type { FileKey } from '../db/seal.ts';
import type { Storage } from '../db/storage.ts';
import type { LogTail } from '../logTail.ts';

export interface HealthServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly dataDir: string;
  readonly clock: () => number;
  readonly startedAt: number;
  readonly appVersion: string;
  readonly logTail: LogTail;
  /** The file of the thread: that of backups. */
  readonly worker: URL;
  readonly key: () => FileKey | null;
  readonly backup: () => HealthState['backup'];
}

export interface HealthService {
  readonly handlers: Pick<Handlers<IeumContract>, 'health.state' | 'health.check'>;
  stop(): Promise<void>;
}

const checkSchema = z.object({ at: z.number(), code: z.string().nullable() });
const lineSchema = z.object({
  at: z.iso.datetime(),
  level: z.enum(['warn', 'error']),
  details: z.object({ code: z.string().regex(/^[A-Za-z][\w.-]{0,79}$/) }),
});

/** See `healthMethods` in the contract. */
export function createHealthService(options: HealthServiceOptions): HealthService {
  const { storage, announcer, dataDir, clock, logTail } = options;
  const path = databasePath(dataDir);
  let thread: BackupThread | null = null;
  let ending: Promise<unknown> = Promise.resolve();
  let stopped = false;

  const number = (sql: string): number =>
    storage.read((db) => Number(prepared(db, sql).pluck().get()));

  function state(): HealthState {
    return {
      ...{ at: clock(), startedAt: options.startedAt, storage: storage.health },
      database: {
        bytes: storage.health.state === 'volatile' ? null : sizeOf(path),
        logBytes: storage.health.state === 'volatile' ? null : sizeOf(`${path}-wal`),
        pages: orElse(0, () => number('SELECT page_count FROM pragma_page_count()')),
        pageBytes: orElse(0, () => number('SELECT page_size FROM pragma_page_size()')),
      },
      freeBytes: orElse(null, () => freeBytes(dataDir)),
      backup: options.backup(),
      check: { running: thread !== null, last: lastCheck() },
      texts: {
        waiting: texts("phase = 'waiting'"),
        retrying: texts("phase = 'delayed'"),
        unsure: texts("json_extract(body, '$.delivery.state') = 'unsure'"),
      },
      versions: {
        app: options.appVersion,
        electron: process.versions['electron'] ?? null,
        node: process.versions.node,
        sqlite: orElse('?', () =>
          storage.read((db) => String(prepared(db, 'SELECT sqlite_version()').pluck().get())),
        ),
        schema: orElse(0, () => number('SELECT user_version FROM pragma_user_version()')),
      },
      errors: errorsIn(logTail.lines()),
    };
  }

  const texts = (which: string): number =>
    orElse(0, () => number(`SELECT count(*) FROM outbox WHERE ${which}`));

  function lastCheck(): HealthState['check']['last'] {
    return orElse(null, () => {
      const kept = storage.read((db) => readMeta(db, 'health_check'));
      return kept === null ? null : checkSchema.parse(JSON.parse(kept));
    });
  }

  function check(): HealthState {
    if (thread !== null) throw new AppError('backup.busy', 'It is being looked through.');
    if (storage.health.state === 'volatile') {
      throw new AppError('export.in-memory', 'The records are in memory only.');
    }
    thread = startBackup({ type: 'look', path, key: options.key() }, options.worker);
    ending = thread.done
      .then(() => null)
      .catch((error: unknown) => storageCodeOf(error))
      .then((code) => {
        thread = null;
        if (stopped) return;
        orElse(null, () =>
          storage.write((db) => {
            writeMeta(db, 'health_check', JSON.stringify({ at: clock(), code }));
          }),
        );
        announcer.emit('health.changed', state());
      });
    return state();
  }

  return {
    async stop() {
      stopped = true;
      await thread?.stop();
      await ending;
    },
    handlers: { 'health.state': () => state(), 'health.check': () => check() },
  };
}

/** 0 where there is none: a log that was taken over is no longer there. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** It is asked for when something is wrong: what cannot be told now is left out. */
function orElse<T, E>(otherwise: E, read: () => T): T | E {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** Warnings and errors of the log that have a code, counted. */
function errorsIn(lines: readonly string[]): HealthState['errors'] {
  const found = new Map<string, { code: string; count: number; lastAt: number }>();
  for (const line of lines) {
    const parsed = lineSchema.safeParse(orElse(null, () => JSON.parse(line) as unknown));
    if (!parsed.success) continue;
    const { code } = parsed.data.details;
    const one = found.get(code) ?? { code, count: 0, lastAt: 0 };
    one.count += 1;
    one.lastAt = Math.max(one.lastAt, Date.parse(parsed.data.at));
    found.set(code, one);
  }
  return [...found.values()].sort((a, b) => b.count - a.count || b.lastAt - a.lastAt).slice(0, 20);
}
