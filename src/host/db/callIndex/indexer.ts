import type { CallRow } from '#shared/domain/call/record.ts';
import { promiseFacet } from '#shared/domain/history/filter.ts';
import type { PromiseRow } from '#shared/domain/callback/record.ts';
import { textState } from '#shared/domain/outbox/record.ts';
import type { TextRow } from '#shared/domain/outbox/record.ts';
import type { RunRow } from '#shared/domain/script/run.ts';
import { readCall } from '../calls.ts';
import { prepared } from '../database.ts';
import type { Db } from '../database.ts';
import { searchDigits, searchNames } from '../numberSearch.ts';
import { facetsOf } from './facets.ts';
import { gramsOfDigits, gramsOfText } from './grams.ts';

/**
 * Keeps the index of calls in step with what it is of. Changes only mark a call (triggers of migration
 * 0027); its entry is written when somebody looks, or a moment later, so that no fact waits for it.
 */

/** Calls that begin in the same millisecond have room side by side. */
const PLACES_A_MS = 1_024;
/** A clock that is wrong by centuries must not make a place that is no whole number any more. */
const LAST_MS = Math.floor(Number.MAX_SAFE_INTEGER / PLACES_A_MS) - 1;

/** The first place of calls that began at, or after, this moment; epoch milliseconds. */
export function placeAt(ms: number): number {
  return Math.min(ms, LAST_MS) * PLACES_A_MS;
}

/** Whether entries of calls are behind. */
export function isIndexBehind(db: Db): boolean {
  return prepared(db, 'SELECT EXISTS (SELECT 1 FROM calls_to_index)').pluck().get() === 1;
}

/** Whether there are more of them than so many; in no time, however many there are. */
export function isBehindByMoreThan(db: Db, calls: number): boolean {
  const sql = 'SELECT count(*) FROM (SELECT 1 FROM calls_to_index LIMIT ?)';
  return (
    (prepared(db, sql)
      .pluck()
      .get(calls + 1) as number) > calls
  );
}

/** How many calls have an entry that is not what it should be. */
export function countToIndex(db: Db): number {
  return prepared(db, 'SELECT count(*) FROM calls_to_index').pluck().get() as number;
}

/**
 * Writes entries that are behind; within a transaction.
 * @param most how many at once
 * @returns how many were written
 */
export function indexCalls(db: Db, most: number): number {
  // An id begins with its time: what was last is looked for first.
  const ids = prepared(db, 'SELECT call_id FROM calls_to_index ORDER BY call_id DESC LIMIT ?')
    .pluck()
    .all(most) as string[];
  writeEntries(db, ids);
  return ids.length;
}

/** Of these calls, as far as they are behind; within a transaction. */
export function indexTheseCalls(db: Db, ids: readonly string[]): void {
  const marked = prepared(db, 'SELECT 1 FROM calls_to_index WHERE call_id = ?').pluck();
  writeEntries(
    db,
    ids.filter((id) => marked.get(id) === 1),
  );
}

function writeEntries(db: Db, ids: readonly string[]): void {
  const done = prepared(db, 'DELETE FROM calls_to_index WHERE call_id = ?');
  const forget = prepared(db, 'DELETE FROM call_index WHERE rowid = ?');
  const add = prepared(db, 'INSERT INTO call_index (rowid, words) VALUES (?, ?)');
  for (const id of ids) {
    const call = readCall(db, id);
    const known = prepared(db, 'SELECT place FROM call_places WHERE call_id = ?').pluck().get(id);
    if (known !== undefined) forget.run(known);
    if (call) add.run(known ?? newPlace(db, call), entryOf(db, call).join(' '));
    done.run(id);
  }
}

/** Pages that one step of `emptyIndexStep` writes: some ten milliseconds. */
const PAGES_A_STEP = 200;

/**
 * Takes what deleted entries have left out of the index, one step of many. Until its parts are merged
 * FTS5 only notes that an entry counts no longer (https://www.sqlite.org/fts5.html, contentless-delete
 * tables and the merge command).
 * @param first whether it is the first step
 * @returns whether there is more to do
 */
export function emptyIndexStep(db: Db, first: boolean): boolean {
  const changes = prepared(db, 'SELECT total_changes()').pluck();
  const before = changes.get() as number;
  prepared(db, `INSERT INTO call_index (call_index, rank) VALUES ('merge', ?)`).run(
    first ? -PAGES_A_STEP : PAGES_A_STEP,
  );
  return (changes.get() as number) - before >= 2;
}

function newPlace(db: Db, { id, startedAt }: CallRow): number {
  const first = placeAt(startedAt);
  const last = prepared(db, 'SELECT max(place) FROM call_places WHERE place BETWEEN ? AND ?');
  const taken = last.pluck().get(first, first + PLACES_A_MS - 1) as number | null;
  const used = prepared(db, 'SELECT 1 FROM call_places WHERE place = ?').pluck();
  let place = taken === null ? first : taken + 1;
  while (used.get(place) !== undefined) place += 1;
  prepared(db, 'INSERT INTO call_places (call_id, place) VALUES (?, ?)').run(id, place);
  return place;
}

function entryOf(db: Db, call: CallRow): readonly string[] {
  const bodies = <T>(sql: string): T[] =>
    (prepared(db, sql).pluck().all(call.id) as string[]).map((body) => JSON.parse(body) as T);
  const promises = bodies<PromiseRow>(
    `SELECT body FROM promises WHERE json_extract(body, '$.origin.callId') = ?`,
  );
  const texts = bodies<TextRow>('SELECT body FROM outbox WHERE call_id = ?');
  const runs = bodies<RunRow>('SELECT body FROM runs WHERE call_id = ?');
  const words = [
    call.name ?? '',
    searchNames(call),
    call.e164 === null ? call.dialled : '',
    call.note,
    ...call.tags,
    ...runs.flatMap(({ fields }) => Object.values(fields)),
  ];
  return [
    ...words.flatMap(gramsOfText),
    ...gramsOfDigits(searchDigits(call)),
    ...facetsOf(call, {
      promises: promises.map(promiseFacet),
      texts: texts.map(textState),
      scripts: runs.map(({ scriptId }) => scriptId),
    }),
  ];
}
