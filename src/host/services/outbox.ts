import type { IeumContract } from '#shared/contract/index.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import { numberKey } from '#shared/domain/contact/contactNumber.ts';
import { isUnderway } from '#shared/domain/outbox/delivery.ts';
import { textState } from '#shared/domain/outbox/record.ts';
import type { DecidedTextFact, TextRow } from '#shared/domain/outbox/record.ts';
import { AppError } from '#shared/errors.ts';
import type { ParsedInputOf } from '#shared/rpc/contract.ts';
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
import { textByRef } from '../db/outboxQueue.ts';
import type { Storage } from '../db/storage.ts';
import type { OutboxSender, Report } from '../outbox/sender.ts';

export interface OutboxServiceOptions extends OutboxRules {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly sender: OutboxSender;
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
    | 'outbox.report'
    | 'outbox.outlook'
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
  /** As `outbox.report`. */
  report(input: ReportInput): { readonly changed: boolean };
  /** Any may have changed. */
  announce(): void;
}

/** What can only be decided before a text leaves. */
const OURS_ONLY: readonly DecidedTextFact['type'][] = ['edited', 'scheduled', 'cancelled'];
/** A mistyped year would be a text that never leaves. */
const FARTHEST_MS = 366 * 24 * 3_600_000;

const SHOWN_OF_CUSTOMER = 20;

export function createOutboxService({
  storage,
  announcer,
  sender,
  ...rules
}: OutboxServiceOptions): OutboxService {
  /** Changed by a transaction that may not be stored yet. */
  let changed: string[] = [];

  function say(ids: readonly string[]): void {
    if (ids.length === 0) return;
    announcer.emit('outbox.changed', { ids: [...new Set(ids)] });
    sender.wake();
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
    const state = textState(row);
    if (OURS_ONLY.includes(fact.type) && isUnderway(row.delivery)) {
      throw new AppError('outbox.leaving', 'The text is on its way.');
    }
    if (fact.type === 'handed' && ['sending', 'accepted', 'delivered'].includes(state)) {
      throw new AppError('outbox.leaving', 'The text is on its way.');
    }
    const asked = { retried: ['failed', 'unsure'], confirmed: ['unsure'] };
    if ((fact.type === 'retried' || fact.type === 'confirmed') && !asked[fact.type].includes(state))
      throw new AppError('outbox.no-trouble', 'There is nothing to decide about the text.');
    if (fact.type === 'scheduled' && (fact.notBefore ?? 0) > rules.clock() + FARTHEST_MS) {
      throw new AppError('outbox.too-far', 'The time is more than a year ahead.');
    }
  }

  function reported(of: ReportInput['of']): TextRow | null {
    return storage.read((db) =>
      'textId' in of ? readText(db, of.textId) : textByRef(db, of.ref, of.gatewayId),
    );
  }

  function report({ of, ...said }: ReportInput): { readonly changed: boolean } {
    const row = reported(of);
    const attemptId = 'attemptId' in of ? of.attemptId : row?.delivery?.attemptId;
    if (!row || attemptId === undefined) return { changed: false };
    return { changed: sender.report(row, attemptId, answerOf(said)) };
  }

  return {
    report,
    followCalls,
    announceChange,
    announce() {
      announcer.emit('outbox.changed', { ids: null });
      sender.wake();
    },
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
      'outbox.report': report,
      'outbox.outlook': ({ ids }) => {
        const rows = storage
          .read((db) => ids.map((id) => readText(db, id)))
          .filter((row): row is TextRow => row !== null && textState(row) === 'waiting');
        const holds = sender
          .outlook(rows)
          .flatMap((step) =>
            step.do === 'hold' ? [{ id: step.id, why: step.why, until: step.until }] : [],
          );
        const ways = sender.ways().map((way) => ({ ...way, numberKinds: [...way.numberKinds] }));
        return { ways, holds };
      },
    },
  };
}

type ReportInput = ParsedInputOf<IeumContract, 'outbox.report'>;

function answerOf({ what, code, words }: Omit<ReportInput, 'of'>): Report {
  switch (what) {
    case 'accepted':
      return { kind: 'accepted', ref: null };
    case 'delivered':
      return { kind: 'delivered' };
    case 'delayed':
      return { kind: 'delayed', code, words, afterMs: null };
    case 'failed':
      return { kind: 'refused', code, words };
    case 'unsure':
      return { kind: 'unsure', code, words };
  }
}
