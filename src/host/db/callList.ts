import type { z } from 'zod';
import type { callCursorSchema } from '#shared/contract/calls.ts';
import type { CallRow } from '#shared/domain/call/record.ts';
import type { ParsedCallFilter } from '#shared/domain/history/filter.ts';
import { placeAt } from './callIndex/indexer.ts';
import { matchOf, SERVICE } from './callIndex/match.ts';
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
  readonly values: Readonly<Record<string, string | number>>;
}

/** Epoch milliseconds: from, up to but without. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The statement behind a page of the call log; apart, so that a test can read its plan. The index is
 * in the order of the log (`placeAt`): a page begins where the one before ended, and no more is read
 * than it is long.
 * @returns null where nothing can match
 */
export function callListStatement(
  db: Db,
  { filter, after, limit }: CallListQuery,
): Statement | null {
  const span = spanOf(filter);
  const match = matchOf(filter, (word) => numbersFoundBy(db, word));
  if (match === null || span.from >= span.to) return null;
  if (match === '') return byTime(span, after, limit);
  const place = after === null ? null : placeOf(db, after);
  const { conditions, values } = inPlaces(span, place);
  return {
    sql: `SELECT ${CALL_COLUMNS} FROM call_index
      CROSS JOIN call_places ON call_places.place = call_index.rowid
      CROSS JOIN calls ON calls.id = call_places.call_id
      WHERE ${['call_index MATCH :match', ...conditions].join(' AND ')}
      ORDER BY call_index.rowid DESC LIMIT :limit`,
    values: { ...values, match, limit },
  };
}

/** The log as it is, or a part of it: no index of words is asked, and none has to be in step. */
function byTime(span: Span, after: CallListQuery['after'], limit: number): Statement {
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
    sql: `SELECT ${CALL_COLUMNS} FROM calls WHERE ${conditions.join(' AND ')}
      ORDER BY started_at DESC, id DESC LIMIT :limit`,
    values,
  };
}

function inPlaces(
  { from, to }: Span,
  before: number | null,
): { readonly conditions: readonly string[]; readonly values: Readonly<Record<string, number>> } {
  const end = Math.min(before ?? Infinity, to < Infinity ? placeAt(to) : Infinity);
  const begin = from > 0 ? placeAt(from) : null;
  return {
    conditions: [
      ...(begin === null ? [] : ['call_index.rowid >= :begin']),
      ...(end < Infinity ? ['call_index.rowid < :end'] : []),
    ],
    values: { ...(begin === null ? {} : { begin }), ...(end < Infinity ? { end } : {}) },
  };
}

function spanOf({ from = 0, to = Infinity, undisposedSince = 0 }: ParsedCallFilter): Span {
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

/** How many calls a filter leaves in. */
export function countCalls(db: Db, filter: ParsedCallFilter): number {
  const span = spanOf(filter);
  const match = matchOf(filter, (word) => numbersFoundBy(db, word));
  if (match === null || span.from >= span.to) return 0;
  if (match !== '') return countEntries(db, match, span);
  const end = span.to < Infinity ? placeAt(span.to) : Number.MAX_SAFE_INTEGER;
  const all = prepared(db, 'SELECT count(*) FROM call_places WHERE place >= ? AND place < ?');
  return (all.pluck().get(placeAt(span.from), end) as number) - countEntries(db, SERVICE, span);
}

function countEntries(db: Db, match: string, span: Span): number {
  const { conditions, values } = inPlaces(span, null);
  const where = ['call_index MATCH :match', ...conditions].join(' AND ');
  const sql = `SELECT count(*) FROM call_index WHERE ${where}`;
  return prepared(db, sql)
    .pluck()
    .get({ ...values, match }) as number;
}
