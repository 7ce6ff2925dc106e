import type { RecordingKind } from '#shared/contract/recordings.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

export interface StoredRecording {
  readonly id: string;
  readonly callId: string;
  readonly kind: RecordingKind;
  readonly state: 'open' | 'ended' | 'interrupted';
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly endReason: string | null;
  readonly bytes: number;
  readonly nextSeq: number;
  readonly durationMs: number | null;
  readonly sha256: string | null;
  readonly heardAt: number | null;
  readonly deletedAt: number | null;
  readonly deleteReason: string | null;
  readonly removedAt: number | null;
}

const COLUMNS = `id, call_id AS callId, kind, state, started_at AS startedAt, ended_at AS endedAt,
  end_reason AS endReason, bytes, next_seq AS nextSeq, duration_ms AS durationMs, sha256,
  heard_at AS heardAt, deleted_at AS deletedAt, delete_reason AS deleteReason, removed_at AS removedAt`;

export function readRecording(db: Db, id: string): StoredRecording | null {
  const row = prepared(db, `SELECT ${COLUMNS} FROM recordings WHERE id = ?`).get(id);
  return (row as StoredRecording | undefined) ?? null;
}

export function recordingsOfCall(db: Db, callId: string): StoredRecording[] {
  return prepared(
    db,
    `SELECT ${COLUMNS} FROM recordings
     WHERE call_id = ? AND removed_at IS NULL AND bytes > 0 ORDER BY started_at, id`,
  ).all(callId) as StoredRecording[];
}

export function openRecordings(db: Db): StoredRecording[] {
  return prepared(
    db,
    `SELECT ${COLUMNS} FROM recordings WHERE state = 'open' ORDER BY id`,
  ).all() as StoredRecording[];
}

export function addRecording(
  db: Db,
  recording: Pick<StoredRecording, 'id' | 'callId' | 'kind' | 'startedAt'>,
  agentId: string,
): void {
  const { id, callId, kind, startedAt } = recording;
  prepared(
    db,
    `INSERT INTO recordings (id, call_id, agent_id, kind, state, started_at, bytes, next_seq)
     VALUES (?, ?, ?, ?, 'open', ?, 0, 0)`,
  ).run(id, callId, agentId, kind, startedAt);
}

export function setAcknowledged(db: Db, id: string, bytes: number, nextSeq: number): void {
  prepared(
    db,
    `UPDATE recordings SET state = 'open', bytes = ?, next_seq = ?, ended_at = NULL,
       end_reason = NULL, duration_ms = NULL, sha256 = NULL WHERE id = ?`,
  ).run(bytes, nextSeq, id);
}

export function closeRecording(
  db: Db,
  id: string,
  end: Pick<
    StoredRecording,
    'state' | 'endedAt' | 'endReason' | 'bytes' | 'durationMs' | 'sha256' | 'removedAt'
  >,
): void {
  prepared(
    db,
    `UPDATE recordings SET state = :state, ended_at = :endedAt, end_reason = :endReason,
       bytes = :bytes, duration_ms = :durationMs, sha256 = :sha256, removed_at = :removedAt
     WHERE id = :id`,
  ).run({ id, ...end });
}

export function setHeard(db: Db, id: string, at: number): void {
  prepared(db, 'UPDATE recordings SET heard_at = ? WHERE id = ?').run(at, id);
}

export function setDeleted(db: Db, id: string, at: number | null, reason: string | null): void {
  prepared(db, 'UPDATE recordings SET deleted_at = ?, delete_reason = ? WHERE id = ?').run(
    at,
    reason,
    id,
  );
}

export function setRemoved(db: Db, id: string, at: number): void {
  prepared(db, 'UPDATE recordings SET removed_at = ? WHERE id = ?').run(at, id);
}

/** Of a hold that counts at a moment, on the recording, its call or its customer (db/holds.ts). */
const HELD = `SELECT 1 FROM holds h
  WHERE NOT EXISTS (SELECT 1 FROM hold_releases x WHERE x.hold_id = h.id)
    AND (h.until_at IS NULL OR h.until_at > ?) AND (
      h.subject_kind = 'recording' AND h.subject_id = recordings.id
      OR h.subject_kind = 'call' AND h.subject_id = recordings.call_id
      OR h.subject_kind = 'customer' AND EXISTS (
        SELECT 1 FROM calls c WHERE c.id = recordings.call_id AND (
          coalesce(c.e164, lower(replace(replace(c.dialled, '.', ''), '-', ''))) IN (
            SELECT value FROM json_each(h.keys)
            UNION SELECT key FROM customer_numbers n WHERE n.customer_id = h.subject_id))))`;

/** Whether somebody must be able to have it. */
export function isRecordingHeld(db: Db, id: string, now: number): boolean {
  return (
    prepared(db, `SELECT 1 FROM recordings WHERE id = ? AND EXISTS (${HELD})`).get(id, now) !==
    undefined
  );
}

/** What is to be removed for good: too old, or deleted long enough ago, and not held. */
export function dueRecordings(
  db: Db,
  {
    startedBefore,
    deletedBefore,
    now,
  }: {
    startedBefore: Readonly<Record<RecordingKind, number>>;
    deletedBefore: number;
    now: number;
  },
  limit: number,
): StoredRecording[] {
  return prepared(
    db,
    `SELECT ${COLUMNS} FROM recordings
     WHERE removed_at IS NULL AND state <> 'open'
       AND (started_at <= iif(kind = 'call', ?, ?) OR deleted_at <= ?) AND NOT EXISTS (${HELD})
     ORDER BY started_at LIMIT ?`,
  ).all(
    ...[startedBefore.call, startedBefore.voicemail, deletedBefore, now, limit],
  ) as StoredRecording[];
}

/** There is a recording of a call: voicemail is found by itself. */
export function anyRecorded(db: Db): boolean {
  return (
    prepared(
      db,
      `SELECT 1 FROM recordings
       WHERE removed_at IS NULL AND bytes > 0 AND kind = 'call' LIMIT 1`,
    ).get() !== undefined
  );
}

export function keptRecordings(db: Db): { readonly kept: number; readonly bytes: number } {
  return prepared(
    db,
    `SELECT count(*) AS kept, coalesce(sum(bytes), 0) AS bytes FROM recordings
     WHERE removed_at IS NULL AND bytes > 0`,
  ).get() as { kept: number; bytes: number };
}
