import { numberKey } from '#shared/domain/contact/contactNumber.ts';
import type { Held } from '#shared/domain/privacy/holds.ts';
import type { Stays } from '#shared/domain/privacy/retention.ts';
import { prepared } from '../database.ts';
import type { Db } from '../database.ts';
import { heldNow } from '../holds.ts';

/** Something old enough to go, and why it stays if it does. */
export interface Candidate {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly stays: Stays | null;
}

/** Where a run is: after the thing of this time and id. */
export interface Place {
  readonly at: number;
  readonly id: string;
}

export const FIRST: Place = { at: -1, id: '' };

/** What keeps things from going, read anew for each slice. */
export interface Standing {
  readonly held: Held;
  /** Customers to whom something is owed: an open promise, a text on its way, a pause. */
  readonly owed: ReadonlySet<string>;
}

/** One table of things that go when they are old. A dry run asks, and a run asks the same and removes. */
export interface Store {
  /** In order of time, from `after` on, those of before `before`. */
  due(db: Db, before: number, after: Place, limit: number, standing: Standing): Candidate[];
  /** Within a transaction. `through`: the time of the last of them. */
  remove(db: Db, ids: readonly string[], through: number): void;
}

export function standingNow(db: Db, now: number): Standing {
  const owed = prepared(
    db,
    `SELECT customer FROM promises WHERE ended_at IS NULL
     UNION SELECT customer FROM outbox WHERE part IN ('open', 'trouble')
     UNION SELECT n.customer FROM pauses JOIN pause_numbers n ON n.pause_id = pauses.id
       WHERE ended_at IS NULL`,
  )
    .pluck()
    .all() as string[];
  return { held: heldNow(db, now), owed: new Set(owed) };
}

/** Why what is of a customer stays. */
export function staysWith({ held, owed }: Standing, key: string): Stays | null {
  if (held.keys.has(key)) return 'hold';
  return owed.has(key) ? 'open' : null;
}

export function keyOfCall(call: {
  readonly e164: string | null;
  readonly dialled: string;
}): string {
  return numberKey(call);
}

/**
 * Lets facts of these things go, and of no others, while `work` runs (triggers of migration 0030).
 * Within a transaction.
 */
export function destroying(db: Db, ids: readonly string[], work: () => void): void {
  const put = prepared(db, 'INSERT OR IGNORE INTO going (id) VALUES (?)');
  for (const id of ids) put.run(id);
  work();
  prepared(db, 'DELETE FROM going').run();
}

/** The rows of a table after a place, in order; `columns` has `id` and `at`. */
export function rowsAfter<T>(
  db: Db,
  { columns, from, at, and = '1' }: { columns: string; from: string; at: string; and?: string },
  before: number,
  after: Place,
  limit: number,
): (T & Place)[] {
  return prepared(
    db,
    `SELECT ${columns} FROM ${from}
     WHERE (${at}, id) > (?, ?) AND ${at} < ? AND ${and} ORDER BY ${at}, id LIMIT ?`,
  ).all(after.at, after.id, before, limit) as (T & Place)[];
}
