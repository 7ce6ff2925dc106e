import type { z } from 'zod';
import type { callCursorSchema } from '#shared/contract/calls.ts';
import type { CallRow } from '#shared/domain/call/record.ts';
import { isEveryCall } from '#shared/domain/history/filter.ts';
import type { ParsedCallFilter } from '#shared/domain/history/filter.ts';
import { placeAt } from './callIndex/indexer.ts';
import { matchOf } from './callIndex/match.ts';
import { CALL_COLUMNS, toCall } from './calls.ts';
import type { StoredCall } from './calls.ts';
import { numbersFoundBy } from './callIndex/people.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

export interface CallListQuery {
  readonly filter: ParsedCallFilter;
  readonly after: z.output<typeof callCursorSchema> | null;
  readonly limit: number;
}

interface Statement {
  readonly sql: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/**
 * The statement behind a page of the call log; apart, so that a test can read its plan. The index is
 * in the order of the log (`placeAt`): whatever is asked for, a page is read from where the one before
 * ended and no further than it is long.
 * @returns null where nothing can match
 */
export function callListStatement(
  db: Db,
  { filter, after, limit }: CallListQuery,
): Statement | null {
  if (isEveryCall(filter)) return everyCall(after, limit);
  const where = matchingWhere(db, filter);
  if (where === null) return null;
  const values: Record<string, string | number> = { ...where.values, limit };
  const conditions = [where.sql];
  if (after) {
    conditions.push('call_index.rowid < :place');
    values['place'] = placeOf(db, after);
  }
  const sql = `SELECT ${CALL_COLUMNS} FROM call_index
    CROSS JOIN call_places ON call_places.place = call_index.rowid
    CROSS JOIN calls ON calls.id = call_places.call_id
    WHERE ${conditions.join(' AND ')} ORDER BY call_index.rowid DESC LIMIT :limit`;
  return { sql, values };
}

/** What a filter means for `call_index`; null where nothing can match. */
export function matchingWhere(db: Db, filter: ParsedCallFilter): Statement | null {
  const match = matchOf(filter, (word) => numbersFoundBy(db, word));
  if (match === null) return null;
  const from = Math.max(filter.from ?? 0, filter.undisposedSince ?? 0);
  const conditions = ['call_index MATCH :match'];
  const values: Record<string, string | number> = { match };
  const to = filter.to ?? Infinity;
  if (from >= to) return null;
  if (from > 0) {
    conditions.push('call_index.rowid >= :from');
    values['from'] = placeAt(from);
  }
  if (to < Infinity) {
    conditions.push('call_index.rowid < :to');
    values['to'] = placeAt(to);
  }
  return { sql: conditions.join(' AND '), values };
}

/** The log as it is: no index of words is asked, and none has to be in step. */
function everyCall(after: CallListQuery['after'], limit: number): Statement {
  // A row value: one range of the index, however deep the page (https://www.sqlite.org/rowvalue.html §2.2).
  const place = after ? 'AND (started_at, id) < (:startedAt, :id)' : '';
  return {
    sql: `SELECT ${CALL_COLUMNS} FROM calls WHERE service IS NULL ${place}
      ORDER BY started_at DESC, id DESC LIMIT :limit`,
    values: { limit, ...(after ? { startedAt: after.startedAt, id: after.id } : {}) },
  };
}

function placeOf(db: Db, { startedAt, id }: NonNullable<CallListQuery['after']>): number {
  const known = prepared(db, 'SELECT place FROM call_places WHERE call_id = ?').pluck().get(id);
  return (known as number | undefined) ?? placeAt(startedAt);
}

export function listCalls(db: Db, query: CallListQuery): CallRow[] {
  const statement = callListStatement(db, query);
  if (statement === null) return [];
  const rows = prepared(db, statement.sql).all(statement.values);
  return rows.map((row) => toCall(row as StoredCall));
}

/** How many calls a filter leaves in. */
export function countCalls(db: Db, filter: ParsedCallFilter): number {
  if (isEveryCall(filter)) {
    return prepared(db, 'SELECT count(*) FROM calls WHERE service IS NULL').pluck().get() as number;
  }
  const where = matchingWhere(db, filter);
  if (where === null) return 0;
  const sql = `SELECT count(*) FROM call_index WHERE ${where.sql}`;
  return prepared(db, sql).pluck().get(where.values) as number;
}
