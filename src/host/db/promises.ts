import type { PromiseRow } from '#shared/domain/callback/record.ts';
import { sectionOf, sectionsAt } from '#shared/domain/callback/state.ts';
import type { GroupCounts, PromiseGroup, Section } from '#shared/domain/callback/state.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

export function readPromise(db: Db, id: string): PromiseRow | null {
  const body = prepared(db, 'SELECT body FROM promises WHERE id = ?').pluck().get(id);
  return body === undefined ? null : toPromise(body);
}

/** The row is written whole, and beside it what it is looked for by. */
export function savePromise(db: Db, row: PromiseRow): void {
  prepared(
    db,
    `INSERT INTO promises (id, agent_id, customer, practice, urgent, due_at, window_from, window_to,
       snoozed_until, armed_at, reminded, made_at, ended_at, talk_call_id, body)
     VALUES (:id, :agent_id, :customer, :practice, :urgent, :due_at, :window_from, :window_to,
       :snoozed_until, :armed_at, :reminded, :made_at, :ended_at, :talk_call_id, :body)
     ON CONFLICT (id) DO UPDATE SET
       urgent = excluded.urgent, due_at = excluded.due_at, window_from = excluded.window_from,
       window_to = excluded.window_to, snoozed_until = excluded.snoozed_until,
       armed_at = excluded.armed_at, reminded = excluded.reminded, ended_at = excluded.ended_at,
       talk_call_id = excluded.talk_call_id, body = excluded.body`,
  ).run({
    id: row.id,
    agent_id: row.agentId,
    customer: row.customer,
    practice: row.practice ? 1 : 0,
    urgent: row.urgency === 'urgent' ? 1 : 0,
    due_at: row.dueAt,
    window_from: row.window.from,
    window_to: row.window.to,
    snoozed_until: row.snoozedUntil,
    armed_at: row.armedAt,
    reminded: row.reminded,
    made_at: row.madeAt,
    ended_at: row.end?.at ?? null,
    talk_call_id: row.talk?.callId ?? null,
    body: JSON.stringify(row),
  });
}

/** Only to make every row again from the facts. */
export function forgetPromises(db: Db): void {
  prepared(db, 'DELETE FROM promises').run();
}

export interface SettledQuery {
  /** Epoch milliseconds, included. */
  readonly from: number;
  /** Epoch milliseconds, not included. */
  readonly to: number;
  readonly practice: boolean;
}

/** The statements behind `promisesSettled`; apart, so that a test can read their plans. */
export const PROMISES_SETTLED = {
  ended: `SELECT body FROM promises
    WHERE practice = :practice AND ended_at >= :from AND ended_at < :to`,
  owed: `SELECT body FROM promises
    WHERE practice = :practice AND ended_at IS NULL AND window_to >= :from AND window_to < :to`,
} as const;

/** Promises that ended between two moments, and those whose time did and that are still owed. */
export function promisesSettled(db: Db, { from, to, practice }: SettledQuery): PromiseRow[] {
  const values = { from, to, practice: practice ? 1 : 0 };
  return Object.values(PROMISES_SETTLED).flatMap((sql) =>
    prepared(db, sql).pluck().all(values).map(toPromise),
  );
}

interface Customer {
  readonly customer: string;
  readonly practice: boolean;
}

/** Oldest first. */
export function openPromisesOf(db: Db, { customer, practice }: Customer): PromiseRow[] {
  const bodies = prepared(
    db,
    `SELECT body FROM promises WHERE customer = ? AND practice = ? AND ended_at IS NULL
     ORDER BY made_at, id`,
  )
    .pluck()
    .all(customer, practice ? 1 : 0);
  return bodies.map(toPromise);
}

/** Newest first. */
export function endedPromisesOf(
  db: Db,
  { customer, practice }: Customer,
  limit: number,
): PromiseRow[] {
  const bodies = prepared(
    db,
    `SELECT body FROM promises WHERE customer = ? AND practice = ? AND ended_at IS NOT NULL
     ORDER BY made_at DESC LIMIT ?`,
  )
    .pluck()
    .all(customer, practice ? 1 : 0, limit);
  return bodies.map(toPromise);
}

export function promisesInTalk(db: Db, callId: string): PromiseRow[] {
  const bodies = prepared(db, 'SELECT body FROM promises WHERE talk_call_id = ?')
    .pluck()
    .all(callId);
  return bodies.map(toPromise);
}

/** Apart, so that a test can read its plan. */
export const OPEN_OF_SECTION = `SELECT body FROM promises
  WHERE ended_at IS NULL AND urgent = :urgent AND due_at >= :from AND due_at < :to
    AND (due_at, id) > (:dueAt, :id)
  ORDER BY due_at, id LIMIT :limit`;

/**
 * Open promises in the order of the worklist at `now`.
 * @param after the last one of the page before, as it stood in that page
 */
export function openPromises(
  db: Db,
  now: number,
  after: Pick<PromiseRow, 'id' | 'urgency' | 'dueAt'> | null,
  limit: number,
): PromiseRow[] {
  const sections = sectionsAt(now);
  const first = after === null ? 0 : sectionOf(after, sections);
  const rows: PromiseRow[] = [];
  for (const [place, section] of sections.entries()) {
    if (place < first || rows.length >= limit) continue;
    const from = place === first && after !== null ? after : { dueAt: section.from, id: '' };
    const bodies = prepared(db, OPEN_OF_SECTION)
      .pluck()
      .all({
        ...rangeOf(section),
        dueAt: from.dueAt,
        id: from.id,
        limit: limit - rows.length,
      });
    rows.push(...bodies.map(toPromise));
  }
  return rows;
}

export function countOpen(db: Db, now: number): GroupCounts {
  const counts: Record<PromiseGroup, number> = { overdue: 0, soon: 0, today: 0, later: 0 };
  const count = prepared(
    db,
    `SELECT count(*) FROM promises
     WHERE ended_at IS NULL AND urgent = :urgent AND due_at >= :from AND due_at < :to`,
  ).pluck();
  for (const section of sectionsAt(now)) {
    counts[section.group] += count.get(rangeOf(section)) as number;
  }
  return counts;
}

/**
 * Open promises that something may have to be said of by `until`, the one whose time came first
 * first.
 */
export function promisesToRemind(db: Db, until: number): PromiseRow[] {
  const bodies = prepared(
    db,
    `SELECT body FROM promises
     WHERE ended_at IS NULL AND (reminded IS NULL OR reminded <> 'after') AND window_from <= ?
     ORDER BY window_from`,
  )
    .pluck()
    .all(until);
  return bodies.map(toPromise);
}

function rangeOf({ urgent, from, to }: Section): { urgent: number; from: number; to: number } {
  return { urgent: urgent ? 1 : 0, from, to };
}

function toPromise(body: unknown): PromiseRow {
  return JSON.parse(String(body)) as PromiseRow;
}
