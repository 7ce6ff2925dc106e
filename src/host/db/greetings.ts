import { prepared } from './database.ts';
import type { Db } from './database.ts';

export interface StoredGreeting {
  readonly id: string;
  readonly reasonId: string | null;
  readonly durationMs: number;
  readonly bytes: number;
  readonly madeAt: number;
  readonly deletedAt: number | null;
  readonly removedAt: number | null;
}

const COLUMNS = `id, reason_id AS reasonId, duration_ms AS durationMs, bytes, made_at AS madeAt,
  deleted_at AS deletedAt, removed_at AS removedAt`;

export function readGreeting(db: Db, id: string): StoredGreeting | null {
  const row = prepared(db, `SELECT ${COLUMNS} FROM greetings WHERE id = ?`).get(id);
  return (row as StoredGreeting | undefined) ?? null;
}

export function greetingsInUse(db: Db): StoredGreeting[] {
  return prepared(
    db,
    `SELECT ${COLUMNS} FROM greetings WHERE deleted_at IS NULL ORDER BY coalesce(reason_id, '')`,
  ).all() as StoredGreeting[];
}

export function addGreeting(
  db: Db,
  greeting: Omit<StoredGreeting, 'deletedAt' | 'removedAt'>,
  agentId: string,
): void {
  prepared(
    db,
    `INSERT INTO greetings (id, agent_id, reason_id, duration_ms, bytes, made_at)
     VALUES (:id, :agentId, :reasonId, :durationMs, :bytes, :madeAt)`,
  ).run({ ...greeting, agentId });
}

/** Makes room for another of the same reason. */
export function retireGreeting(db: Db, reasonId: string | null, at: number): void {
  prepared(
    db,
    'UPDATE greetings SET deleted_at = ? WHERE reason_id IS ? AND deleted_at IS NULL',
  ).run(at, reasonId);
}

export function setGreetingDeleted(db: Db, id: string, at: number | null): void {
  prepared(db, 'UPDATE greetings SET deleted_at = ? WHERE id = ?').run(at, id);
}

/** Deleted so long ago that nobody takes them back any more. */
export function dueGreetings(db: Db, deletedBefore: number): StoredGreeting[] {
  return prepared(
    db,
    `SELECT ${COLUMNS} FROM greetings WHERE removed_at IS NULL AND deleted_at <= ? LIMIT 100`,
  ).all(deletedBefore) as StoredGreeting[];
}

export function setGreetingRemoved(db: Db, id: string, at: number): void {
  prepared(db, 'UPDATE greetings SET removed_at = ? WHERE id = ?').run(at, id);
}
