import { randomBytes } from 'node:crypto';
import type { AccessEntry } from '#shared/contract/recordings.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/** Without a detail nothing more is to be said. */
export type NewAccess = Omit<AccessEntry, 'detail'> & { readonly detail?: string };

/**
 * Whoever is looked at stands in the log by a made-up word (`refOf`), and a number that is its own subject
 * too. Who looked is the agent of this computer by name (`meta.access_actor`), and the lead where the page
 * is theirs (`meta.access_lead`); what the host does by itself is nobody's.
 */
export function addAccess(db: Db, entry: NewAccess): void {
  const ref = entry.person === null ? null : refOf(db, entry.person);
  const subjectId = ref !== null && entry.subjectId === entry.person ? ref : entry.subjectId;
  prepared(
    db,
    `INSERT INTO access_log (id, at, agent_id, origin, action, subject_kind, subject_id, person, reason,
       detail, actor, role)
     VALUES (:id, :at, :agentId, :origin, :action, :subjectKind, :subjectId, :person, :reason, :detail,
       CASE WHEN :origin = 'host' THEN NULL
         ELSE (SELECT value FROM meta WHERE key = 'access_actor') END,
       CASE WHEN :origin = 'host' THEN NULL
         WHEN :origin = (SELECT value FROM meta WHERE key = 'access_lead') THEN 'lead'
         ELSE 'agent' END)`,
  ).run({ detail: null, ...entry, person: ref, subjectId });
}

/** The word for a person, made when they are first looked at. */
function refOf(db: Db, person: string): string {
  const known = prepared(db, 'SELECT ref FROM access_people WHERE person = ?').pluck().get(person);
  if (typeof known === 'string') return known;
  const ref = randomBytes(8).toString('hex');
  prepared(db, 'INSERT INTO access_people (ref, person) VALUES (?, ?)').run(ref, person);
  return ref;
}

/**
 * Forgets what the words stand for: the log stays, and says of nobody any more who it was.
 * @returns the words, for the certificate
 */
export function forgetPeople(db: Db, people: readonly string[]): string[] {
  const forget = prepared(db, 'DELETE FROM access_people WHERE person = ? RETURNING ref').pluck();
  return people.flatMap((person) => forget.all(person) as string[]);
}

export function accessTo(db: Db, subjectKind: string, subjectId: string): AccessEntry[] {
  return prepared(
    db,
    `SELECT id, at, agent_id AS agentId, origin, action, subject_kind AS subjectKind,
       subject_id AS subjectId, p.person, reason, detail
     FROM access_log l LEFT JOIN access_people p ON p.ref = l.person
     WHERE subject_kind = ? AND subject_id = ? ORDER BY seq DESC LIMIT 200`,
  ).all(subjectKind, subjectId) as AccessEntry[];
}
