import { oncePerAbsence, oncePerCall, textFactSchema } from '#shared/domain/outbox/record.ts';
import type { TextFact } from '#shared/domain/outbox/record.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

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

/** In the order in which they were stored. */
export function readTextEvents(db: Db, textId: string): TextFact[] {
  const rows = prepared(
    db,
    'SELECT id, text_id, at, type, body FROM outbox_events WHERE text_id = ? ORDER BY seq',
  ).all(textId) as Row[];
  return rows.map(toFact);
}

const FACTS_AT_A_TIME = 1_000;

/** Every fact in the order in which it was stored, read in pieces; see `allCallEvents`. */
export function* allTextEvents(db: Db): Generator<{ fact: TextFact; agentId: string }> {
  let last = 0;
  for (;;) {
    const rows = prepared(
      db,
      `SELECT seq, id, text_id, agent_id, at, type, body FROM outbox_events
       WHERE seq > ? ORDER BY seq LIMIT ?`,
    ).all(last, FACTS_AT_A_TIME) as (Row & { seq: number; agent_id: string })[];
    for (const row of rows) yield { fact: toFact(row), agentId: row.agent_id };
    if (rows.length < FACTS_AT_A_TIME) return;
    last = rows.at(-1)?.seq ?? last;
  }
}

interface Row {
  readonly id: string;
  readonly text_id: string;
  readonly at: number;
  readonly type: string;
  readonly body: string;
}

function toFact({ id, text_id: textId, at, type, body }: Row): TextFact {
  return textFactSchema.parse({ ...(JSON.parse(body) as object), id, textId, at, type });
}
