import { oncePerAbsence, oncePerCall, textFactSchema } from '#shared/domain/outbox/record.ts';
import type { TextFact } from '#shared/domain/outbox/record.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { factLog } from './factLog.ts';
import type { FactLog } from './factLog.ts';

/** Added to by `addTextEvent` alone: two things of a text are said only once, not one. */
export const textEvents: Omit<FactLog<TextFact>, 'add'> = factLog({
  ...{ table: 'outbox_events', key: 'textId', column: 'text_id' },
  schema: textFactSchema,
});

/**
 * @returns false when a fact with this id, or one that says the same, is already there, which is
 * then left as it is
 */
export function addTextEvent(db: Db, fact: TextFact, agentId: string): boolean {
  const { id, textId, at, type, ...body } = fact;
  const { changes } = prepared(
    db,
    `INSERT INTO outbox_events (id, text_id, agent_id, at, type, once_call, once_absence, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  ).run(
    ...[id, textId, agentId, at, type],
    ...[oncePerCall(fact), oncePerAbsence(fact), JSON.stringify(body)],
  );
  return changes > 0;
}

export function hasTextEvent(db: Db, id: string): boolean {
  return prepared(db, 'SELECT 1 FROM outbox_events WHERE id = ?').get(id) !== undefined;
}

/** Whether this caller was written to in this absence. @param key see `absenceKey` */
export function wasTextedInAbsence(db: Db, key: string): boolean {
  return prepared(db, 'SELECT 1 FROM outbox_events WHERE once_absence = ?').get(key) !== undefined;
}

export function isDecided(db: Db, callId: string): boolean {
  return prepared(db, 'SELECT 1 FROM outbox_events WHERE once_call = ?').get(callId) !== undefined;
}
