import { prepared } from '../database.ts';
import type { Db } from '../database.ts';
import { destroying, keyOfCall, rowsAfter, staysWith } from './candidates.ts';
import type { Candidate, Place, Standing, Store } from './candidates.ts';

interface Row {
  readonly e164: string | null;
  readonly dialled: string;
  readonly needed: number;
  readonly open: number;
}

/** Calls with all that is of them alone: their facts, guides, reflections, closed mistakes, index entry. */
export const callStore: Store = {
  due(db, before, after, limit, standing): Candidate[] {
    // The newest fact keeps its number: what follows facts of calls (promises, texts) counts by it.
    const last = prepared(db, 'SELECT call_id FROM call_events ORDER BY seq DESC LIMIT 1').pluck();
    const newest = last.get() as string | undefined;
    return rowsOf(db, before, after, limit).map(({ id, at, needed, open, ...call }) => ({
      ...{ id, at },
      stays: staysOf(standing, id, keyOfCall(call), {
        needed: needed === 1 || id === newest,
        open: open === 1,
      }),
    }));
  },
  remove(db, ids) {
    for (const id of ids) removeCall(db, id);
  },
};

function staysOf(
  standing: Standing,
  id: string,
  key: string,
  { needed, open }: { readonly needed: boolean; readonly open: boolean },
): Candidate['stays'] {
  if (standing.held.calls.has(id)) return 'hold';
  const stays = staysWith(standing, key);
  if (stays !== null) return stays;
  if (open) return 'open';
  return needed ? 'needed' : null;
}

function rowsOf(db: Db, before: number, after: Place, limit: number): (Row & Place)[] {
  return rowsAfter<Row>(
    db,
    {
      columns: `id, started_at AS at, e164, dialled,
        (EXISTS (SELECT 1 FROM recordings r
           WHERE r.call_id = calls.id AND r.removed_at IS NULL AND r.bytes > 0)
         OR EXISTS (SELECT 1 FROM abuse_cases a WHERE a.call_id = calls.id)) AS needed,
        (EXISTS (SELECT 1 FROM promises p
           WHERE json_extract(p.body, '$.origin.callId') = calls.id AND p.ended_at IS NULL)
         OR EXISTS (SELECT 1 FROM outbox o
           WHERE o.call_id = calls.id AND o.part IN ('open', 'trouble'))
         OR EXISTS (SELECT 1 FROM mistakes m
           WHERE m.call_id = calls.id AND m.closed_at IS NULL)) AS open`,
      from: 'calls',
      at: 'started_at',
      and: 'ended_at IS NOT NULL',
    },
    before,
    after,
    limit,
  );
}

function removeCall(db: Db, id: string): void {
  const of = (sql: string): string[] => prepared(db, sql).pluck().all(id) as string[];
  const runs = of('SELECT id FROM runs WHERE call_id = ?');
  const mistakes = of('SELECT id FROM mistakes WHERE call_id = ?');
  const each = (ids: readonly string[], ...statements: readonly string[]): void => {
    for (const sql of statements) for (const one of ids) prepared(db, sql).run(one);
  };
  destroying(db, [id, ...runs, ...mistakes], () => {
    each(runs, 'DELETE FROM run_events WHERE run_id = ?', 'DELETE FROM runs WHERE id = ?');
    each(
      mistakes,
      'DELETE FROM mistake_events WHERE mistake_id = ?',
      'DELETE FROM mistakes WHERE id = ?',
    );
    each(
      [id],
      'DELETE FROM reflection_events WHERE call_id = ?',
      'DELETE FROM reflections WHERE call_id = ?',
      // Of recordings that are gone already: what was said of them goes with the call.
      'DELETE FROM recordings WHERE call_id = ?',
      'DELETE FROM call_events WHERE call_id = ?',
      'DELETE FROM calls WHERE id = ?',
      'DELETE FROM call_index WHERE rowid = (SELECT place FROM call_places WHERE call_id = ?)',
      'DELETE FROM call_places WHERE call_id = ?',
      'DELETE FROM calls_to_index WHERE call_id = ?',
    );
  });
}

/**
 * FTS5 merges parts of its index with each other and never one alone, so that what was deleted out of a
 * single part would stay in it: one entry that is written anew is the other part. Within the transaction
 * that has the index emptied.
 */
export function stirIndex(db: Db): void {
  prepared(
    db,
    `INSERT OR IGNORE INTO calls_to_index (call_id)
     SELECT id FROM calls ORDER BY started_at DESC, id DESC LIMIT 1`,
  ).run();
}
