import type { z } from 'zod';
import type { callCursorSchema, callFilterSchema } from '#shared/contract/calls.ts';
import type { CallRow } from '#shared/domain/call/record.ts';
import { CALL_COLUMNS, toCall, UNDISPOSED } from './calls.ts';
import type { StoredCall } from './calls.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { numberFragment } from './numberSearch.ts';

export interface CallListQuery {
  readonly filter: z.output<typeof callFilterSchema>;
  readonly after: z.output<typeof callCursorSchema> | null;
  readonly limit: number;
}

/** The statement behind a page of the call log; apart, so that a test can read its plan. */
export function callListStatement({ filter, after, limit }: CallListQuery): {
  readonly sql: string;
  readonly values: Readonly<Record<string, string | number>>;
} {
  const conditions: string[] = [];
  const values: Record<string, string | number> = { limit };
  const text = filter.text.normalize('NFC').trim();
  if (text !== '') {
    const matches = [
      `name LIKE :text ESCAPE '\\'`,
      `dialled LIKE :text ESCAPE '\\'`,
      `note LIKE :text ESCAPE '\\'`,
      `way_names LIKE :text ESCAPE '\\'`,
    ];
    values['text'] = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
    const digits = numberFragment(text);
    if (digits !== null) {
      matches.unshift('digits LIKE :digits');
      values['digits'] = `%${digits}%`;
    }
    conditions.push(`(${matches.join(' OR ')})`);
  }
  conditions.push(`service IS ${filter.service ? 'NOT NULL' : 'NULL'}`);
  if (filter.direction) {
    conditions.push('direction = :direction');
    values['direction'] = filter.direction;
  }
  if (filter.outcome) {
    conditions.push('outcome = :outcome');
    values['outcome'] = filter.outcome;
  }
  // The words of the partial index: SQLite takes it only where the query says the same.
  if (filter.recorded) conditions.push('recorded = 1');
  if (filter.voicemail) conditions.push('voicemail IS NOT NULL');
  const { type } = filter;
  if (type !== undefined) {
    conditions.push('type_id = :type');
    values['type'] = type;
  }
  if (filter.undisposedSince !== undefined) {
    conditions.push(UNDISPOSED, 'started_at >= :since');
    values['since'] = filter.undisposedSince;
  }
  if (after) {
    // A row value: one range of the index, however deep the page (https://www.sqlite.org/rowvalue.html §2.2).
    const place = type === undefined ? 'started_at, id' : 'at, call_id';
    conditions.push(`(${place}) < (:startedAt, :id)`);
    values['startedAt'] = after.startedAt;
    values['id'] = after.id;
  }
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  // CROSS JOIN: the calls of a type in their order, not a type among all calls
  // (https://www.sqlite.org/optoverview.html §8.2).
  const from =
    type === undefined ? 'calls' : 'call_types CROSS JOIN calls ON calls.id = call_types.call_id';
  const order = type === undefined ? 'started_at DESC, id DESC' : 'at DESC, call_id DESC';
  const sql = `SELECT ${CALL_COLUMNS} FROM ${from} ${where} ORDER BY ${order} LIMIT :limit`;
  return { sql, values };
}

export function listCalls(db: Db, query: CallListQuery): CallRow[] {
  const { sql, values } = callListStatement(query);
  const rows = prepared(db, sql).all(values);
  return rows.map((row) => toCall(row as StoredCall));
}
