import { prepared } from './database.ts';
import type { Db } from './database.ts';

/** Facts about the database itself. */
export type MetaKey =
  /** UUIDv7 of the person whose data this is, made at the first start. */
  | 'agent_id'
  | 'created_at'
  /** `1` while the last end was an orderly one. */
  | 'closed_cleanly'
  /** When somebody was last at the desk; epoch milliseconds. */
  | 'availability_seen'
  /** `call_events.seq` up to which promises have been looked after. */
  | 'promises_linked'
  /** The same for texts to callers. */
  | 'outbox_linked'
  /** The same for paused customers. */
  | 'pauses_linked'
  /** Of other agents' records older ones are not taken again; epoch milliseconds. */
  | 'team_kept_from'
  /** What was erased has still to be taken out of the index of calls: `begin`, `go-on` or empty. */
  | 'call_index_to_empty'
  /** Backups of before then still hold what was erased since; epoch milliseconds. */
  | 'backups_stale_before'
  /** Wrong passphrases of a lead in a row, and when the last was tried, with a space between. */
  | 'lead_tries'
  /** What the agent of this computer is called, for the access log. */
  | 'access_actor'
  /** The connection of the page that a lead has unlocked, for the access log. */
  | 'access_lead'
  /** Dialogs of calls whose end is not known: JSON, see `openDialogs.ts`. */
  | 'open_dialogs'
  /** When the whole file was last looked through, and what was found: JSON. */
  | 'health_check'
  /** Written and emptied to see whether the disk takes anything again. */
  | 'probe';

export function readMeta(db: Db, key: MetaKey): string | null {
  const row = prepared(db, 'SELECT value FROM meta WHERE key = ?').get(key) as
    { value: string } | undefined;
  return row?.value ?? null;
}

export function writeMeta(db: Db, key: MetaKey, value: string): void {
  prepared(
    db,
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  ).run(key, value);
}
