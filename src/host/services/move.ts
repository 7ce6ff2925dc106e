import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { MoveState } from '#shared/contract/move.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { moveFileName } from '#shared/domain/move/moveFile.ts';
import { AppError } from '#shared/errors.ts';
import type { ErrorCode } from '#shared/errors.ts';
import type { Announcer, Connection, Handlers } from '#shared/rpc/server.ts';
import { freeBytes } from '../backup/backupFolder.ts';
import { startBackup } from '../backup/backupThread.ts';
import type { BackupNews, BackupThread, BackupWork } from '../backup/backupThread.ts';
import { contentsNow } from '../backup/contentsNow.ts';
import { addAccess } from '../db/accessLog.ts';
import { unfinishedCalls } from '../db/calls.ts';
import { storageCodeOf } from '../db/errors.ts';
import { databasePath } from '../db/files.ts';
import type { FileKey } from '../db/seal.ts';
import type { Storage } from '../db/storage.ts';
import { describeError } from '../log.ts';
import type { Log } from '../log.ts';
import { createMediaTickets, MEDIA_PATH } from '../media.ts';
import type { MediaFile } from '../media.ts';
import { MOVE_FOLDER, REPLACED_FOLDER } from '../move/dataFolder.ts';
import { receiveFile } from '../move/receiveFile.ts';
import type { ReceivedFile } from '../move/receiveFile.ts';
import { announceSwap, dropReplaced, listReplaced } from '../move/swap.ts';
import type { Unpacked } from '../move/unpackMove.ts';
import type { Reader } from '../reader/reader.ts';
import type { Ticker } from '../ticker.ts';

export interface MoveServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly dataDir: string;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly log: Log;
  readonly ticker: Ticker;
  /** It reads from the same file. */
  readonly reader: Pick<Reader, 'leave'>;
  /** Of the database, where it is encrypted. */
  readonly key: () => FileKey | null;
  /** The file of the thread: that of backups. */
  readonly worker: URL;
  /** How many migrations this Ieum knows. */
  readonly version: number;
  readonly appVersion: string;
  /** The agent, in a word for whoever opens the file. */
  readonly whose: () => string;
  /** Somebody else copies within the data folder. */
  readonly busyElsewhere: () => boolean;
}

export interface MoveService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    Extract<keyof Handlers<IeumContract>, `move.${string}`>
  >;
  media(ticket: string): MediaFile | null;
  stop(): Promise<void>;
}

/** Beyond what is written, so that the records themselves never lack room. */
const ROOM_LEFT = 50_000_000;
/** A file that nobody has fetched for a day holds everything, and is dropped. */
const KEPT_MS = 86_400_000;
const CLEAN_EVERY_MS = 3_600_000;
const UNPACKED = `${MOVE_FOLDER}/new`;
const IDLE = { step: 'idle', done: 0, total: 0, failed: null, packed: null, opened: null } as const;

