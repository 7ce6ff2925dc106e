import { applyToCase } from '#shared/domain/abuse/record.ts';
import type { AbuseFact, AbuseRow } from '#shared/domain/abuse/record.ts';
import { abuseEvents } from './abuseEvents.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/**
 * Stores a fact and what it changes.
 * @returns false when the fact was already there
 */
export function addAbuseFact(db: Db, fact: AbuseFact, agentId: string): boolean {
  if (!abuseEvents.add(db, fact, agentId)) return false;
  project(db, fact, agentId);
  return true;
}

function project(db: Db, fact: AbuseFact, agentId: string): void {
  const before = readAbuse(db, fact.caseId);
  const after = applyToCase(before, fact, agentId);
  if (after !== null && after !== before) save(db, after);
}

/** Makes every row again from the facts. */
export function rebuildAbuse(db: Db): void {
  prepared(db, 'DELETE FROM abuse_cases').run();
  for (const { fact, agentId } of abuseEvents.all(db)) project(db, fact, agentId);
}

export function readAbuse(db: Db, id: string): AbuseRow | null {
  const body = prepared(db, 'SELECT body FROM abuse_cases WHERE id = ?').pluck().get(id);
  return body === undefined ? null : toRow(body);
}

export function abuseOfCall(db: Db, callId: string): AbuseRow | null {
  const body = prepared(db, 'SELECT body FROM abuse_cases WHERE call_id = ?').pluck().get(callId);
  return body === undefined ? null : toRow(body);
}

/** The newest of a caller's, begun from `from` on, epoch milliseconds, in another call than this. */
export function abuseOfCaller(
  db: Db,
  caller: { readonly e164: string | null; readonly address: string },
  about: { readonly callId: string; readonly from: number },
): AbuseRow | null {
  const { e164, address } = caller;
  const [column, value] = e164 === null ? ['address', address] : ['e164', e164];
  const body = prepared(
    db,
    `SELECT a.body FROM abuse_cases a JOIN calls c ON c.id = a.call_id
     WHERE c.${column} = ? AND a.call_id <> ? AND a.begun_at >= ?
     ORDER BY a.begun_at DESC, a.id LIMIT 1`,
  )
    .pluck()
    .get(value, about.callId, about.from);
  return body === undefined ? null : toRow(body);
}

/** Those begun from `from` up to `to`, epoch milliseconds, newest first. */
export function abuseBetween(db: Db, from: number, to: number, limit: number): AbuseRow[] {
  return prepared(
    db,
    `SELECT body FROM abuse_cases WHERE begun_at >= ? AND begun_at < ?
     ORDER BY begun_at DESC, id LIMIT ?`,
  )
    .pluck()
    .all(from, to, limit)
    .map(toRow);
}

/** Those that the agent is not done with, newest first. */
export function openAbuse(db: Db, limit: number): AbuseRow[] {
  return prepared(
    db,
    `SELECT body FROM abuse_cases WHERE closed_at IS NULL ORDER BY begun_at DESC, id LIMIT ?`,
  )
    .pluck()
    .all(limit)
    .map(toRow);
}

function save(db: Db, row: AbuseRow): void {
  prepared(
    db,
    `INSERT INTO abuse_cases (id, call_id, agent_id, begun_at, closed_at, body)
     VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET closed_at = excluded.closed_at, body = excluded.body`,
  ).run(row.id, row.callId, row.agentId, row.begunAt, row.closedAt, JSON.stringify(row));
}

function toRow(body: unknown): AbuseRow {
  return JSON.parse(String(body)) as AbuseRow;
}
