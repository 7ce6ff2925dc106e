import type { IeumContract } from '#shared/contract/index.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import type { CallbackPolicy } from '#shared/domain/callback/policy.ts';
import { customerKey } from '#shared/domain/callback/record.ts';
import type { PromiseRow, Reminder } from '#shared/domain/callback/record.ts';
import { reminderDue } from '#shared/domain/callback/reminders.ts';
import type { BusinessHours } from '#shared/domain/hours/businessHours.ts';
import type { MessageRow } from '#shared/domain/message/record.ts';
import { AppError } from '#shared/errors.ts';
import { keptRate } from '#shared/domain/callback/keptRate.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import type { Db } from '../db/database.ts';
import { isStorageError } from '../db/errors.ts';
import { promiseEvents } from '../db/promiseEvents.ts';
import { linkCallFacts, linkMessage } from '../db/promiseLinks.ts';
import type { Away, PromiseRules } from '../db/promiseLinks.ts';
import { addPromiseFact } from '../db/promiseProjection.ts';
import { linkReply } from '../db/replyLinks.ts';
import {
  countOpen,
  endedPromisesOf,
  openPromises,
  openPromisesOf,
  promisesSettled,
  promisesToRemind,
  readPromise,
} from '../db/promises.ts';
import type { Storage } from '../db/storage.ts';
import type { Ticker } from '../ticker.ts';

export interface PromisesServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly ticker: Ticker;
  readonly policy: () => CallbackPolicy;
  readonly hours: () => BusinessHours;
  /** See `PromiseRules`. */
  readonly awayNow: () => Away | null;
  /** A reminder that nobody can see is kept for later. */
  readonly isWatched: () => boolean;
}

export interface LinkedMessage {
  readonly changed: readonly string[];
  /** The promise that the customer has answered about. */
  readonly replied: string | null;
}

export const NOT_LINKED: LinkedMessage = { changed: [], replied: null };

export interface PromisesService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    | 'promises.list'
    | 'promises.counts'
    | 'promises.rows'
    | 'promises.get'
    | 'promises.kept'
    | 'promises.ofCustomer'
    | 'promises.append'
  >;
  /**
   * What facts of calls mean for promises, within the transaction that stores them. A promise that
   * changed is announced by `announce`, after it.
   * @param facts what was stored; left out when it may be anything
   * @returns the promises that changed
   */
  linkCalls(db: Db, agentId: string, facts?: readonly CallFact[]): string[];
  /** Makes up for what was stored without it: calls ended at the start, or kept in memory. */
  catchUp(): void;
  /**
   * The same for a text that came: what it answers to times that were offered, and the promise it
   * makes or joins where texts make any.
   */
  linkMessage(db: Db, agentId: string, message: MessageRow): LinkedMessage;
  /** Once it is stored: the promises that changed, and a reply among them to the agent. */
  announceMessage(linked: LinkedMessage): void;
  /** @param ids null: any may have changed */
  announce(ids: readonly string[] | null): void;
  stop(): void;
}

/** The facts of calls that say something of promises. */
const CONCERNS: ReadonlySet<CallFact['type']> = new Set(['answered', 'ended', 'attended']);

const REMIND_EVERY_MS = 5_000;
/** After a long time off a few at a time, so that the rest of the host is not held up. */
const REMINDERS_AT_ONCE = 50;
const ENDED_SHOWN = 10;

