import { statSync } from 'node:fs';
import type { BackupsState } from '#shared/contract/backups.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { BACKUP_EVERY_MS, backupsToDrop } from '#shared/domain/backup/rotation.ts';
import type { Backup } from '#shared/domain/backup/rotation.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import {
  backupFolder,
  backupName,
  backupPath,
  dropBackups,
  dropParts,
  dropSetAside,
  freeBytes,
  isBackupName,
  listBackups,
  makeBackupFolder,
} from '../backup/backupFolder.ts';
import { startBackup } from '../backup/backupThread.ts';
import type { BackupThread } from '../backup/backupThread.ts';
import { contentsNow } from '../backup/contentsNow.ts';
import { putBack, setAside } from '../backup/putBack.ts';
import type { BackupContents } from '../backup/writeBackup.ts';
import { unfinishedCalls } from '../db/calls.ts';
import { prepared } from '../db/database.ts';
import type { Db } from '../db/database.ts';
import { storageCodeOf } from '../db/errors.ts';
import { databasePath } from '../db/files.ts';
import type { FileKey } from '../db/seal.ts';
import { readMeta, writeMeta } from '../db/meta.ts';
import type { Storage } from '../db/storage.ts';
import { describeError } from '../log.ts';
import type { Log } from '../log.ts';
import type { Reader } from '../reader/reader.ts';
import type { Ticker } from '../ticker.ts';

export interface BackupsServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly dataDir: string;
  readonly clock: () => number;
  readonly log: Log;
  readonly ticker: Ticker;
  /** It reads from the same file. */
  readonly reader: Pick<Reader, 'leave'>;
  /** Of the database, where it is encrypted. */
  readonly key: () => FileKey | null;
  /** The file of the thread. */
  readonly worker: URL;
  /** How many migrations this Ieum knows. */
  readonly version: number;
}

export interface BackupsService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    Extract<keyof Handlers<IeumContract>, `backups.${string}`>
  >;
  /**
   * What was erased must not come back: the next one replaces all that were made before. Kept over a
   * restart, for a computer that is switched off in between.
   */
  erased(): void;
  /** One is being written. */
  readonly working: boolean;
  /** When the last one was made, and why a later one was not. */
  last(): { lastAt: number | null; failed: string | null };
  /** @throws AppError `backup.busy` while one is being written; `export.in-memory` */
  refuseUnlessIdle(): void;
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 60_000;
/** Beyond what the copy itself takes, so that the records themselves never lack room. */
const ROOM_LEFT = 200_000_000;
const FAILED_AGAIN_MS = 3_600_000;
/** Whoever has just started the app is about to answer somebody. */
const NOT_BEFORE_MS = 10 * 60_000;

