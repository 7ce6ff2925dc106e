import type { AccessEntry } from '#shared/contract/recordings.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/** Without a detail nothing more is to be said. */
export type NewAccess = Omit<AccessEntry, 'detail'> & { readonly detail?: string };

export function addAccess(db: Db, entry: NewAccess): void {
  prepared(
    db,
    `INSERT INTO access_log (id, at, agent_id, origin, action, subject_kind, subject_id, person, reason, detail)
     VALUES (:id, :at, :agentId, :origin, :action, :subjectKind, :subjectId, :person, :reason, :detail)`,
  ).run({ detail: null, ...entry });
}

export function accessTo(db: Db, subjectKind: string, subjectId: string): AccessEntry[] {
  return prepared(
    db,
    `SELECT id, at, agent_id AS agentId, origin, action, subject_kind AS subjectKind,
       subject_id AS subjectId, person, reason, detail
     FROM access_log WHERE subject_kind = ? AND subject_id = ? ORDER BY seq DESC LIMIT 200`,
  ).all(subjectKind, subjectId) as AccessEntry[];
}
