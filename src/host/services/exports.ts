import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportState } from '#shared/contract/exports.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { COLUMNS } from '#shared/domain/export/columns.ts';
import { knowsCalls, knowsColumns, PRESETS } from '#shared/domain/export/presets.ts';
import { PRESET_IDS } from '#shared/domain/export/request.ts';
import type { ParsedExportRequest } from '#shared/domain/export/request.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Connection, Handlers } from '#shared/rpc/server.ts';
import { storageCodeOf } from '../db/errors.ts';
import { databasePath, fileStamp } from '../db/files.ts';
import type { FileKey } from '../db/seal.ts';
import type { Storage } from '../db/storage.ts';
import { partOf } from '../export/partFile.ts';
import { publish, writeAudit } from '../export/publish.ts';
import { startExport } from '../export/startExport.ts';
import type { RunningExport } from '../export/startExport.ts';
import type { ExportResult } from '../export/writeExport.ts';
import { describeError } from '../log.ts';
import type { Log } from '../log.ts';
import { createMediaTickets, MEDIA_PATH } from '../media.ts';
import type { MediaFile } from '../media.ts';
import type { SecretStore } from '../secrets.ts';
import type { Ticker } from '../ticker.ts';
import type { CallIndex } from './callIndex.ts';

export interface ExportsServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly dataDir: string;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly log: Log;
  readonly ticker: Ticker;
  readonly secrets: SecretStore;
  readonly index: Pick<CallIndex, 'complete'>;
  /** Of the database, where it is encrypted. */
  readonly key: () => FileKey | null;
  /** The file of the thread. */
  readonly worker: URL;
  /** Whether names and numbers may leave as they are from a page. */
  readonly mayUnmask: (connection: Connection) => boolean;
}

export interface ExportsService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    Extract<keyof Handlers<IeumContract>, `exports.${string}`>
  >;
  media(ticket: string): MediaFile | null;
  stop(): Promise<void>;
}

