import { runFactSchema } from '#shared/domain/script/run.ts';
import type { RunFact } from '#shared/domain/script/run.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/** @returns false when a fact with this id is already there, which is then left as it is */
export function addRunEvent(db: Db, fact: RunFact, agentId: string): boolean {
  const { id, runId, at, type, ...body } = fact;
  const { changes } = prepared(
    db,
    `INSERT INTO run_events (id, run_id, agent_id, at, type, body) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO NOTHING`,
  ).run(id, runId, agentId, at, type, JSON.stringify(body));
  return changes > 0;
}

const FACTS_AT_A_TIME = 1_000;

/** Every fact in the order in which it was stored, read in pieces; see `allCallEvents`. */
export function* allRunEvents(db: Db): Generator<{ fact: RunFact; agentId: string }> {
  let last = 0;
  for (;;) {
    const rows = prepared(
      db,
      `SELECT seq, id, run_id, agent_id, at, type, body FROM run_events
       WHERE seq > ? ORDER BY seq LIMIT ?`,
    ).all(last, FACTS_AT_A_TIME) as Row[];
    for (const row of rows) yield { fact: toFact(row), agentId: row.agent_id };
    if (rows.length < FACTS_AT_A_TIME) return;
    last = rows.at(-1)?.seq ?? last;
  }
}

interface Row {
  readonly seq: number;
  readonly id: string;
  readonly run_id: string;
  readonly agent_id: string;
  readonly at: number;
  readonly type: string;
  readonly body: string;
}

function toFact({ id, run_id: runId, at, type, body }: Row): RunFact {
  return runFactSchema.parse({ ...(JSON.parse(body) as object), id, runId, at, type });
}
