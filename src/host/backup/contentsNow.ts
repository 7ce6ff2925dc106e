import { prepared } from '../db/database.ts';
import type { Db } from '../db/database.ts';
import type { BackupContents } from './writeBackup.ts';

/** What is in the records now, to be held against what a copy has. */
export function contentsNow(db: Db): Omit<BackupContents, 'version'> {
  const count = (table: string): number =>
    prepared(db, `SELECT count(*) FROM ${table}`).pluck().get() as number;
  return {
    ...{ calls: count('calls'), promises: count('promises'), texts: count('outbox') },
    contacts: count('contacts'),
    lastCallAt: prepared(db, 'SELECT max(started_at) FROM calls').pluck().get() as number | null,
  };
}
