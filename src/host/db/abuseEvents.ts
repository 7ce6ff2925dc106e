import { abuseFactSchema, onlyOnceKey } from '#shared/domain/abuse/record.ts';
import type { AbuseFact } from '#shared/domain/abuse/record.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/**
 * @returns false when a fact with this id, or one that says the same, is already there, which is
 * then left as it is
 */
export function addAbuseEvent(db: Db, fact: AbuseFact, agentId: string): boolean {
  const { id, caseId, at, type, ...body } = fact;
  const { changes } = prepared(
    db,
    `INSERT INTO abuse_events (id, case_id, agent_id, at, type, only_once, body)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  ).run(id, caseId, agentId, at, type, onlyOnceKey(fact), JSON.stringify(body));
  return changes > 0;
}

/** In the order in which they were stored. */
export function readAbuseEvents(db: Db, caseId: string): AbuseFact[] {
  const rows = prepared(
    db,
    'SELECT id, case_id, at, type, body FROM abuse_events WHERE case_id = ? ORDER BY seq',
  ).all(caseId) as Row[];
  return rows.map(toFact);
}

const FACTS_AT_A_TIME = 1_000;

/** Every fact in the order in which it was stored, read in pieces; see `allCallEvents`. */
export function* allAbuseEvents(db: Db): Generator<{ fact: AbuseFact; agentId: string }> {
  let last = 0;
  for (;;) {
    const rows = prepared(
      db,
      `SELECT seq, id, case_id, agent_id, at, type, body FROM abuse_events
       WHERE seq > ? ORDER BY seq LIMIT ?`,
    ).all(last, FACTS_AT_A_TIME) as (Row & { seq: number; agent_id: string })[];
    for (const row of rows) yield { fact: toFact(row), agentId: row.agent_id };
    if (rows.length < FACTS_AT_A_TIME) return;
    last = rows.at(-1)?.seq ?? last;
  }
}

interface Row {
  readonly id: string;
  readonly case_id: string;
  readonly at: number;
  readonly type: string;
  readonly body: string;
}

function toFact({ id, case_id: caseId, at, type, body }: Row): AbuseFact {
  return abuseFactSchema.parse({ ...(JSON.parse(body) as object), id, caseId, at, type });
}
