import type { Db } from '../database.ts';

/*
 * Which calls this run of the app has changed. What it finds to be sorted in at its start may be much
 * and is not asked for first; what somebody has just written down is looked for a moment later.
 */

/** Of more the index says itself that it is behind: whole years that are emptied, for instance. */
const MOST = 600;

const touchedIn = new WeakMap<Db, Set<string>>();

/**
 * Notes every change of a call's row from now on. By triggers of this connection alone, so that no one
 * who writes to the table can forget it; nothing of them is in the file.
 */
export function watchTouchedCalls(db: Db): void {
  const touched = new Set<string>();
  touchedIn.set(db, touched);
  db.function('ieum_call_touched', { directOnly: false }, (id) => {
    if (touched.size < MOST) touched.add(String(id));
    return null;
  });
  for (const change of ['INSERT', 'UPDATE']) {
    db.exec(`CREATE TEMP TRIGGER calls_touched_by_${change} AFTER ${change} ON main.calls
      BEGIN SELECT ieum_call_touched(NEW.id); END`);
  }
}

/** The calls that were changed since it was asked last. */
export function takeTouchedCalls(db: Db): readonly string[] {
  const touched = touchedIn.get(db);
  if (!touched) return [];
  const ids = [...touched];
  touched.clear();
  return ids;
}
