import type { AccessEntry } from '#shared/contract/recordings.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

export function addAccess(db: Db, entry: AccessEntry): void {
  prepared(
    db,
    `INSERT INTO access_log (id, at, agent_id, origin, action, subject_kind, subject_id, person, reason)
     VALUES (:id, :at, :agentId, :origin, :action, :subjectKind, :subjectId, :person, :reason)`,
  ).run(entry);
}

export function accessTo(db: Db, subjectKind: string, subjectId: string): AccessEntry[] {
  return prepared(
    db,
    `SELECT id, at, agent_id AS agentId, origin, action, subject_kind AS subjectKind,
       subject_id AS subjectId, person, reason
     FROM access_log WHERE subject_kind = ? AND subject_id = ? ORDER BY seq DESC LIMIT 200`,
  ).all(subjectKind, subjectId) as AccessEntry[];
}