const FOLDER = 'exports';
const KEPT_MS = 86_400_000;
const CLEAN_EVERY_MS = 3_600_000;
const PSEUDONYM_KEY = 'exports.pseudonym';
const TYPES = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** See `exportsMethods` in the contract. */
export function createExportsService(options: ExportsServiceOptions): ExportsService {
  const { storage, announcer, dataDir, clock, newId, log, secrets, index, mayUnmask } = options;
  const folder = join(dataDir, FOLDER);
  const tickets = createMediaTickets(clock);
  let state: ExportState | null = null;
  let running: RunningExport | null = null;
  let ending: Promise<void> = Promise.resolve();
  let cancelled = false;

  function become(change: Partial<ExportState>): void {
    if (state === null) return;
    state = { ...state, ...change };
    announcer.emit('exports.changed', state);
  }

  const pathOf = ({ id, format }: Pick<ExportState, 'id' | 'format'>): string =>
    join(folder, `${id}.${format}`);

  /** What a kill left behind, and what nobody has fetched for a day. */
  function clean(olderThan: number): void {
    // Where another app has the folder, its files are not ours.
    if (storage.health.state === 'volatile') return;
    try {
      for (const name of readdirSync(folder)) {
        const path = join(folder, name);
        const ours = state !== null && path.startsWith(pathOf(state));
        if (ours && state?.state === 'running') continue;
        if (statSync(path).mtimeMs <= olderThan) rmSync(path, { force: true });
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        log.warn('exports not cleaned', describeError(error));
      }
    }
  }

  /** What cannot be removed, since its folder is none, is not there either: that it failed is said all the same. */
  function forget(path: string): void {
    try {
      rmSync(path, { force: true });
    } catch (error) {
      log.warn('export not removed', describeError(error));
    }
  }

  function pseudonymKey(): string {
    const known = secrets.get(PSEUDONYM_KEY);
    if (known !== null) return known;
    const made = randomBytes(32).toString('hex');
    secrets.set(PSEUDONYM_KEY, made);
    return made;
  }

  async function run(
    begun: ExportState,
    request: ParsedExportRequest,
    origin: string,
  ): Promise<void> {
    const path = pathOf(begun);
    try {
      // What the index says of the newest calls.
      await index.complete(() => !cancelled);
      if (cancelled) return become({ state: 'cancelled' });
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const order = {
        databasePath: databasePath(dataDir),
        path,
        request,
        key: options.key(),
        pseudonymKey: pseudonymKey(),
      };
      running = startExport(order, options.worker, (progress) => become(progress));
      const result = await running.done;
      if (result === null || cancelled) {
        forget(partOf(path));
        return become({ state: 'cancelled' });
      }
      finish(begun, request, origin, result);
    } catch (error) {
      forget(partOf(path));
      log.warn('export failed', describeError(error));
      become({ state: 'failed', code: storageCodeOf(error) });
    } finally {
      running = null;
    }
  }

  function finish(
    begun: ExportState,
    request: ParsedExportRequest,
    origin: string,
    result: ExportResult,
  ): void {
    const at = clock();
    storage.write((db, agentId) =>
      writeAudit(db, { id: begun.id, at, agentId, origin }, request, result),
    );
    publish(pathOf(begun));
    const name = `ieum-${request.preset}-${fileStamp(at)}.${request.format}`;
    become({ state: 'done', ...result, total: result.rows, name });
  }

  function start(request: ParsedExportRequest, connection: Connection): ExportState {
    if (state?.state === 'running') throw new AppError('export.busy', 'One is being written.');
    if (!knowsColumns(request)) {
      throw new AppError('input.invalid', 'There is no such column.', { field: 'columns' });
    }
    if (!knowsCalls(request)) {
      throw new AppError('input.invalid', 'Only calls are chosen one by one.', {
        field: 'callIds',
      });
    }
    if (request.unmasked && !mayUnmask(connection)) {
      throw new AppError('export.unmasked', 'Nobody has allowed this page unmasked exports.');
    }
    if (storage.health.state === 'volatile') {
      throw new AppError('export.in-memory', 'The records are in memory only.');
    }
    const { preset, format } = request;
    cancelled = false;
    state = {
      ...{ id: newId(), preset, format, state: 'running', startedAt: clock(), rows: 0 },
      ...{ total: null, bytes: null, sha256: null, name: null, code: null },
    };
    announcer.emit('exports.changed', state);
    ending = run(state, request, connection.id);
    return state;
  }

  function known(id: string): ExportState {
    if (state?.id !== id) throw new AppError('export.unknown', 'There is no such export.');
    return state;
  }

  clean(Infinity);
  const stopCleaning = options.ticker(CLEAN_EVERY_MS, () => clean(clock() - KEPT_MS));

  return {
    media: (ticket) => tickets.find(ticket),
    async stop() {
      stopCleaning();
      cancelled = true;
      running?.cancel();
      await ending;
    },
    handlers: {
      'exports.options': (_, connection) => ({
        presets: PRESET_IDS.map((id) => {
          const { title, columns, dataset } = PRESETS[id];
          const all = COLUMNS[dataset].map((one) => ({ id: one.id, title: one.title }));
          return { id, title, columns: [...columns], all };
        }),
        unmasked: mayUnmask(connection),
      }),
      'exports.start': (request, connection) => start(request, connection),
      'exports.state': () => ({ state }),
      async 'exports.cancel'({ id }) {
        if (known(id).state === 'running') {
          cancelled = true;
          running?.cancel();
          await ending;
        }
        return known(id);
      },
      'exports.download': ({ id }) => {
        const done = known(id);
        const { name, bytes, format } = done;
        if (done.state !== 'done' || name === null || bytes === null) {
          throw new AppError('export.unknown', 'There is no such file.');
        }
        const path = pathOf(done);
        const file: MediaFile = { path, type: TYPES[format], size: bytes, saveAs: name };
        return { path: MEDIA_PATH + tickets.issue(() => (exists(path) ? file : null)) };
      },
    },
  };
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
