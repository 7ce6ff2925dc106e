import type { CallRow } from '#shared/domain/call/record.ts';
import type { PromiseFact } from '#shared/domain/callback/record.ts';
import { promiseFactSchema } from '#shared/domain/callback/record.ts';
import { customerFactSchema } from '#shared/domain/customer/customer.ts';
import type { ThreadEntry } from '#shared/domain/customer/thread.ts';
import { textRowSchema } from '#shared/domain/outbox/record.ts';
import { pauseFactSchema } from '#shared/domain/pause/record.ts';
import { parsePhoneNumber } from '#shared/domain/phone-number/phoneNumber.ts';
import { CALL_COLUMNS, toCall } from './calls.ts';
import type { StoredCall } from './calls.ts';
import { toCustomerFact } from './customerEvents.ts';
import type { StoredCustomerEvent } from './customerEvents.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { messagesOf } from './messages.ts';

export interface ThreadPlace {
  readonly at: number;
  readonly id: string;
}

export interface ThreadOf {
  /** Every row the card is made of. */
  readonly customerIds: readonly string[];
  /** By `numberKey`. */
  readonly keys: readonly string[];
}

/** One kind of entry: the newest before a place, at most so many. */
type Source = (db: Db, of: ThreadOf, before: ThreadPlace, limit: number) => ThreadEntry[];

/** A row value: one range of an index, however deep the page. */
const NEWER = { at: Number.MAX_SAFE_INTEGER, id: '' } as const;

/** How a user or an extension is written in the indexes `calls_by_user` and its like. */
const USER = `lower(replace(replace(dialled, '.', ''), '-', ''))`;

/** Apart, so that a test can read its plan. */
export const THREAD_STATEMENTS = {
  callsByNumber: `SELECT ${CALL_COLUMNS} FROM calls
    WHERE e164 = :who AND (started_at, id) < (:at, :id) AND service IS NULL
    ORDER BY started_at DESC, id DESC LIMIT :limit`,
  callsByUser: `SELECT ${CALL_COLUMNS} FROM calls
    WHERE e164 IS NULL AND ${USER} = :who AND (started_at, id) < (:at, :id) AND service IS NULL
    ORDER BY started_at DESC, id DESC LIMIT :limit`,
  threadsByUser: `SELECT thread FROM message_threads WHERE e164 IS NULL AND ${USER} = :who`,
  promises: `SELECT e.id, e.promise_id AS promiseId, e.at, e.type, e.body,
      json_extract(p.body, '$.topic') AS topic
    FROM promises p JOIN promise_events e ON e.promise_id = p.id
    WHERE p.customer = :who AND e.type <> 'reminded' AND (e.at, e.id) < (:at, :id)
    ORDER BY e.at DESC, e.id DESC LIMIT :limit`,
  // Without what says nothing of the customer: the reminders of the desk.
  pauses: `SELECT e.id, e.pause_id AS pauseId, e.at, e.type, e.body
    FROM pause_numbers n JOIN pause_events e ON e.pause_id = n.pause_id
    WHERE n.customer = :who AND e.type <> 'reminded' AND (e.at, e.id) < (:at, :id)
    ORDER BY e.at DESC, e.id DESC LIMIT :limit`,
  // Without those that were not written.
  texts: `SELECT body FROM outbox
    WHERE customer = :who AND part <> 'declined' AND (written_at, id) < (:at, :id)
    ORDER BY written_at DESC, id DESC LIMIT :limit`,
  customer: `SELECT e.id, e.customer_id, e.agent_id, e.at, e.type, w.body
    FROM customer_events e JOIN customer_words w ON w.event_id = e.id
    WHERE e.customer_id = :who
      AND e.type IN ('noted', 'preferred', 'consented', 'merged', 'unmerged')
      AND (e.at, e.id) < (:at, :id)
    ORDER BY e.at DESC, e.id DESC LIMIT :limit`,
} as const;

const calls: Source = (db, { keys }, before, limit) =>
  keys.flatMap((key) => {
    const found: CallRow[] = [];
    const ask = (sql: string, who: string): void => {
      const rows = prepared(db, sql).all({ who, ...before, limit }) as StoredCall[];
      found.push(...rows.map(toCall));
    };
    if (key.startsWith('+')) ask(THREAD_STATEMENTS.callsByNumber, key);
    for (const user of usersOf(key)) ask(THREAD_STATEMENTS.callsByUser, user);
    return found.map((call): ThreadEntry => ({
      ...{ id: call.id, at: call.startedAt, kind: 'call', call },
    }));
  });

