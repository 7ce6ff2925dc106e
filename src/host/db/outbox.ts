import { applyToText, groupOfText } from '#shared/domain/outbox/record.ts';
import type { TextFact, TextGroup, TextRow } from '#shared/domain/outbox/record.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { addTextEvent, textEvents } from './outboxEvents.ts';
import { linkPictures } from './pictures.ts';

/**
 * Stores a fact and what it changes.
 * @returns false when the fact was already there
 */
export function addTextFact(db: Db, fact: TextFact, agentId: string): boolean {
  if (!addTextEvent(db, fact, agentId)) return false;
  project(db, fact, agentId);
  return true;
}

function project(db: Db, fact: TextFact, agentId: string): void {
  const before = readText(db, fact.textId);
  const after = applyToText(before, fact, agentId);
  if (after !== null && after !== before) saveText(db, after);
}

/** Makes every row again from the facts. */
export function rebuildOutbox(db: Db): void {
  prepared(db, 'DELETE FROM outbox').run();
  prepared(db, 'DELETE FROM text_pictures').run();
  for (const { fact, agentId } of textEvents.all(db)) project(db, fact, agentId);
}

/** Makes one row again from its facts. */
export function remakeText(db: Db, id: string): void {
  const before = readText(db, id);
  if (!before) return;
  prepared(db, 'DELETE FROM outbox WHERE id = ?').run(id);
  for (const fact of textEvents.read(db, id)) project(db, fact, before.agentId);
}

export function readText(db: Db, id: string): TextRow | null {
  const body = prepared(db, 'SELECT body FROM outbox WHERE id = ?').pluck().get(id);
  return body === undefined ? null : toRow(body);
}

/** The row is written whole, and beside it what it is looked for by. */
function saveText(db: Db, row: TextRow): void {
  prepared(
    db,
    `INSERT INTO outbox (id, agent_id, customer, practice, part, call_id, written_at, ref, learns,
       phase, due_at, body)
     VALUES (:id, :agentId, :customer, :practice, :part, :callId, :writtenAt, :ref, :learns,
       :phase, :dueAt, :body)
     ON CONFLICT (id) DO UPDATE SET
       part = excluded.part, ref = excluded.ref, learns = excluded.learns,
       phase = excluded.phase, due_at = excluded.due_at, body = excluded.body`,
  ).run({
    id: row.id,
    agentId: row.agentId,
    customer: row.customer,
    practice: row.practice ? 1 : 0,
    part: groupOfText(row),
    callId: row.origin.callId,
    writtenAt: row.writtenAt,
    ref: row.delivery?.ref ?? null,
    learns: row.end === null && row.delivery?.state === 'accepted' ? 1 : 0,
    phase: phaseOf(row),
    dueAt: row.notBefore ?? 0,
    body: JSON.stringify(row),
  });
  linkPictures(
    db,
    row.id,
    row.content.attachments.map(({ sha256 }) => sha256),
  );
}

/** What the sender finds it by; see migration 0022. */
function phaseOf({ end, delivery }: TextRow): 'waiting' | 'delayed' | 'sending' | null {
  if (end !== null) return null;
  if (delivery === null) return 'waiting';
  return delivery.state === 'delayed' || delivery.state === 'sending' ? delivery.state : null;
}

export interface TextQuery {
  /** Null for all of them. */
  readonly group: TextGroup | null;
  /** The last one of the page before. */
  readonly after: { readonly at: number; readonly id: string } | null;
  readonly limit: number;
}

/** Newest first. */
export function listTexts(db: Db, { group, after, limit }: TextQuery): TextRow[] {
  const part = group === null ? '' : 'part = :group AND';
  const bodies = prepared(
    db,
    `SELECT body FROM outbox WHERE ${part} (written_at, id) < (:at, :id)
     ORDER BY written_at DESC, id DESC LIMIT :limit`,
  )
    .pluck()
    .all({
      ...(group === null ? {} : { group }),
      at: after?.at ?? Number.MAX_SAFE_INTEGER,
      id: after?.id ?? '',
      limit,
    });
  return bodies.map(toRow);
}

export function countTexts(db: Db): Record<TextGroup, number> {
  const counts: Record<TextGroup, number> = { open: 0, trouble: 0, done: 0, declined: 0 };
  const rows = prepared(db, 'SELECT part, count(*) AS n FROM outbox GROUP BY part').all();
  for (const { part, n } of rows as { part: TextGroup; n: number }[]) counts[part] = n;
  return counts;
}

/** Newest first. */
export function textsOfCustomer(
  db: Db,
  { customer, practice }: Pick<TextRow, 'customer' | 'practice'>,
  limit: number,
): TextRow[] {
  const bodies = prepared(
    db,
    `SELECT body FROM outbox WHERE customer = ? AND practice = ?
     ORDER BY written_at DESC, id DESC LIMIT ?`,
  )
    .pluck()
    .all(customer, practice ? 1 : 0, limit);
  return bodies.map(toRow);
}

/** About one call, newest first. */
export function textsOfCall(db: Db, callId: string): TextRow[] {
  const bodies = prepared(
    db,
    'SELECT body FROM outbox WHERE call_id = ? ORDER BY written_at DESC, id DESC',
  )
    .pluck()
    .all(callId);
  return bodies.map(toRow);
}

export function toRow(body: unknown): TextRow {
  return JSON.parse(String(body)) as TextRow;
}
