import { callFactSchema } from '#shared/domain/call/record.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/** @returns false when a fact with this id is already there, which is then left as it is */
export function addCallEvent(db: Db, fact: CallFact, agentId: string): boolean {
  const { id, callId, at, type, ...body } = fact;
  const { changes } = prepared(
    db,
    `INSERT INTO call_events (id, call_id, agent_id, at, type, body) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO NOTHING`,
  ).run(id, callId, agentId, at, type, JSON.stringify(body));
  return changes > 0;
}

export function readCallEvents(db: Db, callId: string): CallFact[] {
  const rows = prepared(
    db,
    'SELECT id, call_id, at, type, body FROM call_events WHERE call_id = ? ORDER BY seq',
  ).all(callId) as Row[];
  return rows.map(toFact);
}

const FACTS_AT_A_TIME = 1_000;

/**
 * Every fact in the order in which it was stored. Read in pieces, since a connection cannot write
 * while it steps through a statement, and a year of facts need not be in memory.
 */
export function* allCallEvents(db: Db): Generator<{ fact: CallFact; agentId: string }> {
  let last = 0;
  for (;;) {
    const rows = prepared(
      db,
      `SELECT seq, id, call_id, agent_id, at, type, body FROM call_events
       WHERE seq > ? ORDER BY seq LIMIT ?`,
    ).all(last, FACTS_AT_A_TIME) as (Row & { seq: number; agent_id: string })[];
    for (const row of rows) yield { fact: toFact(row), agentId: row.agent_id };
    if (rows.length < FACTS_AT_A_TIME) return;
    last = rows.at(-1)?.seq ?? last;
  }
}

/** The facts stored after one of them that say that somebody was reached, or that a call is over. */
export function callEventsAfter(db: Db, seq: number): { seq: number; fact: CallFact }[] {
  const rows = prepared(
    db,
    `SELECT seq, id, call_id, at, type, body FROM call_events
     WHERE seq > ? AND type IN ('answered', 'ended') ORDER BY seq`,
  ).all(seq) as (Row & { seq: number })[];
  return rows.map((row) => ({ seq: row.seq, fact: toFact(row) }));
}

export function lastEventTime(db: Db, callId: string): number | null {
  const row = prepared(db, 'SELECT max(at) AS at FROM call_events WHERE call_id = ?').get(
    callId,
  ) as { at: number | null };
  return row.at;
}

interface Row {
  readonly id: string;
  readonly call_id: string;
  readonly at: number;
  readonly type: string;
  readonly body: string;
}

function toFact({ id, call_id: callId, at, type, body }: Row): CallFact {
  return callFactSchema.parse({ ...(JSON.parse(body) as object), id, callId, at, type });
}
