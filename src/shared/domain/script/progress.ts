import { fittingFrom, stepOf } from './script.ts';
import type { Circumstances, Script } from './script.ts';
import type { RunRow } from './run.ts';

/** How far a run is: steps that were come to, of those and the ones straight ahead. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** What a choice would lead to is not counted before it is chosen. */
export function progressOf(script: Script, row: RunRow, now: Circumstances): Progress {
  const seen = new Set(row.visits.map(({ stepId }) => stepId));
  const done = seen.size;
  let ahead = 0;
  const passed = new Set<string>(row.stepId === null ? [] : [row.stepId]);
  for (let at = row.stepId === null ? null : stepOf(script, row.stepId); at;) {
    const next = fittingFrom(script, at.next, now);
    if (!next || passed.has(next.id)) break;
    passed.add(next.id);
    if (!seen.has(next.id)) ahead += 1;
    at = next;
  }
  return { done, total: done + ahead };
}
