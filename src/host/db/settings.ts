import { prepared } from './database.ts';
import type { Db } from './database.ts';

export interface StoredSetting {
  readonly key: string;
  /** As stored; whether it still fits is for the reader's schema to say. */
  readonly value: unknown;
  readonly changedAt: number;
}

interface Row {
  readonly key: string;
  readonly value: string;
  readonly changed_at: number;
}

export function readSettings(db: Db): StoredSetting[] {
  const rows = prepared(db, 'SELECT key, value, changed_at FROM settings').all() as Row[];
  return rows.map(toSetting);
}

export function readSetting(db: Db, key: string): StoredSetting | null {
  const row = prepared(db, 'SELECT key, value, changed_at FROM settings WHERE key = ?').get(key) as
    Row | undefined;
  return row ? toSetting(row) : null;
}

export function writeSetting(db: Db, key: string, value: unknown, now: number): void {
  prepared(
    db,
    `INSERT INTO settings (key, value, changed_at) VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at`,
  ).run(key, JSON.stringify(value), now);
}

/** Nothing is stored for it any more: it is what it is by default. */
export function removeSetting(db: Db, key: string): void {
  prepared(db, 'DELETE FROM settings WHERE key = ?').run(key);
}

function toSetting({ key, value, changed_at: changedAt }: Row): StoredSetting {
  return { key, value: JSON.parse(value) as unknown, changedAt };
}
