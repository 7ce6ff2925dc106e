import { applyToRun } from '#shared/domain/script/run.ts';
import type { RunFact } from '#shared/domain/script/run.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { runEvents } from './runEvents.ts';
import { forgetRuns, readRun, saveRun } from './runs.ts';

/**
 * Stores a fact and what it changes.
 * @returns false when the fact was already there
 */
export function addRunFact(db: Db, fact: RunFact, agentId: string): boolean {
  if (!runEvents.add(db, fact, agentId)) return false;
  project(db, fact, agentId);
  return true;
}

function project(db: Db, fact: RunFact, agentId: string): void {
  const before = readRun(db, fact.runId);
  const after = applyToRun(before, fact, agentId);
  if (after !== null && after !== before) saveRun(db, after);
}

/** Makes every row again from the facts. */
export function rebuildRuns(db: Db): void {
  forgetRuns(db);
  for (const { fact, agentId } of runEvents.all(db)) project(db, fact, agentId);
}

/** Makes one row again from its facts. */
export function remakeRun(db: Db, id: string): void {
  const before = readRun(db, id);
  if (!before) return;
  prepared(db, 'DELETE FROM runs WHERE id = ?').run(id);
  for (const fact of runEvents.read(db, id)) project(db, fact, before.agentId);
}
