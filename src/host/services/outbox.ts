import type { IeumContract } from '#shared/contract/index.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import { numberKey } from '#shared/domain/contact/contactNumber.ts';
import { isUnderway } from '#shared/domain/outbox/delivery.ts';
import type { DecidedTextFact } from '#shared/domain/outbox/record.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import type { Db } from '../db/database.ts';
import { isStorageError } from '../db/errors.ts';
import {
  addTextFact,
  countTexts,
  listTexts,
  readText,
  textsOfCall,
  textsOfCustomer,
} from '../db/outbox.ts';
import { hasTextEvent, textEvents } from '../db/outboxEvents.ts';
import { linkTexts } from '../db/outboxLinks.ts';
import type { OutboxRules } from '../db/outboxLinks.ts';
import type { Storage } from '../db/storage.ts';

export interface OutboxServiceOptions extends OutboxRules {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
}

export interface OutboxService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    | 'outbox.list'
    | 'outbox.counts'
    | 'outbox.get'
    | 'outbox.ofCustomer'
    | 'outbox.ofCall'
    | 'outbox.append'
  >;
  /**
   * What facts of calls mean for texts, within the transaction that stores them, after the promises.
   * @param facts what was stored; left out when it may be anything
   */
  followCalls(db: Db, agentId: string, facts?: readonly CallFact[]): void;
  /** Says what `followCalls` has changed, once its transaction is stored. */
  announceChange(): void;
  /** Makes up for what was stored without it: calls ended at the start, or kept in memory. */
  catchUp(): void;
  /** Any may have changed. */
  announce(): void;
}

/** What can only be decided before a text leaves. */
const OURS_ONLY: readonly DecidedTextFact['type'][] = ['edited', 'scheduled', 'cancelled'];

const SHOWN_OF_CUSTOMER = 20;

export function createOutboxService({
  storage,
  announcer,
  ...rules
}: OutboxServiceOptions): OutboxService {
  /** Changed by a transaction that may not be stored yet. */
  let changed: string[] = [];

  function say(ids: readonly string[]): void {
    if (ids.length > 0) announcer.emit('outbox.changed', { ids: [...new Set(ids)] });
  }

  function announceChange(): void {
    const ids = changed;
    changed = [];
    say(ids);
  }

  function followCalls(db: Db, agentId: string, facts?: readonly CallFact[]): void {
    // Most facts say nothing of texts: no reading for those.
    const concerns = facts?.some(({ type }) => type === 'answered' || type === 'ended') ?? true;
    if (concerns) changed.push(...linkTexts(db, agentId, rules));
  }

  /** What is stored already is a retry, and harmless whatever has become of the text since. */
  function refuse(db: Db, fact: DecidedTextFact): void {
    if (fact.type === 'written' || hasTextEvent(db, fact.id)) return;
    const row = readText(db, fact.textId);
    if (!row) throw new AppError('outbox.unknown', 'There is no such text.');
    if (row.end !== null && fact.type !== 'restored') {
      throw new AppError('outbox.settled', 'The text is done with.');
    }
    if (OURS_ONLY.includes(fact.type) && isUnderway(row.delivery)) {
      throw new AppError('outbox.leaving', 'The text is on its way.');
    }
  }

  return {
    followCalls,
    announceChange,
    announce: () => announcer.emit('outbox.changed', { ids: null }),
    catchUp() {
      try {
        storage.write((db, agentId) => followCalls(db, agentId));
        announceChange();
      } catch (error) {
        // A full disk must not keep the host from starting: the next fact of a call makes up for it.
        changed = [];
        if (!isStorageError(error) && !(error instanceof AppError)) throw error;
      }
    },
    handlers: {
      'outbox.list': ({ group, after, limit }) => {
        // One more than asked for tells whether there is a next page.
        const found = storage.read((db) => listTexts(db, { group, after, limit: limit + 1 }));
        const rows = found.slice(0, limit);
        const last = rows.at(-1);
        const next = found.length > limit && last ? { at: last.writtenAt, id: last.id } : null;
        return { rows, next };
      },
      'outbox.counts': () => storage.read(countTexts),
      'outbox.get': ({ id }) => {
        const { row, facts } = storage.read((db) => ({
          row: readText(db, id),
          facts: textEvents.read(db, id),
        }));
        if (!row) throw new AppError('outbox.unknown', 'There is no such text.');
        return { row, facts };
      },
      'outbox.ofCustomer': ({ practice, ...number }) => ({
        rows: storage.read((db) =>
          textsOfCustomer(db, { customer: numberKey(number), practice }, SHOWN_OF_CUSTOMER),
        ),
      }),
      'outbox.ofCall': ({ callId }) => ({ rows: storage.read((db) => textsOfCall(db, callId)) }),
      'outbox.append': ({ facts }) => {
        const stored = storage.write((db, agentId) =>
          facts.filter((fact) => {
            refuse(db, fact);
            return addTextFact(db, fact, agentId);
          }),
        );
        say(stored.map(({ textId }) => textId));
        return { stored: stored.length };
      },
    },
  };
}
