import { applyToReflection, reflectionFactSchema } from '#shared/domain/lesson/reflection.ts';
import type { ReflectionFact, ReflectionRow } from '#shared/domain/lesson/reflection.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { factLog } from './factLog.ts';

export const reflectionEvents = factLog({
  ...{ table: 'reflection_events', key: 'callId', column: 'call_id' },
  schema: reflectionFactSchema,
});

/**
 * Stores a fact and what it changes.
 * @returns false when the fact was already there
 */
export function addReflectionFact(db: Db, fact: ReflectionFact, agentId: string): boolean {
  const { callId } = fact;
  if (!reflectionEvents.add(db, fact, agentId)) return false;
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
