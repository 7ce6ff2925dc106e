import { applyToReflection, reflectionFactSchema } from '#shared/domain/lesson/reflection.ts';
import type { ReflectionFact, ReflectionRow } from '#shared/domain/lesson/reflection.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/**
 * Stores a fact and what it changes.
 * @returns false when the fact was already there
 */
export function addReflectionFact(db: Db, fact: ReflectionFact, agentId: string): boolean {
  const { id, callId, at, type, ...body } = fact;
  const { changes } = prepared(
    db,
    `INSERT INTO reflection_events (id, call_id, agent_id, at, type, body)
     VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  ).run(id, callId, agentId, at, type, JSON.stringify(body));
  if (changes === 0) return false;
  const before = readReflection(db, callId, agentId);
  const after = applyToReflection(before, fact);
  if (after !== null && after !== before) {
    prepared(
      db,
      `INSERT INTO reflections (call_id, agent_id, body) VALUES (?, ?, ?)
       ON CONFLICT (call_id) DO UPDATE SET body = excluded.body`,
    ).run(callId, agentId, JSON.stringify(after));
  }
  return true;
}

/** Null also where it is somebody else's. */
export function readReflection(db: Db, callId: string, agentId: string): ReflectionRow | null {
  const body = prepared(db, 'SELECT body FROM reflections WHERE call_id = ? AND agent_id = ?')
    .pluck()
    .get(callId, agentId) as string | undefined;
  return body === undefined ? null : (JSON.parse(body) as ReflectionRow);
}

/** In the order in which they were stored, to be kept elsewhere by the same agent. */
export function allReflectionFacts(db: Db): ReflectionFact[] {
  const rows = prepared(
    db,
    'SELECT id, call_id AS callId, at, type, body FROM reflection_events ORDER BY seq',
  ).all() as ({ readonly body: string } & object)[];
  return rows.map(({ body, ...event }) =>
    reflectionFactSchema.parse({ ...(JSON.parse(body) as object), ...event }),
  );
}