export function createPromisesService(options: PromisesServiceOptions): PromisesService {
  const { storage, announcer, clock, newId, ticker, policy, hours, awayNow } = options;
  const rules: PromiseRules = { policy, hours, clock, newId, awayNow };

  function announce(ids: readonly string[] | null): void {
    if (ids === null) announcer.emit('promises.changed', { ids: null });
    else if (ids.length > 0) announcer.emit('promises.changed', { ids: [...new Set(ids)] });
  }

  /** The fact first: what was said is not said again, whatever happens next. */
  function remind(): void {
    if (!options.isWatched()) return;
    const now = clock();
    const kept = policy();
    const due = storage
      .read((db) => promisesToRemind(db, now + kept.remindBeforeMinutes * 60_000))
      .map((row) => ({ row, kind: reminderDue(row, now, kept) }))
      .filter((one): one is { row: PromiseRow; kind: Reminder } => one.kind !== null)
      .slice(0, REMINDERS_AT_ONCE);
    if (due.length === 0) return;
    const reminders = storage.write((db, agentId) =>
      due.filter(({ row: { id: promiseId, armedBy }, kind }) =>
        addPromiseFact(
          db,
          { id: newId(), promiseId, at: now, type: 'reminded', kind, armedBy },
          agentId,
        ),
      ),
    );
    if (reminders.length === 0) return;
    announce(reminders.map(({ row }) => row.id));
    announcer.emit('promises.reminder', { reminders });
  }

  const stop = ticker(REMIND_EVERY_MS, () => {
    try {
      remind();
    } catch (error) {
      // The storage says so itself; the next tick tries again.
      if (!isStorageError(error) && !(error instanceof AppError)) throw error;
    }
  });

  return {
    announce,
    stop,
    linkCalls(db, agentId, facts) {
      // Most facts say nothing of promises: no reading for those.
      const concerns = facts?.some(({ type }) => CONCERNS.has(type)) ?? true;
      return concerns ? linkCallFacts(db, agentId, rules, facts === undefined) : [];
    },
    catchUp() {
      try {
        announce(storage.write((db, agentId) => linkCallFacts(db, agentId, rules, true)));
      } catch (error) {
        // A full disk must not keep the host from starting: the next fact of a call makes up for it.
        if (!isStorageError(error) && !(error instanceof AppError)) throw error;
      }
    },
    linkMessage(db, agentId, message) {
      const reply = linkReply(db, agentId, message, rules);
      // Whoever has chosen a time does not ask for another call.
      const cries = policy().fromTexts && reply?.decided !== true;
      const cried = cries ? linkMessage(db, agentId, message, rules) : [];
      const replied = reply?.promiseId ?? null;
      return { changed: replied === null ? cried : [replied, ...cried], replied };
    },
    announceMessage({ changed, replied }) {
      announce(changed);
      const row = replied === null ? null : storage.read((db) => readPromise(db, replied));
      if (row?.reply) announcer.emit('promises.replied', { row });
    },
    handlers: {
      'promises.list': ({ after, limit }) => {
        const now = after?.now ?? clock();
        // One more than asked for tells whether there is a next page.
        const found = storage.read((db) => openPromises(db, now, after, limit + 1));
        const rows = found.slice(0, limit);
        const last = rows.at(-1);
        const next =
          found.length > limit && last
            ? { now, id: last.id, urgency: last.urgency, dueAt: last.dueAt }
            : null;
        return { rows, next };
      },
      'promises.counts': () => storage.read((db) => countOpen(db, clock())),
      'promises.rows': ({ ids }) => ({
        rows: storage.read((db) =>
          ids.map((id) => readPromise(db, id)).filter((row) => row !== null),
        ),
      }),
      'promises.get': ({ id }) => {
        const { row, facts } = storage.read((db) => ({
          row: readPromise(db, id),
          facts: promiseEvents.read(db, id),
        }));
        if (!row) throw new AppError('promise.unknown', 'There is no such promise.');
        return { row, facts };
      },
      'promises.kept': (query) => keptRate(storage.read((db) => promisesSettled(db, query))),
      'promises.ofCustomer': ({ e164, dialled, practice }) => {
        const customer = { customer: customerKey({ e164, dialled }), practice };
        return storage.read((db) => ({
          open: openPromisesOf(db, customer),
          ended: endedPromisesOf(db, customer, ENDED_SHOWN),
        }));
      },
      'promises.append': ({ facts }) => {
        const stored = storage.write((db, agentId) =>
          facts.filter((fact) => {
            if (fact.type !== 'made' && !readPromise(db, fact.promiseId)) {
              throw new AppError('promise.unknown', 'There is no such promise.');
            }
            return addPromiseFact(db, fact, agentId);
          }),
        );
        announce(stored.map(({ promiseId }) => promiseId));
        return { stored: stored.length };
      },
    },
  };
}
