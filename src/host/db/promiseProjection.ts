import { applyToPromise } from '#shared/domain/callback/record.ts';
import type { PromiseFact, PromiseRow } from '#shared/domain/callback/record.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { promiseEvents } from './promiseEvents.ts';
import { forgetPromises, readPromise, savePromise } from './promises.ts';

/**
 * Stores a fact and what it changes.
 * @returns false when the fact was already there
 */
export function addPromiseFact(db: Db, fact: PromiseFact, agentId: string): boolean {
  if (!promiseEvents.add(db, fact, agentId)) return false;
  project(db, fact, agentId);
  return true;
}

function project(db: Db, fact: PromiseFact, agentId: string): void {
  const before = readPromise(db, fact.promiseId);
  const after = before
    ? applyToPromise(before, fact, agentId)
    : fact.type === 'made'
      ? withEarlier(db, fact, agentId)
      : null;
  if (after !== null && after !== before) savePromise(db, after);
}

/** What came before the promise itself, by a way that was faster, counts as if it came after. */
function withEarlier(db: Db, made: PromiseFact, agentId: string): PromiseRow | null {
  let row = applyToPromise(null, made, agentId);
  for (const fact of promiseEvents.read(db, made.promiseId)) {
    if (fact.id === made.id) break;
    row = applyToPromise(row, fact, agentId);
  }
  return row;
}

/** Makes every row again from the facts. */
export function rebuildPromises(db: Db): void {
  forgetPromises(db);
  for (const { fact, agentId } of promiseEvents.all(db)) project(db, fact, agentId);
}

/** Makes one row again from its facts. */
export function remakePromise(db: Db, id: string): void {
  const before = readPromise(db, id);
  if (!before) return;
  prepared(db, 'DELETE FROM promises WHERE id = ?').run(id);
  for (const fact of promiseEvents.read(db, id)) project(db, fact, before.agentId);
}
