import type { IeumContract } from '#shared/contract/index.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import { customerKey } from '#shared/domain/callback/record.ts';
import type { MessageRow } from '#shared/domain/message/record.ts';
import { checkInToSay } from '#shared/domain/pause/checkIns.ts';
import type { PauseDecision, PauseRow } from '#shared/domain/pause/record.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import type { Db } from '../db/database.ts';
import { isStorageError } from '../db/errors.ts';
import { pauseEvents } from '../db/pauseEvents.ts';
import { linkCallsToPauses, linkMessageToPauses } from '../db/pauseLinks.ts';
import { addPauseFact } from '../db/pauseProjection.ts';
import {
  activePauses,
  activePausesOf,
  dueAtOf,
  endedPauses,
  pausesOf,
  pausesToSay,
  readPause,
} from '../db/pauses.ts';
import type { Storage } from '../db/storage.ts';
import type { Ticker } from '../ticker.ts';

export interface PausesServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly ticker: Ticker;
  /** A reminder that nobody can see is kept for later. */
  readonly isWatched: () => boolean;
}

export interface PausesService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    | 'pauses.list'
    | 'pauses.rows'
    | 'pauses.get'
    | 'pauses.ofCustomer'
    | 'pauses.ended'
    | 'pauses.append'
  >;
  /**
   * What facts of calls mean for paused customers, within the transaction that stores them. A pause
   * that changed is announced by `announce`, after it.
   * @returns the pauses that changed
   */
  linkCalls(db: Db, agentId: string, facts: readonly CallFact[]): string[];
  /** A text that came, as `linkCalls`. */
  linkMessage(db: Db, agentId: string, message: MessageRow): string[];
  /** Makes up for what was stored without it: calls ended at the start, or kept in memory. */
  catchUp(): void;
  /** @param ids null: any may have changed */
  announce(ids: readonly string[] | null): void;
  stop(): void;
}

const REMIND_EVERY_MS = 5_000;
const REMINDERS_AT_ONCE = 50;

export function createPausesService(options: PausesServiceOptions): PausesService {
  const { storage, announcer, clock, newId, ticker } = options;

  function announce(ids: readonly string[] | null): void {
    if (ids === null) announcer.emit('pauses.changed', { ids: null });
    else if (ids.length > 0) announcer.emit('pauses.changed', { ids: [...new Set(ids)] });
  }

  /** The fact first: what was said is not said again, whatever happens next. */
  function remind(): void {
    if (!options.isWatched()) return;
    const now = clock();
    const due = storage.read((db) => pausesToSay(db, now, REMINDERS_AT_ONCE));
    if (due.length === 0) return;
    const told = storage.write((db, agentId) =>
      due.filter((row) => {
        const checkIn = checkInToSay(row, now);
        if (!checkIn) return false;
        const { id: checkInId, armedBy } = checkIn;
        const said = { id: newId(), pauseId: row.id, at: now, checkInId, armedBy };
        return addPauseFact(db, { ...said, type: 'reminded' }, agentId);
      }),
    );
    if (told.length === 0) return;
    announce(told.map(({ id }) => id));
    announcer.emit('pauses.reminder', { rows: told });
  }

  const stop = ticker(REMIND_EVERY_MS, () => {
    try {
      remind();
    } catch (error) {
      // Not said yet, so it is tried again.
      if (!isStorageError(error) && !(error instanceof AppError)) throw error;
    }
  });

  /** Two pauses of one customer would each know half. */
  function refuseSecond(db: Db, id: string, customers: readonly string[], practice: boolean): void {
    const other = activePausesOf(db, { customers, practice }).find((row) => row.id !== id);
    if (other) {
      throw new AppError('pause.already', 'The contact with this customer is paused already.', {
        id: other.id,
      });
    }
  }

  function add(db: Db, agentId: string, fact: PauseDecision): boolean {
    const row = readPause(db, fact.pauseId);
    if (fact.type === 'opened') {
      if (!row) refuseSecond(db, fact.pauseId, fact.numbers.map(customerKey), fact.practice);
    } else if (!row) throw new AppError('pause.unknown', 'There is no such pause.');
    else if (fact.type === 'reopened' && row.end) refuseSecond(db, row.id, row.keys, row.practice);
    return addPauseFact(db, fact, agentId);
  }

  return {
    announce,
    stop,
    linkCalls(db, agentId, facts) {
      const concerns = facts.some(({ type }) => type === 'answered' || type === 'ended');
      return concerns ? linkCallsToPauses(db, agentId, newId) : [];
    },
    linkMessage: (db, agentId, message) => linkMessageToPauses(db, agentId, message, newId),
    catchUp() {
      try {
        announce(storage.write((db, agentId) => linkCallsToPauses(db, agentId, newId)));
      } catch (error) {
        // The next fact of a call makes up for it.
        if (!isStorageError(error) && !(error instanceof AppError)) throw error;
      }
    },
    handlers: {
      'pauses.list': ({ after, limit }) => {
        // One more than asked for tells whether there is a next page.
        const found = storage.read((db) => activePauses(db, after, limit + 1));
        const rows = found.slice(0, limit);
        const last: PauseRow | undefined = rows.at(-1);
        const next = found.length > limit && last ? { dueAt: dueAtOf(last), id: last.id } : null;
        return { rows, next };
      },
      'pauses.rows': ({ ids }) => ({
        rows: storage.read((db) =>
          ids.map((id) => readPause(db, id)).filter((row) => row !== null),
        ),
      }),
      'pauses.get': ({ id }) => {
        const { row, facts } = storage.read((db) => ({
          row: readPause(db, id),
          facts: pauseEvents.read(db, id),
        }));
        if (!row) throw new AppError('pause.unknown', 'There is no such pause.');
        return { row, facts };
      },
      'pauses.ofCustomer': ({ e164, dialled, practice }) => {
        const customers = [customerKey({ e164, dialled })];
        return { rows: storage.read((db) => pausesOf(db, { customers, practice })) };
      },
      'pauses.ended': ({ text, limit }) => ({
        rows: storage.read((db) => endedPauses(db, text, limit)),
      }),
      'pauses.append': ({ facts }) => {
        const stored = storage.write((db, agentId) =>
          facts.filter((fact) => add(db, agentId, fact)),
        );
        announce(stored.map(({ pauseId }) => pauseId));
        return { stored: stored.length };
      },
    },
  };
}
