import type { z } from 'zod';
import type { callCursorSchema } from '#shared/contract/calls.ts';
import type { CallRow } from '#shared/domain/call/record.ts';
import type { ParsedCallFilter } from '#shared/domain/history/filter.ts';
import { placeAt } from './callIndex/indexer.ts';
import { matchOf } from './callIndex/match.ts';
import { numbersFoundBy } from './callIndex/people.ts';
import { CALL_COLUMNS, toCall } from './calls.ts';
import type { StoredCall } from './calls.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

export interface CallListQuery {
  readonly filter: ParsedCallFilter;
  readonly after: z.output<typeof callCursorSchema> | null;
  readonly limit: number;
}

interface Statement {
  readonly sql: string;
  readonly values: Readonly<Record<string, string | number | bigint>>;
}

/** Epoch milliseconds: from, up to but without. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The statement behind a page of the call log; apart, so that a test can read its plan. The index is
 * in the order of the log (`placeAt`): a page begins where the one before ended, and no more is read
 * than it is long.
 * @param columns of `calls`
 * @returns null where nothing can match
 */
export function callListStatement(
  db: Db,
  { filter, after, limit }: CallListQuery,
  columns = CALL_COLUMNS,
): Statement | null {
  const span = spanOf(filter);
  const match = matchOf(filter, (word) => numbersFoundBy(db, word));
  if (match === null || span.from >= span.to) return null;
  if (match === '') return byTime(span, after, limit, columns);
  const place = after === null ? null : placeOf(db, after);
  const { conditions, values } = inPlaces(span, place);
  return {
    sql: `SELECT ${columns} FROM call_index
      CROSS JOIN call_places ON call_places.place = call_index.rowid
      CROSS JOIN calls ON calls.id = call_places.call_id
      WHERE ${['call_index MATCH :match', ...conditions].join(' AND ')}
      ORDER BY call_index.rowid DESC LIMIT :limit`,
    values: { ...values, match, limit },
  };
}

/** The log as it is, or a part of it: no index of words is asked, and none has to be in step. */
function byTime(
  span: Span,
  after: CallListQuery['after'],
  limit: number,
  columns: string,
): Statement {
  const conditions = ['service IS NULL'];
  const values: Record<string, string | number> = { limit };
  if (span.from > 0) {
    conditions.push('started_at >= :from');
    values['from'] = span.from;
  }
  if (after) {
    // A row value: one range of the index, however deep the page (https://www.sqlite.org/rowvalue.html §2.2).
    conditions.push('(started_at, id) < (:startedAt, :id)');
    values['startedAt'] = after.startedAt;
    values['id'] = after.id;
  } else if (span.to < Infinity) {
    conditions.push('started_at < :to');
    values['to'] = span.to;
  }
  return {
    sql: `SELECT ${columns} FROM calls WHERE ${conditions.join(' AND ')}
      ORDER BY started_at DESC, id DESC LIMIT :limit`,
    values,
  };
}

/**
 * The places of the index that lie in a span, before a place where one is given. As whole numbers, which
 * `better-sqlite3` binds a number as only where it is a bigint: FTS5 leaves a bound that is none to SQLite and
 * passes every entry before it instead of seeking (fts5_main.c, fts5GetRowidLimit).
 */
export function inPlaces(
  { from, to }: Span,
  before: number | null,
): { readonly conditions: readonly string[]; readonly values: Readonly<Record<string, bigint>> } {
  const end = Math.min(before ?? Infinity, to < Infinity ? placeAt(to) : Infinity);
  const begin = from > 0 ? placeAt(from) : null;
  return {
    conditions: [
      ...(begin === null ? [] : ['call_index.rowid >= :begin']),
      ...(end < Infinity ? ['call_index.rowid < :end'] : []),
    ],
    values: {
      ...(begin === null ? {} : { begin: BigInt(begin) }),
      ...(end < Infinity ? { end: BigInt(end) } : {}),
    },
  };
}

/** From when until when a filter lets calls begin. */
export function spanOf({ from = 0, to = Infinity, undisposedSince = 0 }: ParsedCallFilter): Span {
  return { from: Math.max(from, undisposedSince), to };
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
