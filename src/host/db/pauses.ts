import { customerKey } from '#shared/domain/callback/record.ts';
import { nextCheckIn } from '#shared/domain/pause/checkIns.ts';
import type { PauseRow } from '#shared/domain/pause/record.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

export function readPause(db: Db, id: string): PauseRow | null {
  const body = prepared(db, 'SELECT body FROM pauses WHERE id = ?').pluck().get(id);
  return body === undefined ? null : toPause(body);
}

/** The row is written whole, and beside it what it is looked for by. */
export function savePause(db: Db, row: PauseRow): void {
  const next = nextCheckIn(row);
  prepared(
    db,
    `INSERT INTO pauses (id, agent_id, practice, due_at, remind_at, opened_at, ended_at, search, body)
     VALUES (:id, :agent_id, :practice, :due_at, :remind_at, :opened_at, :ended_at, :search, :body)
     ON CONFLICT (id) DO UPDATE SET
       due_at = excluded.due_at, remind_at = excluded.remind_at, ended_at = excluded.ended_at,
       search = excluded.search, body = excluded.body`,
  ).run({
    id: row.id,
    agent_id: row.agentId,
    practice: row.practice ? 1 : 0,
    due_at: dueAtOf(row),
    remind_at: next && !next.reminded ? next.at : null,
    opened_at: row.openedAt,
    ended_at: row.end?.at ?? null,
    search: searchText(row),
    body: JSON.stringify(row),
  });
  const number = prepared(
    db,
    'INSERT INTO pause_numbers (customer, pause_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  for (const key of row.keys) number.run(key, row.id);
}

/** Only to make every row again from the facts. */
export function forgetPauses(db: Db): void {
  prepared(db, 'DELETE FROM pauses').run();
}

interface Customer {
  readonly customers: readonly string[];
  readonly practice: boolean;
}

/** Oldest first; more than one only where two were joined later. */
export function activePausesOf(db: Db, customer: Customer): PauseRow[] {
  return pausesOf(db, customer).filter(({ end }) => end === null);
}

/** Of a customer, by any of their numbers, oldest first. */
export function pausesOf(db: Db, { customers, practice }: Customer): PauseRow[] {
  const found = new Map<string, PauseRow>();
  const bodies = prepared(
    db,
    `SELECT p.body FROM pause_numbers n JOIN pauses p ON p.id = n.pause_id
     WHERE n.customer = ? AND p.practice = ? ORDER BY p.opened_at, p.id`,
  ).pluck();
  for (const customer of customers) {
    for (const row of bodies.all(customer, practice ? 1 : 0).map(toPause)) found.set(row.id, row);
  }
  return [...found.values()].toSorted((a, b) => a.openedAt - b.openedAt);
}

/** The active pause of somebody on the telephone. */
export function activePausesOfCaller(
  db: Db,
  someone: { e164: string | null; dialled: string; practice: boolean },
): PauseRow[] {
  return activePausesOf(db, { customers: [customerKey(someone)], practice: someone.practice });
}

/** Apart, so that a test can read its plan. */
export const ACTIVE_PAUSES = `SELECT body FROM pauses
  WHERE ended_at IS NULL AND (due_at, id) > (:dueAt, :id)
  ORDER BY due_at, id LIMIT :limit`;

/**
 * Active pauses, the one whose check-in comes first first.
 * @param after the last one of the page before
 */
export function activePauses(
  db: Db,
  after: { readonly dueAt: number; readonly id: string } | null,
  limit: number,
): PauseRow[] {
  const { dueAt, id } = after ?? { dueAt: -1, id: '' };
  return prepared(db, ACTIVE_PAUSES).pluck().all({ dueAt, id, limit }).map(toPause);
}

export const DUE_PAUSES = `SELECT body FROM pauses
  WHERE remind_at IS NOT NULL AND remind_at <= ? ORDER BY remind_at LIMIT ?`;

/** Those whose next check-in has come and was not said yet. */
export function pausesToSay(db: Db, now: number, limit: number): PauseRow[] {
  return prepared(db, DUE_PAUSES).pluck().all(now, limit).map(toPause);
}

/**
 * Those that are over, newest first.
 * @param text found in the lesson, the name, the cause and the plan; empty: all
 */
export function endedPauses(db: Db, text: string, limit: number): PauseRow[] {
  return prepared(
    db,
    `SELECT body FROM pauses WHERE ended_at IS NOT NULL AND instr(search, ?) > 0
     ORDER BY ended_at DESC, id LIMIT ?`,
  )
    .pluck()
    .all(folded(text), limit)
    .map(toPause);
}

export function dueAtOf(row: PauseRow): number {
  return nextCheckIn(row)?.at ?? Number.MAX_SAFE_INTEGER;
}

function searchText(row: PauseRow): string {
  const { lesson, name, causeNote, risk, end } = row;
  const words = [lesson, name ?? '', causeNote, risk?.text ?? '', risk?.plan ?? ''];
  if (end?.how === 'closed') words.push(end.words);
  if (end?.how === 'resumed') words.push(end.preferences.note);
  return folded([...words, ...row.numbers.map(({ dialled }) => dialled)].join('\n'));
}

/** Always holds the empty text that everything is found by. */
function folded(text: string): string {
  return text.normalize('NFC').toLowerCase().trim();
}

function toPause(body: unknown): PauseRow {
  return JSON.parse(String(body)) as PauseRow;
}
