import { rmSync } from 'node:fs';
import type { RetentionPlan } from '#shared/contract/privacy.ts';
import {
  counted,
  dueBefore,
  hasOwnTerm,
  isTimeToRun,
  NOTHING_DUE,
  RETENTION_KINDS,
} from '#shared/domain/privacy/retention.ts';
import type { RetentionCount, RetentionKind, Stays } from '#shared/domain/privacy/retention.ts';
import type { RetentionSettings } from '#shared/domain/privacy/retention.ts';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { addAccess } from '../db/accessLog.ts';
import type { Db } from '../db/database.ts';
import { stirIndex } from '../db/retention/calls.ts';
import { FIRST, standingNow } from '../db/retention/candidates.ts';
import type { Candidate, Place, Store } from '../db/retention/candidates.ts';
import { STORES } from '../db/retention/stores.ts';
import { addRun, lastRuns, saveRun } from '../db/retentionRuns.ts';
import type { RunBody, StoredRun } from '../db/retentionRuns.ts';
import type { Storage } from '../db/storage.ts';
import type { Later } from '../later.ts';
import { describeError } from '../log.ts';
import type { Log } from '../log.ts';
import { oldBackups } from './backups.ts';

export interface RetentionRunOptions {
  readonly storage: Storage;
  readonly dataDir: string;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly later: Later;
  readonly log: Log;
  readonly settings: () => RetentionSettings;
  /** Days of the kinds whose terms are not ours. */
  readonly days: (kind: 'recordings' | 'voicemail') => number | null;
  /** Sound goes with its file. */
  readonly removeRecordings: (ids: readonly string[]) => void;
  /** Of the index, in the transaction that removes. */
  readonly noteErased: (db: Db) => void;
  /** A slice is done; at the end files that nothing needs may go. */
  readonly changed: (over: boolean) => void;
}

export interface RetentionRuns {
  /** What is due now; asks in slices and lets others have their turn between them. */
  plan(): Promise<RetentionPlan>;
  /** @param before of a plan */
  begin(who: string, automatic: boolean, before: RunBody['before']): StoredRun;
  readonly isRunning: boolean;
  runs(): StoredRun[];
  /** Once an hour, and at the start: goes on with what was cut short, and begins when its day has come. */
  wake(): void;
  stop(): void;
}

/** Some ten milliseconds of the host's time; an answered call never waits longer. */
const AT_A_TIME = 50;
const LOOKED_AT_A_TIME = 500;
const PAUSE_MS = 5;
const AGAIN_MS = 60_000;

