import { applyToMistake, mistakeFactSchema, onlyOnceKey } from '#shared/domain/mistake/record.ts';
import type { MistakeFact, MistakeRow } from '#shared/domain/mistake/record.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/**
 * Stores a fact and what it changes.
 * @returns false when the fact, or one that says the same, was already there
 */
export function addMistakeFact(db: Db, fact: MistakeFact, agentId: string): boolean {
  const { id, mistakeId, at, type, ...body } = fact;
  const { changes } = prepared(
    db,
    `INSERT INTO mistake_events (id, mistake_id, agent_id, at, type, only_once, body)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  ).run(id, mistakeId, agentId, at, type, onlyOnceKey(fact), JSON.stringify(body));
  if (changes === 0) return false;
  project(db, fact);
  return true;
}

function project(db: Db, fact: MistakeFact): void {
  const before = readMistake(db, fact.mistakeId);
  const after = applyToMistake(before, fact);
  if (after !== null && after !== before) saveMistake(db, after);
}

/** Makes every row again from the facts. */
export function rebuildMistakes(db: Db): void {
  prepared(db, 'DELETE FROM mistakes').run();
  for (const fact of allMistakeFacts(db)) project(db, fact);
}

export function readMistake(db: Db, id: string): MistakeRow | null {
  const body = prepared(db, 'SELECT body FROM mistakes WHERE id = ?').pluck().get(id);
  return body === undefined ? null : toMistake(body);
}

function saveMistake(db: Db, row: MistakeRow): void {
  prepared(
    db,
    `INSERT INTO mistakes (id, call_id, practice, at, closed_at, body) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET closed_at = excluded.closed_at, body = excluded.body`,
  ).run(row.id, row.callId, row.practice ? 1 : 0, row.at, row.closedAt, JSON.stringify(row));
}

export interface Place {
  readonly at: number;
  readonly id: string;
}
const NEWEST: Place = { at: Number.MAX_SAFE_INTEGER, id: '' };

const page = (which: string): string => `SELECT body FROM mistakes
  WHERE closed_at IS ${which} AND (at, id) < (:at, :id) ORDER BY at DESC, id DESC LIMIT :limit`;
/** Apart, so that a test can read its plan. */
export const MISTAKE_PAGES = { open: page('NULL'), closed: page('NOT NULL') } as const;

/** Newest first, by keyset. @param before the last one of the page before */
export function listMistakes(
  db: Db,
  group: keyof typeof MISTAKE_PAGES,
  before: Place | null,
  limit: number,
): MistakeRow[] {
  return prepared(db, MISTAKE_PAGES[group])
    .pluck()
    .all({ ...(before ?? NEWEST), limit })
    .map(toMistake);
}

/** Oldest first. */
export function mistakesOfCall(db: Db, callId: string): MistakeRow[] {
  return prepared(db, 'SELECT body FROM mistakes WHERE call_id = ? ORDER BY at, id')
    .pluck()
    .all(callId)
    .map(toMistake);
}

/** In the order in which they were stored. */
export function readMistakeFacts(db: Db, mistakeId: string): MistakeFact[] {
  return (
    prepared(
      db,
      'SELECT id, mistake_id, at, type, body FROM mistake_events WHERE mistake_id = ? ORDER BY seq',
    ).all(mistakeId) as Row[]
  ).map(toFact);
}

const FACTS_AT_A_TIME = 1_000;

/** Every fact in the order in which it was stored, read in pieces; see `allCallEvents`. */
export function* allMistakeFacts(db: Db): Generator<MistakeFact> {
  let last = 0;
  for (;;) {
    const rows = prepared(
      db,
      `SELECT seq, id, mistake_id, at, type, body FROM mistake_events
       WHERE seq > ? ORDER BY seq LIMIT ?`,
    ).all(last, FACTS_AT_A_TIME) as (Row & { seq: number })[];
    for (const row of rows) yield toFact(row);
    if (rows.length < FACTS_AT_A_TIME) return;
    last = rows.at(-1)?.seq ?? last;
  }
}

interface Row {
  readonly id: string;
  readonly mistake_id: string;
  readonly at: number;
  readonly type: string;
  readonly body: string;
}

function toFact({ id, mistake_id: mistakeId, at, type, body }: Row): MistakeFact {
  return mistakeFactSchema.parse({ ...(JSON.parse(body) as object), id, mistakeId, at, type });
}

function toMistake(body: unknown): MistakeRow {
  return JSON.parse(String(body)) as MistakeRow;
}
