import { applyToPause } from '#shared/domain/pause/record.ts';
import type { PauseFact, PauseRow } from '#shared/domain/pause/record.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { pauseEvents } from './pauseEvents.ts';
import { forgetPauses, readPause, savePause } from './pauses.ts';

/**
 * Stores a fact and what it changes.
 * @returns false when the fact was already there
 */
export function addPauseFact(db: Db, fact: PauseFact, agentId: string): boolean {
  if (!pauseEvents.add(db, fact, agentId)) return false;
  project(db, fact, agentId);
  return true;
}

function project(db: Db, fact: PauseFact, agentId: string): void {
  const before = readPause(db, fact.pauseId);
  const after = before
    ? applyToPause(before, fact, agentId)
    : fact.type === 'opened'
      ? withEarlier(db, fact, agentId)
      : null;
  if (after !== null && after !== before) savePause(db, after);
}

/** What came before the pause itself, by a way that was faster, counts as if it came after. */
function withEarlier(db: Db, opened: PauseFact, agentId: string): PauseRow | null {
  let row = applyToPause(null, opened, agentId);
  for (const fact of pauseEvents.read(db, opened.pauseId)) {
    if (fact.id === opened.id) break;
    row = applyToPause(row, fact, agentId);
  }
  return row;
}

/** Makes every row again from the facts. */
export function rebuildPauses(db: Db): void {
  forgetPauses(db);
  for (const { fact, agentId } of pauseEvents.all(db)) project(db, fact, agentId);
}

/** Makes one row again from its facts. */
export function remakePause(db: Db, id: string): void {
  const before = readPause(db, id);
  if (!before) return;
  prepared(db, 'DELETE FROM pauses WHERE id = ?').run(id);
  for (const fact of pauseEvents.read(db, id)) project(db, fact, before.agentId);
}