/** Destroys what is older than its term, slice by slice; how far it is stands in the database. */
export function createRetentionRuns(options: RetentionRunOptions): RetentionRuns {
  const { storage, dataDir, clock, newId, later, log, settings } = options;
  let callOff: (() => void) | null = null;
  let stopped = false;

  function beforeOf(now: number): RunBody['before'] {
    const { days } = settings();
    const before: Partial<Record<RetentionKind, number>> = {};
    for (const kind of RETENTION_KINDS) {
      const moment = dueBefore(hasOwnTerm(kind) ? days[kind] : options.days(kind), now);
      if (moment !== null) before[kind] = moment;
    }
    return before;
  }

  async function count(stores: readonly Store[], before: number): Promise<RetentionCount> {
    let result = NOTHING_DUE;
    for (const store of stores) {
      let place = FIRST;
      for (;;) {
        const slice = storage.read((db) =>
          store.due(db, before, place, LOOKED_AT_A_TIME, standingNow(db, clock())),
        );
        for (const one of slice) result = counted(result, one);
        const last = slice.at(-1);
        if (!last || slice.length < LOOKED_AT_A_TIME) break;
        place = { at: last.at, id: last.id };
        await nextTurn();
      }
    }
    return result;
  }

  function unfinished(): StoredRun | null {
    const [last] = storage.read((db) => lastRuns(db, 1));
    return last && last.endedAt === null ? last : null;
  }

  function schedule(ms: number): void {
    if (stopped) return;
    callOff ??= later(ms, () => {
      callOff = null;
      try {
        const run = unfinished();
        if (run) slice(run);
      } catch (error) {
        // A full or refusing disk: what is stored says where to go on.
        log.warn('retention stopped', describeError(error));
        schedule(AGAIN_MS);
      }
    });
  }

  function slice(run: StoredRun): void {
    const { body } = run;
    const [kind, stores] = STORES[body.kind] ?? [];
    if (kind === undefined || stores === undefined) return finish(run);
    const before = body.before[kind];
    const store = stores[body.store];
    if (before === undefined || store === undefined) {
      storage.write((db) => {
        saveRun(db, run.id, { ...body, kind: body.kind + 1, store: 0, place: FIRST }, null);
      });
      return schedule(PAUSE_MS);
    }
    if (kind === 'recordings' || kind === 'voicemail') {
      const found = storage.read((db) => look(db, store, before, body.place));
      // Each by itself, file and row: a kill between two leaves both for the next start.
      options.removeRecordings(going(found).map(({ id }) => id));
      storage.write((db) => saveRun(db, run.id, after(body, kind, found), null));
    } else {
      storage.write((db) => {
        const found = look(db, store, before, body.place);
        const gone = going(found);
        store.remove(
          db,
          gone.map(({ id }) => id),
          gone.at(-1)?.at ?? 0,
        );
        saveRun(db, run.id, after(body, kind, found), null);
      });
    }
    options.changed(false);
    schedule(PAUSE_MS);
  }

  function look(db: Db, store: Store, before: number, place: Place): Candidate[] {
    return store.due(db, before, place, AT_A_TIME, standingNow(db, clock()));
  }

  function finish(run: StoredRun): void {
    const before = run.body.before.backups;
    const files = before === undefined ? [] : oldBackups(dataDir, before);
    for (const { path } of files) rmSync(path, { recursive: true, force: true });
    const body: RunBody =
      files.length === 0
        ? run.body
        : { ...run.body, gone: { ...run.body.gone, backups: files.length } };
    storage.write((db, agentId) => {
      const at = clock();
      saveRun(db, run.id, body, at);
      options.noteErased(db);
      stirIndex(db);
      addAccess(db, {
        ...{ id: newId(), at, agentId, origin: 'host', action: 'retention.run' },
        ...{ subjectKind: 'retention', subjectId: run.id, person: null, reason: run.who },
        detail: JSON.stringify({ automatic: run.automatic, gone: body.gone, stayed: body.stayed }),
      });
    });
    // What was deleted still lies in older pages of the log.
    storage.read((db) => db.pragma('wal_checkpoint(TRUNCATE)'));
    log.info('retention run', { gone: body.gone });
    options.changed(true);
  }

  function begin(who: string, automatic: boolean, before: RunBody['before']): StoredRun {
    const run: StoredRun = {
      ...{ id: newId(), at: clock(), who, automatic, endedAt: null },
      body: { before, kind: 0, store: 0, place: FIRST, gone: {}, stayed: {} },
    };
    storage.write((db, agentId) => addRun(db, run, agentId));
    schedule(PAUSE_MS);
    return run;
  }

  return {
    async plan() {
      const at = clock();
      const before = beforeOf(at);
      const kinds: RetentionPlan['kinds'] = [];
      for (const kind of RETENTION_KINDS) {
        const moment = before[kind] ?? null;
        const stores = STORES.find(([one]) => one === kind)?.[1] ?? [];
        const found =
          moment === null
            ? NOTHING_DUE
            : kind === 'backups'
              ? oldBackups(dataDir, moment).reduce(
                  (sum, file) => counted(sum, { at: file.at, stays: null }),
                  NOTHING_DUE,
                )
              : await count(stores, moment);
        kinds.push({ kind, before: moment, ...found, stays: { ...found.stays } });
      }
      return { id: newId(), at, kinds };
    },
    begin,
    get isRunning() {
      return unfinished() !== null;
    },
    runs: () => storage.read((db) => lastRuns(db, 20)),
    wake() {
      // Another app has the folder.
      if (stopped || storage.health.state === 'volatile') return;
      try {
        if (unfinished()) return schedule(PAUSE_MS);
        const last = storage.read((db) => lastRuns(db, 20)).find(({ automatic }) => automatic);
        const now = clock();
        if (!isTimeToRun(settings().automatic, last?.at ?? null, now)) return;
        begin('', true, beforeOf(now));
      } catch (error) {
        log.warn('retention not begun', describeError(error));
      }
    },
    stop() {
      stopped = true;
      callOff?.();
    },
  };
}

function going(found: readonly Candidate[]): Candidate[] {
  return found.filter(({ stays }) => stays === null);
}

/** Where the next slice begins, and what has gone with this one. */
function after(body: RunBody, kind: RetentionKind, found: readonly Candidate[]): RunBody {
  const gone = going(found).length;
  const stayed: Partial<Record<Stays, number>> = { ...body.stayed };
  for (const { stays } of found) if (stays !== null) stayed[stays] = (stayed[stays] ?? 0) + 1;
  const last = found.at(-1);
  const more = found.length === AT_A_TIME && last !== undefined;
  return {
    ...body,
    ...(more ? { place: { at: last.at, id: last.id } } : { store: body.store + 1, place: FIRST }),
    gone: gone === 0 ? body.gone : { ...body.gone, [kind]: (body.gone[kind] ?? 0) + gone },
    stayed,
  };
}
