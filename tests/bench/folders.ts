import { join } from 'node:path';
import { openForLooking } from '#host/db/database.ts';
import { databasePath } from '#host/db/files.ts';
import { migrations } from '#host/db/migrations/index.ts';
import { openFileStore } from '#host/db/store.ts';
import { newId } from '#host/newId.ts';
import { fill } from '../../scripts/seed/fill.ts';
import { makeTempDir } from '../host/support.ts';

/** A data folder with many calls in it. */
export interface Folder {
  readonly calls: number;
  readonly dataDir: string;
  remove(): void;
}

/** Filled as `npm run seed` does it. */
export function seededFolder(calls: number): Folder {
  const dir = makeTempDir();
  const dataDir = join(dir.path, 'data');
  const store = openFileStore({ dataDir, clock: Date.now, newId, migrations });
  store.db.pragma('synchronous = OFF');
  fill(store.db, { calls, agents: 20, seed: 1, until: Date.now() }, () => undefined);
  store.db.exec('ANALYZE');
  store.close(true);
  return { calls, dataDir, remove: () => dir.remove() };
}

/** One that `npm run seed` has filled before; it stays. */
export function filledFolder(dataDir: string): Folder {
  const db = openForLooking(databasePath(dataDir));
  const calls = db.prepare('SELECT count(*) FROM calls').pluck().get() as number;
  db.close();
  return { calls, dataDir, remove: () => undefined };
}
