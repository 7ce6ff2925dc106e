import type { RunFact } from '#shared/domain/script/run.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { addRunFact } from './runProjection.ts';

/** How long a run whose call broke off with the app waits to be gone on with, in milliseconds. */
const WAITS_MS = 3_600_000;

/** Apart, so that a test can read its plan. */
export const RUNS_CALL_OVER = `SELECT r.id AS runId, max(c.ended_at, r.started_at) AS at
  FROM runs r JOIN calls c ON c.id = r.call_id
  WHERE r.ended_at IS NULL AND c.ended_at IS NOT NULL AND CASE c.outcome
    -- Its end is the last sign of life, which may be before the run's beginning.
    WHEN 'interrupted' THEN max(c.ended_at, r.started_at) <= :before
    ELSE c.ended_at >= r.started_at END`;

/**
 * Ends the runs whose call is over. One that was begun after its call, to write something down, is
 * the agent's to end. That a call was interrupted is a guess made at a start after a crash: its run
 * stays at its step, since the page may still hold the call or the agent calls back at once.
 * @param now epoch milliseconds
 * @returns the runs that were ended
 */
export function endRunsOfEndedCalls(
  db: Db,
  agentId: string,
  { newId, now }: { readonly newId: () => string; readonly now: number },
): string[] {
  const over = prepared(db, RUNS_CALL_OVER).all({ before: now - WAITS_MS }) as {
    readonly runId: string;
    readonly at: number;
  }[];
  for (const { runId, at } of over) {
    const fact: RunFact = { id: newId(), runId, at, type: 'ended', how: 'call-over' };
    addRunFact(db, fact, agentId);
  }
  return over.map(({ runId }) => runId);
}
