import { AppError } from '#shared/errors.ts';
import { watchTouchedCalls } from './callIndex/touched.ts';
import { putBackNewest } from '../backup/putBack.ts';
import { finishSwap } from '../move/swap.ts';
import { convertFile, dropConversion } from './convertFile.ts';
import { openFile, openForLooking, openMemory, openPlainly } from './database.ts';
import type { Db } from './database.ts';
import { isSchemaUnreadable, storageCodeOf } from './errors.ts';
import {
  databasePath,
  hasJournal,
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
import { sealingOf } from './seal.ts';
import type { FileKey, Seal } from './seal.ts';
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
  /** Why the file is not encrypted, or still is, against what is wanted; null where it is as it is to be. */
  readonly unconverted: unknown;
  /** @param clean false when the next start should check the file */
  close(clean: boolean): void;
}

export interface StoreOptions {
  readonly dataDir: string;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly migrations: readonly Migration[];
  /** What the file is encrypted with, or is to be; null: with nothing. Asked at each opening. */
  readonly seal?: () => Seal | null;
  /** Whose data a new database will hold. */
  readonly agentId?: string;
}

/**
 * Opens the folder's database for this process alone: locked, encrypted or not as it is to be, checked
 * where the last end was not orderly, migrated, and with no call left unfinished. A damaged file is moved
 * aside and a new one made; everything else that is wrong is thrown and leaves the folder as it was.
 * @throws AppError `storage.in-use`, `storage.newer`, `storage.locked`; errors of SQLite and of the file
 *   system
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
    const seal = options.seal?.() ?? null;
    let opened: ReturnType<typeof openChecked>;
    try {
      opened = openChecked(path, seal, options);
    } catch (error) {
      if (storageCodeOf(error) !== 'storage.corrupt') throw error;
      quarantined = quarantine(path, clock());
      const version = options.migrations.length;
      restoredFrom = putBackNewest(dataDir, path, version, seal?.key ?? null)?.at ?? null;
      opened = openChecked(path, seal, options);
    }
    const { db, agentId, interrupted, unconverted } = opened;
    return {
      db,
      agentId,
      interrupted,
      quarantined,
      restoredFrom,
      unconverted,
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
    unconverted: null,
    close: () => void db.close(),
  };
}

/**
 * A file that cannot be converted can still be used as it is.
 * @returns why it could not be; null where it is as wanted
 */
function asWanted(path: string, seal: Seal | null): unknown {
  dropConversion(path);
  if (seal === null) return null;
  try {
    convertFile(path, seal);
    return null;
  } catch (error) {
    return error;
  }
}

/** A new file is encrypted only where that is wanted. */
function keyFor(path: string, seal: Seal | null): FileKey | null {
  if (seal === null) return null;
  return seal.wanted || sealingOf(path, seal.key) !== 'new' ? seal.key : null;
}

function openChecked(
  path: string,
  seal: Seal | null,
  { clock, newId, migrations, agentId: suggested }: StoreOptions,
): Pick<Store, 'db' | 'agentId' | 'interrupted' | 'unconverted'> {
  const key = keyFor(path, seal);
  refuseNewerFile(path, key, migrations);
  const unconverted = asWanted(path, seal);
  makeFile(path);
  const db = openFile(path, key);
  try {
    const existed = versionOf(db) > 0;
    if (existed) checkUnlessClean(db, migrations);
    migrate(db, migrations, (version) => backUpBeside(db, path, version, clock()));
    const opened = db
      .transaction(() => {
        writeMeta(db, 'closed_cleanly', '0');
        const agentId = agentOf(db, suggested ?? newId(), clock());
        settleUnsent(db, agentId, clock(), newId);
        const interrupted = interruptUnfinished(db, agentId, newId);
        return { db, agentId, interrupted, unconverted };
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
function refuseNewerFile(
  path: string,
  key: FileKey | null,
  migrations: readonly Migration[],
): void {
  refuseNewer(versionInHeader(path), migrations);
  // An encrypted header tells nothing.
  if (!hasPendingLog(path) && sealingOf(path, key) !== 'ours') return;
  // A kill while the log was left is first taken back, which cannot be done by looking alone.
  const db = hasJournal(path) ? openPlainly(path, key) : openForLooking(path, key);
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
