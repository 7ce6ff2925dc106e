import { onlyOnceKey, pauseFactSchema } from '#shared/domain/pause/record.ts';
import type { PauseFact } from '#shared/domain/pause/record.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/**
 * @returns false when a fact with this id, or one that says the same, is already there, which is
 * then left as it is
 */
export function addPauseEvent(db: Db, fact: PauseFact, agentId: string): boolean {
  const { id, pauseId, at, type, ...body } = fact;
  const { changes } = prepared(
    db,
    `INSERT INTO pause_events (id, pause_id, agent_id, at, type, only_once, body)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  ).run(id, pauseId, agentId, at, type, onlyOnceKey(fact), JSON.stringify(body));
  return changes > 0;
}

/** In the order in which they were stored. */
export function readPauseEvents(db: Db, pauseId: string): PauseFact[] {
  const rows = prepared(
    db,
    'SELECT id, pause_id, at, type, body FROM pause_events WHERE pause_id = ? ORDER BY seq',
  ).all(pauseId) as Row[];
  return rows.map(toFact);
}

const FACTS_AT_A_TIME = 1_000;

/** Every fact in the order in which it was stored, read in pieces; see `allCallEvents`. */
export function* allPauseEvents(db: Db): Generator<{ fact: PauseFact; agentId: string }> {
  let last = 0;
  for (;;) {
    const rows = prepared(
      db,
      `SELECT seq, id, pause_id, agent_id, at, type, body FROM pause_events
       WHERE seq > ? ORDER BY seq LIMIT ?`,
    ).all(last, FACTS_AT_A_TIME) as (Row & { seq: number; agent_id: string })[];
    for (const row of rows) yield { fact: toFact(row), agentId: row.agent_id };
    if (rows.length < FACTS_AT_A_TIME) return;
    last = rows.at(-1)?.seq ?? last;
  }
}

interface Row {
  readonly id: string;
  readonly pause_id: string;
  readonly at: number;
  readonly type: string;
  readonly body: string;
}

function toFact({ id, pause_id: pauseId, at, type, body }: Row): PauseFact {
  return pauseFactSchema.parse({ ...(JSON.parse(body) as object), id, pauseId, at, type });
}