const messages: Source = (db, { keys }, before, limit) =>
  keys.flatMap((key) => {
    const byUser = prepared(db, THREAD_STATEMENTS.threadsByUser).pluck();
    const threads = [
      ...(key.startsWith('+') ? [key] : []),
      ...usersOf(key).flatMap((who) => byUser.all({ who }) as string[]),
    ];
    return threads
      .flatMap((thread) => messagesOf(db, thread, before, limit))
      .map((message): ThreadEntry => ({
        ...{ id: message.id, at: message.at, kind: 'message', message },
      }));
  });

const promises: Source = (db, { keys }, before, limit) =>
  keys.flatMap((who) => {
    const rows = prepared(db, THREAD_STATEMENTS.promises).all({ who, ...before, limit }) as {
      readonly id: string;
      readonly promiseId: string;
      readonly at: number;
      readonly type: string;
      readonly body: string;
      readonly topic: string;
    }[];
    return rows.map(({ body, topic, ...event }): ThreadEntry => {
      const fact: PromiseFact = promiseFactSchema.parse({
        ...(JSON.parse(body) as object),
        ...event,
      });
      const { id, at, promiseId } = event;
      return { id, at, kind: 'promise', promiseId, topic, fact };
    });
  });

const pauses: Source = (db, { keys }, before, limit) =>
  keys.flatMap((who) => {
    const rows = prepared(db, THREAD_STATEMENTS.pauses).all({ who, ...before, limit }) as {
      readonly id: string;
      readonly pauseId: string;
      readonly at: number;
      readonly type: string;
      readonly body: string;
    }[];
    return rows.map(({ body, ...event }): ThreadEntry => {
      const fact = pauseFactSchema.parse({ ...(JSON.parse(body) as object), ...event });
      return { id: event.id, at: event.at, kind: 'pause', pauseId: event.pauseId, fact };
    });
  });

const texts: Source = (db, { keys }, before, limit) =>
  keys.flatMap((who) => {
    const bodies = prepared(db, THREAD_STATEMENTS.texts)
      .pluck()
      .all({ who, ...before, limit });
    return (bodies as string[]).map((body): ThreadEntry => {
      const text = textRowSchema.parse(JSON.parse(body));
      return { id: text.id, at: text.writtenAt, kind: 'text', text };
    });
  });

const learnt: Source = (db, { customerIds }, before, limit) =>
  customerIds.flatMap((who) => {
    const rows = prepared(db, THREAD_STATEMENTS.customer).all({ who, ...before, limit });
    return (rows as StoredCustomerEvent[]).map((row): ThreadEntry => {
      const fact = customerFactSchema.parse(toCustomerFact(row));
      return { id: fact.id, at: fact.at, kind: 'customer', fact };
    });
  });

const SOURCES: readonly Source[] = [calls, messages, promises, pauses, texts, learnt];

/**
 * A page of everything that was between a customer and us, newest first, by keyset: of each kind
 * and number the newest are read along an index, and of those the newest are the page.
 */
export function customerThread(
  db: Db,
  of: ThreadOf,
  before: ThreadPlace | null,
  limit: number,
): { readonly entries: ThreadEntry[]; readonly next: ThreadPlace | null } {
  const found = SOURCES.flatMap((source) => source(db, of, before ?? NEWER, limit + 1));
  const ordered = [...new Map(found.map((entry) => [entry.id, entry])).values()].sort(
    (a, b) => b.at - a.at || (a.id < b.id ? 1 : -1),
  );
  const entries = ordered.slice(0, limit);
  const last = entries.at(-1);
  return {
    entries,
    next: ordered.length > limit && last ? { at: last.at, id: last.id } : null,
  };
}

/** What calls without E.164 may have dialled to reach it. */
export function usersOf(key: string): string[] {
  if (!key.startsWith('+')) return [key.replace(/[.-]/g, '')];
  const national = parsePhoneNumber(key).display.replace(/\D/g, '');
  return [...new Set([national, key, key.slice(1)])];
}
