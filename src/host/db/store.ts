import { AppError } from '#shared/errors.ts';
import { watchTouchedCalls } from './callIndex/touched.ts';
import { putBackNewest } from '../backup/putBack.ts';
import { finishSwap } from '../move/swap.ts';
import { openFile, openForLooking, openMemory } from './database.ts';
import type { Db } from './database.ts';
import { isSchemaUnreadable, storageCodeOf } from './errors.ts';
import {
  databasePath,
  hasPendingLog,
  makeFile,
  makeFolder,
  quarantine,
  syncToDisk,
  versionInHeader,
} from './files.ts';
import { lockFolder } from './folderLock.ts';
import { readMeta, writeMeta } from './meta.ts';
import { backUpBeside, migrate, refuseNewer, versionOf } from './migrate.ts';
import type { Migration } from './migrate.ts';
import { hasSchemaOf } from './schemaCheck.ts';
import { settleUnsent } from './messageProjection.ts';
import { interruptUnfinished } from './projection.ts';

/** An open database, ready for use. */
export interface Store {
  readonly db: Db;
  readonly agentId: string;
  /** Calls that an earlier run left unfinished, ended when this store was opened. */
  readonly interrupted: readonly string[];
  /** The new name of the damaged file this store replaces. */
  readonly quarantined: string | null;
  /** When the backup was made that took its place; null where there was none, or no need. */
  readonly restoredFrom: number | null;
  /** @param clean false when the next start should check the file */
  close(clean: boolean): void;
}

export interface StoreOptions {
  readonly dataDir: string;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly migrations: readonly Migration[];
  /** Whose data a new database will hold. */
  readonly agentId?: string;
}

/**
 * Opens the folder's database for this process alone: locked, checked where the last end was not
 * orderly, migrated, and with no call left unfinished. A damaged file is moved aside and a new one
 * made; everything else that is wrong is thrown and leaves the folder as it was.
 * @throws AppError `storage.in-use`, `storage.newer`; errors of SQLite and of the file system
 */
export function openFileStore(options: StoreOptions): Store {
  const { dataDir, clock } = options;
  makeFolder(dataDir);
  const unlock = lockFolder(dataDir);
  try {
    // A move that was begun counts from its notice on, whatever ended the app since.
    finishSwap(dataDir);
    const path = databasePath(dataDir);
    let quarantined: string | null = null;
    let restoredFrom: number | null = null;
    let opened: ReturnType<typeof openChecked>;
    try {
      opened = openChecked(path, options);
    } catch (error) {
      if (storageCodeOf(error) !== 'storage.corrupt') throw error;
      quarantined = quarantine(path, clock());
      restoredFrom = putBackNewest(dataDir, path, options.migrations.length)?.at ?? null;
      opened = openChecked(path, options);
    }
    const { db, agentId, interrupted } = opened;
    return {
      db,
      agentId,
      interrupted,
      quarantined,
      restoredFrom,
      close(clean) {
        try {
          if (clean) writeMeta(db, 'closed_cleanly', '1');
        } catch {
          // A disk too full for this costs a check at the next start, nothing else.
        } finally {
          db.close();
          unlock();
        }
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** For as long as the folder cannot be used. */
export function openMemoryStore({ clock, newId, migrations }: StoreOptions): Store {
  const db = openMemory();
  migrate(db, migrations, () => undefined);
  watchTouchedCalls(db);
  const agentId = agentOf(db, newId(), clock());
  return {
    db,
    agentId,
    interrupted: [],
    quarantined: null,
    restoredFrom: null,
    close: () => void db.close(),
  };
}

function openChecked(
  path: string,
  { clock, newId, migrations, agentId: suggested }: StoreOptions,
): { db: Db; agentId: string; interrupted: readonly string[] } {
  refuseNewerFile(path, migrations);
  makeFile(path);
  const db = openFile(path);
  try {
    const existed = versionOf(db) > 0;
    if (existed) checkUnlessClean(db, migrations);
    migrate(db, migrations, (version) => backUpBeside(db, path, version, clock()));
    const opened = db
      .transaction(() => {
        writeMeta(db, 'closed_cleanly', '0');
        const agentId = agentOf(db, suggested ?? newId(), clock());
        settleUnsent(db, agentId, clock(), newId);
        return { db, agentId, interrupted: interruptUnfinished(db, agentId, newId) };
      })
      .immediate();
    // What was erased just before a kill still lies in older pages of the log.
    if (existed) db.pragma('wal_checkpoint(TRUNCATE)');
    else syncToDisk(path);
    watchTouchedCalls(db);
    return opened;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Looks before opening: a newer Ieum's file is not touched, not even by moving its log into it. Its
 * header may still be old when a kill left the newest pages in the log.
 */
function refuseNewerFile(path: string, migrations: readonly Migration[]): void {
  refuseNewer(versionInHeader(path), migrations);
  if (!hasPendingLog(path)) return;
  const db = openForLooking(path);
  try {
    refuseNewer(versionOf(db), migrations);
  } finally {
    db.close();
  }
}

/** https://www.sqlite.org/pragma.html#pragma_quick_check: all but the match of indexes to rows. */
function checkUnlessClean(db: Db, migrations: readonly Migration[]): void {
  let result: unknown;
  try {
    if (readMeta(db, 'closed_cleanly') === '1') return;
    result = db.pragma('quick_check(1)', { simple: true });
    if (!hasSchemaOf(db, migrations)) result = 'schema';
  } catch (error) {
    // A byte in the words of the schema: SQLite no longer understands what it wrote itself.
    if (!isSchemaUnreadable(error)) throw error;
    result = error;
  }
  if (result !== 'ok') throw new AppError('storage.corrupt', 'The data file is damaged.');
}

function agentOf(db: Db, suggested: string, now: number): string {
  const known = readMeta(db, 'agent_id');
  if (known !== null) return known;
  writeMeta(db, 'agent_id', suggested);
  writeMeta(db, 'created_at', String(now));
  return suggested;
}
