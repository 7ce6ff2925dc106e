import { applyToMistake, mistakeFactSchema, onlyOnceKey } from '#shared/domain/mistake/record.ts';
import type { MistakeFact, MistakeRow } from '#shared/domain/mistake/record.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { factLog } from './factLog.ts';

export const mistakeEvents = factLog({
  ...{ table: 'mistake_events', key: 'mistakeId', column: 'mistake_id' },
  ...{ schema: mistakeFactSchema, onlyOnce: onlyOnceKey },
});

/**
 * Stores a fact and what it changes.
 * @returns false when the fact, or one that says the same, was already there
 */
export function addMistakeFact(db: Db, fact: MistakeFact, agentId: string): boolean {
  if (!mistakeEvents.add(db, fact, agentId)) return false;
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
  for (const { fact } of mistakeEvents.all(db)) project(db, fact);
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

function toMistake(body: unknown): MistakeRow {
  return JSON.parse(String(body)) as MistakeRow;
}
