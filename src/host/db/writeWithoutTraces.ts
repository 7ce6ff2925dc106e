import type { Db } from './database.ts';
import type { Storage } from './storage.ts';

/**
 * A write that leaves nothing of what it deletes in the data folder: the write-ahead log, in which
 * older pages lie, is moved into the file and cut (the file itself: `secure_delete` in `database.ts`).
 * Copies of the database made before a migration are not touched.
 */
export function writeWithoutTraces<T>(storage: Storage, work: (db: Db, agentId: string) => T): T {
  const result = storage.write(work);
  storage.read((db) => db.pragma('wal_checkpoint(TRUNCATE)'));
  return result;
}
