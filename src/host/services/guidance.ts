import type { IeumContract } from '#shared/contract/index.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import { AppError } from '#shared/errors.ts';
import { patternsOf } from '#shared/domain/script/patterns.ts';
import type { RunFact } from '#shared/domain/script/run.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import type { Db } from '../db/database.ts';
import { isStorageError } from '../db/errors.ts';
import { endRunsOfEndedCalls } from '../db/runLinks.ts';
import { addRunFact } from '../db/runProjection.ts';
import { openRuns, readRun, runsBetween, runsOfCall } from '../db/runs.ts';
import { readScriptVersion } from '../db/scriptVersions.ts';
import type { Storage } from '../db/storage.ts';
import type { Log } from '../log.ts';
import { createPublisher } from '../scripts/publishing.ts';
import type { Published } from '../scripts/publishing.ts';
import { readScript } from '../scripts/readScript.ts';
import { createScriptShelf } from '../scripts/scriptShelf.ts';
import type { Ticker } from '../ticker.ts';

export interface GuidanceServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly log: Log;
  readonly ticker: Ticker;
  /** The folder with a file a script. */
  readonly scriptsDir: string;
}

export interface GuidanceService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    | 'scripts.list'
    | 'scripts.version'
    | 'scripts.check'
    | 'scripts.publish'
    | 'scripts.versions'
    | 'scripts.use'
    | 'runs.open'
    | 'runs.ofCall'
    | 'runs.patterns'
    | 'runs.append'
  >;
  /**
   * What facts of calls mean for runs, within the transaction that stores them. A run that changed
   * is announced by `announceRuns`, after it.
   * @returns the runs that changed
   */
  followCalls(db: Db, agentId: string, facts: readonly CallFact[]): string[];
  /** Makes up for what was stored without it: calls that ended at a start, or in memory. */
  catchUp(): void;
  /** Another database: it may hold other versions. */
  reloadScripts(): void;
  /** @param ids null: any may have changed */
  announceRuns(ids: readonly string[] | null): void;
  stop(): void;
}

/** A lead who saves a script sees it, or sees why not, before long. */
const LOOK_EVERY_MS = 5_000;

/** See `guidanceMethods` in the contract. */
export function createGuidanceService(options: GuidanceServiceOptions): GuidanceService {
  const { storage, announcer, clock, newId, log, ticker, scriptsDir } = options;
  const shelf = createScriptShelf({ folder: scriptsDir, storage, clock, log });
  const publisher = createPublisher({ storage, shelf, clock });

  const stop = ticker(LOOK_EVERY_MS, () => {
    if (shelf.look()) announcer.emit('scripts.changed', {});
  });

  function inUse(published: Published): Published {
    if (shelf.reload()) announcer.emit('scripts.changed', {});
    return published;
  }

  function announceRuns(ids: readonly string[] | null): void {
    if (ids === null) announcer.emit('runs.changed', { ids: null });
    else if (ids.length > 0) announcer.emit('runs.changed', { ids: [...new Set(ids)] });
  }

  const endRuns = (db: Db, agentId: string): string[] =>
    endRunsOfEndedCalls(db, agentId, { newId, now: clock() });

  function add(db: Db, agentId: string, fact: RunFact): boolean {
    if (fact.type !== 'started' && !readRun(db, fact.runId)) {
      throw new AppError('run.unknown', 'There is no such run.');
    }
    return addRunFact(db, fact, agentId);
  }

  return {
    announceRuns,
    stop,
    followCalls: (db, agentId, facts) =>
      facts.some(({ type }) => type === 'ended') ? endRuns(db, agentId) : [],
    catchUp() {
      try {
        announceRuns(storage.write(endRuns));
      } catch (error) {
        // The next call that ends makes up for it.
        if (!isStorageError(error) && !(error instanceof AppError)) throw error;
      }
    },
    reloadScripts() {
      if (shelf.reload()) announcer.emit('scripts.changed', {});
    },
    handlers: {
      'scripts.list': () => ({ scripts: [...shelf.scripts], refused: [...shelf.refused] }),
      'scripts.version': ({ id, version }) => {
        const script = storage.read((db) => readScriptVersion(db, id, version));
        if (!script) throw new AppError('script.unknown', 'There is no such version.');
        return script;
      },
      'scripts.check': ({ text }) => {
        const { script, faults } = readScript(text, null);
        return { script, faults: [...(faults ?? [])] };
      },
      'scripts.publish': (input) => inUse(publisher.publish(input)),
      'scripts.use': (input) => inUse(publisher.use(input)),
      'scripts.versions': ({ id }) => {
        const { rows, ...rest } = publisher.versions(id);
        return { rows: [...rows], ...rest };
      },
      'runs.open': () => ({ rows: storage.read(openRuns) }),
      'runs.ofCall': ({ callId }) => ({ rows: storage.read((db) => runsOfCall(db, callId)) }),
      'runs.patterns': (times) => {
        const rows = storage.read((db) => runsBetween(db, times));
        return patternsOf(rows, times);
      },
      'runs.append': ({ facts }) => {
        const { stored, ended } = storage.write((db, agentId) => ({
          stored: facts.filter((fact) => add(db, agentId, fact)),
          // A run that is stored after the end of its call is over as well.
          ended: facts.some(({ type }) => type === 'started') ? endRuns(db, agentId) : [],
        }));
        announceRuns([...stored.map(({ runId }) => runId), ...ended]);
        return { stored: stored.length };
      },
    },
  };
}
