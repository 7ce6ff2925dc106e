import type { RunRow } from '#shared/domain/script/run.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

export function readRun(db: Db, id: string): RunRow | null {
  const body = prepared(db, 'SELECT body FROM runs WHERE id = ?').pluck().get(id);
  return body === undefined ? null : toRun(body);
}

/** The row is written whole, and beside it what it is looked for by. */
export function saveRun(db: Db, row: RunRow): void {
  prepared(
    db,
    `INSERT INTO runs (id, agent_id, call_id, practice, situation, script_id, version, step_id,
       started_at, ended_at, body)
     VALUES (:id, :agent_id, :call_id, :practice, :situation, :script_id, :version, :step_id,
       :started_at, :ended_at, :body)
     ON CONFLICT (id) DO UPDATE SET
       step_id = excluded.step_id, ended_at = excluded.ended_at, body = excluded.body`,
  ).run({
    id: row.id,
    agent_id: row.agentId,
    call_id: row.callId,
    practice: row.practice ? 1 : 0,
    situation: row.situation,
    script_id: row.scriptId,
    version: row.version,
    step_id: row.stepId,
    started_at: row.startedAt,
    ended_at: row.end?.at ?? null,
    body: JSON.stringify(row),
  });
}

/** Only to make every row again from the facts. */
export function forgetRuns(db: Db): void {
  prepared(db, 'DELETE FROM runs').run();
}

/** Apart, as those below, so that a test can read its plan. */
export const OPEN_RUNS = `SELECT body FROM runs WHERE ended_at IS NULL ORDER BY started_at DESC, id`;

/** Newest first. */
export function openRuns(db: Db): RunRow[] {
  return prepared(db, OPEN_RUNS).pluck().all().map(toRun);
}

export const RUNS_OF_CALL = `SELECT body FROM runs WHERE call_id = ? ORDER BY started_at, id`;

/** Oldest first. */
export function runsOfCall(db: Db, callId: string): RunRow[] {
  return prepared(db, RUNS_OF_CALL).pluck().all(callId).map(toRun);
}

export const RUNS_BETWEEN = `SELECT body FROM runs
  WHERE started_at >= :from AND started_at <= :to ORDER BY started_at DESC, id`;

/** Those that began in these times, newest first. */
export function runsBetween(
  db: Db,
  { from, to }: { readonly from: number; readonly to: number },
): RunRow[] {
  return prepared(db, RUNS_BETWEEN).pluck().all({ from, to }).map(toRun);
}

function toRun(body: unknown): RunRow {
  return JSON.parse(String(body)) as RunRow;
}