/** See `backupsMethods` in the contract. */
export function createBackupsService(options: BackupsServiceOptions): BackupsService {
  const { storage, announcer, dataDir, clock, log, ticker, worker, version } = options;
  const path = databasePath(dataDir);
  let thread: BackupThread | null = null;
  let ending: Promise<unknown> = Promise.resolve();
  let failed: BackupsState['failed'] = null;
  const startedAt = clock();
  let stopped = false;
  /** Of this connection, when the last one was begun; null before the first. */
  let changesThen: number | null = null;

  /** Those of before an erasure hold what was erased, and are only there until the next one is. */
  const staleBefore = (): number =>
    storage.read((db) => Number(readMeta(db, 'backups_stale_before') ?? 0));
  function offered(): Backup[] {
    const stale = staleBefore();
    return listBackups(dataDir).filter(({ at }) => at > stale);
  }

  const state = (): BackupsState => ({
    backups: offered(),
    working: thread !== null,
    failed,
    folder: backupFolder(dataDir),
  });
  const announce = (): void => announcer.emit('backups.changed', state());
  const usable = (): boolean => storage.health.state === 'ok';

  function refuseUnlessIdle(): void {
    if (thread !== null) throw new AppError('backup.busy', 'A backup is being written.');
    if (storage.health.state === 'volatile') {
      throw new AppError('export.in-memory', 'The records are in memory only.');
    }
  }

  function makeRoom(): void {
    makeBackupFolder(dataDir);
    dropParts(dataDir);
    const needed = statSync(path).size + ROOM_LEFT;
    if (freeBytes(dataDir) < needed) {
      throw new AppError('storage.full', 'The disk has no room for a backup.');
    }
  }

  function begin(): void {
    const at = clock();
    makeRoom();
    changesThen = storage.read(changesOf);
    thread = startBackup(
      {
        ...{ type: 'write', databasePath: path, path: backupPath(dataDir, backupName(at)) },
        key: options.key(),
      },
      worker,
    );
    ending = thread.done
      .then(() => {
        // The file is whole and has its name: what is too old goes after the next start.
        if (!stopped) written(at);
      })
      .catch(refused)
      .then(() => {
        thread = null;
        if (!stopped) announce();
      });
    announce();
  }

  function written(at: number): void {
    failed = null;
    const before = staleBefore();
    const stale = listBackups(dataDir).filter((one) => one.at <= before);
    // Erased while it was being written: the next one is without it.
    if (at > before && stale.length > 0) {
      dropBackups(
        dataDir,
        stale.map(({ name }) => name),
      );
      dropSetAside(dataDir);
    }
    const zone = { offsetAt: (moment: number) => -60_000 * new Date(moment).getTimezoneOffset() };
    dropBackups(dataDir, backupsToDrop(listBackups(dataDir), zone));
  }

  function refused(error: unknown): void {
    if (stopped) return;
    failed = { at: clock(), code: storageCodeOf(error) };
    dropParts(dataDir);
    log.warn('backup not written', describeError(error));
  }

  /** Whether anything was recorded since the newest, or something erased is in one. */
  function isDue(): boolean {
    const now = clock();
    if (failed && now - failed.at < FAILED_AGAIN_MS) return false;
    const newest = offered()[0];
    if (newest === undefined && listBackups(dataDir).length > 0) return true;
    if (now - startedAt < NOT_BEFORE_MS) return false;
    if (newest === undefined) return true;
    return now - newest.at >= BACKUP_EVERY_MS && storage.read(changesOf) !== changesThen;
  }

  function look(): void {
    if (thread !== null || stopped || !usable()) return;
    try {
      if (isDue()) begin();
    } catch (error) {
      refused(error);
      announce();
    }
  }

  function known(name: string): string {
    const there = isBackupName(name) && offered().some((one) => one.name === name);
    if (!there) throw new AppError('backup.unknown', 'There is no such backup.');
    return backupPath(dataDir, name);
  }

  async function contentsOf(name: string): Promise<BackupContents> {
    const looking = startBackup({ type: 'look', path: known(name), key: options.key() }, worker);
    const news = await looking.done;
    if (news.type !== 'seen') throw new AppError('storage.failed', 'Nothing was seen.');
    return news.contents;
  }

  async function restore(name: string): Promise<{ setAside: string }> {
    refuseUnlessIdle();
    const contents = await contentsOf(name);
    if (contents.version > version) {
      throw new AppError('storage.newer', 'The backup was written by a newer Ieum.');
    }
    // Again: looking takes its time.
    refuseUnlessIdle();
    if (storage.read((db) => unfinishedCalls(db)).length > 0) {
      throw new AppError('backup.in-call', 'A call goes on.');
    }
    makeRoom();
    options.reader.leave();
    let aside = '';
    storage.replaceFile(() => {
      aside = setAside(path, clock());
      putBack(dataDir, name, path);
    });
    log.info('backup restored', { name });
    announce();
    return { setAside: aside };
  }

  dropParts(dataDir);
  const stopLooking = ticker(LOOK_EVERY_MS, look);

  return {
    get working() {
      return thread !== null;
    },
    last: () => ({ lastAt: listBackups(dataDir)[0]?.at ?? null, failed: failed?.code ?? null }),
    erased() {
      storage.write((db) => writeMeta(db, 'backups_stale_before', String(clock())));
      failed = null;
    },
    refuseUnlessIdle,
    async stop() {
      stopped = true;
      stopLooking();
      await thread?.stop();
      await ending;
    },
    handlers: {
      'backups.state': () => state(),
      'backups.make': () => {
        refuseUnlessIdle();
        begin();
        return state();
      },
      'backups.preview': async ({ name }) => {
        const { version: made, ...then } = await contentsOf(name);
        const at = listBackups(dataDir).find((one) => one.name === name)?.at ?? 0;
        return { name, at, then, now: storage.read(contentsNow), newer: made > version };
      },
      'backups.restore': ({ name }) => restore(name),
    },
  };
}

/** Rows that this connection has changed. https://www.sqlite.org/lang_corefunc.html#total_changes */
const changesOf = (db: Db): number =>
  prepared(db, 'SELECT total_changes()').pluck().get() as number;
