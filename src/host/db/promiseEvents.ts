import { onlyOnceKey, promiseFactSchema } from '#shared/domain/callback/record.ts';
import type { PromiseFact } from '#shared/domain/callback/record.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/**
 * @returns false when a fact with this id, or one that says the same, is already there, which is
 * then left as it is
 */
export function addPromiseEvent(db: Db, fact: PromiseFact, agentId: string): boolean {
  const { id, promiseId, at, type, ...body } = fact;
  const { changes } = prepared(
    db,
    `INSERT INTO promise_events (id, promise_id, agent_id, at, type, only_once, body)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  ).run(id, promiseId, agentId, at, type, onlyOnceKey(fact), JSON.stringify(body));
  return changes > 0;
}

/** In the order in which they were stored. */
export function readPromiseEvents(db: Db, promiseId: string): PromiseFact[] {
  const rows = prepared(
    db,
    'SELECT id, promise_id, at, type, body FROM promise_events WHERE promise_id = ? ORDER BY seq',
  ).all(promiseId) as Row[];
  return rows.map(toFact);
}

const FACTS_AT_A_TIME = 1_000;

/** Every fact in the order in which it was stored, read in pieces; see `allCallEvents`. */
export function* allPromiseEvents(db: Db): Generator<{ fact: PromiseFact; agentId: string }> {
  let last = 0;
  for (;;) {
    const rows = prepared(
      db,
      `SELECT seq, id, promise_id, agent_id, at, type, body FROM promise_events
       WHERE seq > ? ORDER BY seq LIMIT ?`,
    ).all(last, FACTS_AT_A_TIME) as (Row & { seq: number; agent_id: string })[];
    for (const row of rows) yield { fact: toFact(row), agentId: row.agent_id };
    if (rows.length < FACTS_AT_A_TIME) return;
    last = rows.at(-1)?.seq ?? last;
  }
}

interface Row {
  readonly id: string;
  readonly promise_id: string;
  readonly at: number;
  readonly type: string;
  readonly body: string;
}

function toFact({ id, promise_id: promiseId, at, type, body }: Row): PromiseFact {
  return promiseFactSchema.parse({ ...(JSON.parse(body) as object), id, promiseId, at, type });
}