/** See `moveMethods` in the contract. */
export function createMoveService(options: MoveServiceOptions): MoveService {
  const { storage, announcer, dataDir, clock, newId, log, worker } = options;
  const folder = join(dataDir, MOVE_FOLDER);
  const outPath = join(folder, 'out.ieum');
  const inPath = join(folder, 'in.ieum');
  const tickets = createMediaTickets(clock);
  let own: Omit<MoveState, 'replaced'> = IDLE;
  let receiving: ReceivedFile | null = null;
  let thread: BackupThread | null = null;
  let ending: Promise<unknown> = Promise.resolve();
  let unpacked: Unpacked | null = null;
  /** Counted up with each thing that is begun or ended: what an earlier one says later counts no more. */
  let turn = 0;

  const state = (): MoveState => ({ ...own, replaced: listReplaced(dataDir) });
  function become(change: Partial<typeof own>): MoveState {
    own = { ...own, ...change };
    const now = state();
    announcer.emit('move.changed', now);
    return now;
  }

  function clean(): void {
    // Where another app has the folder, its files are not ours.
    if (storage.health.state === 'volatile') return;
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      log.warn('move not cleaned', describeError(error));
    }
  }

  function begin(): void {
    const busy = own.step === 'packing' || own.step === 'opening' || own.step === 'receiving';
    if (busy) throw new AppError('move.busy', 'One is being made or taken.');
    if (storage.health.state === 'volatile') {
      throw new AppError('export.in-memory', 'The records are in memory only.');
    }
    forget();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** What was made or taken so far. */
  function forget(): void {
    turn += 1;
    receiving?.close();
    receiving = null;
    unpacked = null;
    clean();
  }

  function run(work: BackupWork, then: (news: BackupNews) => void): void {
    const mine = (turn += 1);
    const started = startBackup(work, worker, (done, total) => {
      if (mine === turn) become({ done, total });
    });
    thread = started;
    ending = started.done
      .then((news) => {
        if (mine === turn) then(news);
      })
      .catch((error: unknown) => {
        if (mine === turn) refused(error);
      })
      .finally(() => {
        if (thread === started) thread = null;
      });
  }

  function refused(error: unknown): void {
    const code = error instanceof AppError ? (error.code as ErrorCode) : storageCodeOf(error);
    log.warn('move', { step: own.step, code, ...describeError(error) });
    const failed = { at: clock(), code };
    // Typed wrongly: the file is still there for another try.
    if (code === 'move.passphrase') return void become({ step: 'received', failed });
    forget();
    become({ ...IDLE, failed });
  }

  function pack(passphrase: string, connection: Connection): MoveState {
    begin();
    const at = clock();
    const day = new Date(at);
    const name = moveFileName({
      ...{ year: day.getFullYear(), month: day.getMonth() + 1, day: day.getDate() },
    });
    const about = { app: options.appVersion, madeAt: at, whose: options.whose().slice(0, 200) };
    const from = { dataDir, databasePath: databasePath(dataDir), key: options.key() };
    run({ type: 'pack', order: { ...from, path: outPath, passphrase, about } }, (news) => {
      if (news.type !== 'packed') return;
      write('move.pack', connection, { bytes: news.bytes });
      become({ step: 'packed', packed: { name, bytes: news.bytes, at } });
    });
    return become({ ...IDLE, step: 'packing' });
  }

  /** Into the access log: that everything left, or came. */
  function write(
    action: 'move.pack' | 'move.replace',
    connection: Connection,
    detail: object,
  ): void {
    storage.write((db, agentId) => {
      const entry = { action, subjectKind: 'move', subjectId: newId(), person: null, reason: '' };
      addAccess(db, {
        ...{ id: newId(), at: clock(), agentId, origin: connection.id, ...entry },
        detail: JSON.stringify(detail),
      });
    });
  }

  function receive(bytes: number): MoveState {
    begin();
    // The file, and what is in it.
    if (freeBytes(dataDir) < 2 * bytes + ROOM_LEFT) {
      throw new AppError('storage.full', 'The disk has no room for the file.');
    }
    receiving = receiveFile(inPath, bytes);
    return become({ ...IDLE, step: 'receiving', total: bytes });
  }

  function piece(at: number, data: Buffer): { received: number } {
    if (receiving === null) throw new AppError('move.unknown', 'No file is being taken.');
    try {
      const received = receiving.take(at, data);
      if (received === own.total) {
        receiving.close();
        receiving = null;
        become({ step: 'received', done: received });
      } else become({ done: received });
      return { received };
    } catch (error) {
      // A piece out of turn is the page's fault, and says nothing of the file.
      if (error instanceof AppError) throw error;
      refused(error);
      throw new AppError(storageCodeOf(error), 'The piece could not be kept.');
    }
  }

  function open(passphrase: string): MoveState {
    if (own.step !== 'received') throw new AppError('move.unknown', 'There is no file to open.');
    const order = { path: inPath, passphrase, folder: join(dataDir, UNPACKED) };
    run({ type: 'unpack', order: { ...order, version: options.version } }, (news) => {
      if (news.type !== 'unpacked') return;
      unpacked = news.unpacked;
      rmSync(inPath, { force: true });
      const { about, contents, files, bytes } = news.unpacked;
      const { version: _version, ...then } = contents;
      const now = storage.read(contentsNow);
      become({ step: 'opened', opened: { ...about, files, bytes, then, now } });
    });
    return become({ step: 'opening', done: 0, total: 0, failed: null });
  }

  function swap(from: string): string {
    if (thread !== null || options.busyElsewhere()) {
      throw new AppError('move.busy', 'Something is being copied.');
    }
    if (storage.health.state === 'volatile') {
      throw new AppError('export.in-memory', 'The records are in memory only.');
    }
    if (storage.read((db) => unfinishedCalls(db)).length > 0) {
      throw new AppError('move.in-call', 'A call goes on.');
    }
    options.reader.leave();
    let replaced = '';
    storage.replaceFile(() => {
      replaced = announceSwap(dataDir, from, clock());
    });
    return replaced;
  }

  function replace(connection: Connection): { replaced: string } {
    if (unpacked === null || own.step !== 'opened') {
      throw new AppError('move.unknown', 'Nothing was opened.');
    }
    const { about, contents } = unpacked;
    const replaced = swap(UNPACKED);
    forget();
    log.info('moved in', { replaced });
    write('move.replace', connection, { ...about, calls: contents.calls });
    become(IDLE);
    return { replaced };
  }

  function takeBack(name: string, connection: Connection): { replaced: string } {
    if (!listReplaced(dataDir).some((one) => one.name === name)) {
      throw new AppError('move.unknown', 'There is no such state.');
    }
    const replaced = swap(`${REPLACED_FOLDER}/${name}`);
    log.info('moved back', { name, replaced });
    write('move.replace', connection, { takenBack: name });
    become({});
    return { replaced };
  }

  clean();
  const stopCleaning = options.ticker(CLEAN_EVERY_MS, () => {
    if (own.packed && clock() - own.packed.at > KEPT_MS) {
      forget();
      become(IDLE);
    }
  });

  async function end(): Promise<void> {
    turn += 1;
    await thread?.stop();
    await ending;
  }

  return {
    media: (ticket) => tickets.find(ticket),
    async stop() {
      stopCleaning();
      await end();
      receiving?.close();
    },
    handlers: {
      'move.state': () => state(),
      'move.pack': ({ passphrase }, connection) => pack(passphrase, connection),
      'move.download': () => {
        const { packed } = own;
        if (packed === null) throw new AppError('move.unknown', 'There is no file.');
        const find = (): MediaFile | null =>
          own.packed?.at === packed.at && existsSync(outPath)
            ? {
                ...{ path: outPath, type: 'application/octet-stream' },
                ...{ size: statSync(outPath).size, saveAs: packed.name },
              }
            : null;
        return { path: MEDIA_PATH + tickets.issue(find) };
      },
      'move.receive': ({ bytes }) => receive(bytes),
      'move.piece': ({ at, data }) => piece(at, Buffer.from(data, 'base64')),
      'move.open': ({ passphrase }) => open(passphrase),
      'move.replace': (_, connection) => replace(connection),
      'move.takeBack': ({ name }, connection) => takeBack(name, connection),
      'move.forget': ({ name }) => {
        dropReplaced(dataDir, name);
        return become({});
      },
      async 'move.cancel'() {
        await end();
        forget();
        return become(IDLE);
      },
    },
  };
}
