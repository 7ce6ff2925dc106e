import type { Outcome } from '#shared/domain/call/record.ts';
import type { ParsedCallFilter } from '#shared/domain/history/filter.ts';
import { placeAt } from './callIndex/indexer.ts';
import { matchOf, SERVICE } from './callIndex/match.ts';
import { numbersFoundBy } from './callIndex/people.ts';
import { inPlaces, spanOf } from './callList.ts';
import type { Span } from './callList.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/** How many calls there are of a kind, in all and over time. */

export interface CallCountQuery {
  readonly filter: ParsedCallFilter;
  /** Epoch milliseconds, in order. */
  readonly edges: readonly number[];
  /** Of those, calls with this outcome are counted by themselves as well. */
  readonly also: Outcome | null;
}

export interface CallCounts {
  readonly count: number;
  /** In each stretch between two edges. */
  readonly between: number[];
  readonly also: number[] | null;
}

export function callCounts(db: Db, { filter, edges, also }: CallCountQuery): CallCounts {
  const all = counted(db, filter, edges);
  if (also === null) return { ...all, also };
  const none = filter.outcome !== undefined && filter.outcome !== also;
  if (none) return { ...all, also: all.between.map(() => 0) };
  if (filter.outcome === also) return { ...all, also: all.between };
  return { ...all, also: counted(db, { ...filter, outcome: also }, edges).between };
}

/** How many calls a filter leaves in. */
export function countCalls(db: Db, filter: ParsedCallFilter): number {
  return counted(db, filter, []).count;
}

function counted(
  db: Db,
  filter: ParsedCallFilter,
  edges: readonly number[],
): Pick<CallCounts, 'count' | 'between'> {
  const span = spanOf(filter);
  const match = matchOf(filter, (word) => numbersFoundBy(db, word));
  const places = edges.map(placeAt);
  if (match === null || span.from >= span.to) {
    return { count: 0, between: places.slice(1).map(() => 0) };
  }
  if (match !== '') {
    if (places.length < 2) return { count: countEntries(db, match, span), between: [] };
    // One walk for all stretches: to seek the begin of each takes longer.
    const found = entries(db, match, span);
    return { count: found.length, between: sorted(found, places) };
  }
  const service = entries(db, SERVICE, span);
  const inStretch = prepared(
    db,
    'SELECT count(*) FROM call_places WHERE place >= ? AND place < ?',
  ).pluck();
  const begin = placeAt(span.from);
  const end = span.to < Infinity ? placeAt(span.to) : Number.MAX_SAFE_INTEGER;
  const of = (from: number, to: number): number =>
    inStretch.get(Math.max(from, begin), Math.min(to, end)) as number;
  const [first = end, last = end] = [places.at(0), places.at(-1)];
  const inside = places.slice(1).map((to, at) => Math.max(0, of(places[at] ?? 0, to)));
  // Each call is passed once: those of the stretches, and those before and behind them.
  const all = inside.reduce((sum, one) => sum + one, of(begin, first) + of(last, end));
  const services = sorted(service, places);
  return {
    count: all - service.length,
    between: inside.map((calls, at) => calls - (services[at] ?? 0)),
  };
}

/** @param found in order */
function sorted(found: readonly number[], edges: readonly number[]): number[] {
  const between = edges.slice(1).map(() => 0);
  let at = 0;
  for (const place of found) {
    if (place < (edges[0] ?? 0)) continue;
    while (at < between.length && place >= (edges[at + 1] ?? 0)) at += 1;
    if (at === between.length) break;
    between[at] = (between[at] ?? 0) + 1;
  }
  return between;
}

function entries(db: Db, match: string, span: Span): readonly number[] {
  const { where, values } = whereOf(match, span);
  const sql = `SELECT rowid FROM call_index WHERE ${where} ORDER BY rowid`;
  return prepared(db, sql).pluck().all(values) as number[];
}

function countEntries(db: Db, match: string, span: Span): number {
  const { where, values } = whereOf(match, span);
  const sql = `SELECT count(*) FROM call_index WHERE ${where}`;
  return prepared(db, sql).pluck().get(values) as number;
}

function whereOf(match: string, span: Span): { where: string; values: Record<string, unknown> } {
  const { conditions, values } = inPlaces(span, null);
  return {
    where: ['call_index MATCH :match', ...conditions].join(' AND '),
    values: { ...values, match },
  };
}
