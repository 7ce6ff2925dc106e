import type { StorageHealth } from '#shared/contract/app.ts';
import { AppError } from '#shared/errors.ts';
import { Listeners } from '#shared/rpc/port.ts';
import type { Unsubscribe } from '#shared/rpc/port.ts';
import { describeError } from '../log.ts';
import type { Log } from '../log.ts';
import type { Ticker } from '../ticker.ts';
import type { Db } from './database.ts';
import { isStorageError, storageCodeOf, toStorageError } from './errors.ts';
import { moveOver } from './moveOver.ts';
import { writeMeta } from './meta.ts';
import { openFileStore, openMemoryStore } from './store.ts';
import type { Store, StoreOptions } from './store.ts';

/** Where everything is kept: the file while it can be used, memory while it cannot. */
export interface Storage {
  readonly health: StorageHealth;
  readonly agentId: string;
  readonly interruptedAtStart: number;
  /** As in `Store`: of the file that is open. */
  readonly unconverted: unknown;
  /** @throws AppError `storage.*` */
  read<T>(work: (db: Db) => T): T;
  /**
   * One transaction: when it throws, nothing of it is stored.
   * @throws AppError `storage.*`
   */
  write<T>(work: (db: Db, agentId: string) => T): T;
  /** Tries at once what is otherwise tried every two seconds while the health is not ok. */
  retry(): StorageHealth;
  /**
   * Closes the file, lets `swap` put another in its place, and goes on with that one. Whatever fails in
   * between: what is there then is opened.
   * @throws AppError `storage.*` while the records are in memory; what `swap` throws
   */
  replaceFile(swap: () => void): void;
  /** Another database has been put in the place of the one before. */
  onReplaced(listener: () => void): Unsubscribe;
  onHealth(listener: (health: StorageHealth) => void): Unsubscribe;
  close(): void;
}

export interface StorageOptions extends Omit<StoreOptions, 'agentId'> {
  readonly log: Log;
  readonly ticker: Ticker;
}

const RETRY_MS = 2_000;

export function openStorage(options: StorageOptions): Storage {
  const { clock, log, ticker } = options;
  const healthListeners = new Listeners<StorageHealth>();
  const replacedListeners = new Listeners<null>();
  let file: Store | null = null;
  let memory: Store | null = null;
  let interruptedAtStart = 0;
  /** A damaged page was met: the next start must look at the whole file. */
  let suspect = false;
  let closed = false;
  let health: StorageHealth = { state: 'ok', code: null, since: clock() };

  function current(): Store {
    if (closed) throw new AppError('storage.failed', 'The host has stopped.');
    return file ?? (memory ??= openMemoryStore(options));
  }

  function become(next: Omit<StorageHealth, 'since'>): void {
    if (health.state === next.state && health.code === next.code) return;
    health = { ...next, since: clock() };
    log.info('storage', next);
    healthListeners.emit(health);
  }

  function openTheFile(): void {
    let opened: Store | null = null;
    try {
      opened = openFileStore(memory ? { ...options, agentId: memory.agentId } : options);
      if (memory) moveOver(memory, opened);
    } catch (error) {
      opened?.close(true);
      const code = storageCodeOf(error);
      if (health.code !== code) log.warn('data folder unusable', describeError(error));
      become({ state: 'volatile', code });
      return;
    }
    memory?.close(true);
    memory = null;
    file = opened;
    interruptedAtStart += opened.interrupted.length;
    const { quarantined } = opened;
    become(
      quarantined === null
        ? { state: 'ok', code: null }
        : { state: 'ok', code: 'storage.corrupt', quarantined, restoredFrom: opened.restoredFrom },
    );
  }

  /** Enough pages that a disk with only crumbs left does not pass for one with room. */
  function probe({ db }: Store): void {
    try {
      // Two commits: pages freed within one transaction are never written.
      writeMeta(db, 'probe', 'x'.repeat(64 * 1_024));
      writeMeta(db, 'probe', '');
      become({ state: 'ok', code: null });
    } catch (error) {
      become({ state: 'failing', code: storageCodeOf(error) });
    }
  }

  function retry(): StorageHealth {
    if (!file) openTheFile();
    else if (health.state === 'failing' && !suspect) probe(file);
    return health;
  }

  function failed(error: unknown): Error {
    if (!isStorageError(error)) return error as Error;
    const refusal = toStorageError(error);
    log.error('storage refused', describeError(error));
    if (refusal.code === 'storage.corrupt') suspect = true;
    if (file) become({ state: 'failing', code: refusal.code });
    return refusal;
  }

  openTheFile();
  const stopTicker = ticker(RETRY_MS, () => {
    if (health.state !== 'ok') retry();
  });

  return {
    get health() {
      return health;
    },
    get agentId() {
      return current().agentId;
    },
    get unconverted() {
      return file?.unconverted ?? null;
    },
    get interruptedAtStart() {
      return interruptedAtStart;
    },
    read(work) {
      try {
        return work(current().db);
      } catch (error) {
        throw failed(error);
      }
    },
    write(work) {
      const { db, agentId } = current();
      let result: ReturnType<typeof work>;
      try {
        result = db.transaction(() => work(db, agentId)).immediate();
      } catch (error) {
        throw failed(error);
      }
      if (health.state === 'failing' && !suspect) become({ state: 'ok', code: null });
      return result;
    },
    retry,
    replaceFile(swap) {
      if (!file || closed) throw new AppError('storage.failed', 'There is no file to replace.');
      file.close(!suspect);
      file = null;
      try {
        swap();
      } finally {
        suspect = false;
        openTheFile();
        replacedListeners.emit(null);
      }
    },
    onReplaced: (listener) => replacedListeners.add(() => listener()),
    onHealth: (listener) => healthListeners.add(listener),
    close() {
      stopTicker();
      // A last chance for what is only in memory.
      if (!file) openTheFile();
      healthListeners.clear();
      file?.close(!suspect);
      memory?.close(true);
      file = memory = null;
      closed = true;
    },
  };
}
