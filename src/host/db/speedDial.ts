import type { SpeedDial } from '#shared/contract/contacts.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/** As they were written. */
export function storedPlaces(db: Db): (SpeedDial & { readonly changedAt: number })[] {
  return prepared(
    db,
    `SELECT place, label, number, contact_id AS contactId, changed_at AS changedAt
     FROM speed_dial ORDER BY place`,
  ).all() as (SpeedDial & { changedAt: number })[];
}

/** With each contact's name of today, and without a contact that is gone. */
export function readSpeedDial(db: Db): SpeedDial[] {
  return prepared(
    db,
    `SELECT place, number, contacts.id AS contactId,
       coalesce(nullif(contacts.name, ''), nullif(contacts.organisation, ''), label) AS label
     FROM speed_dial LEFT JOIN contacts ON contacts.id = speed_dial.contact_id ORDER BY place`,
  ).all() as SpeedDial[];
}

export function setPlace(db: Db, entry: SpeedDial, agentId: string, now: number): void {
  prepared(
    db,
    `INSERT INTO speed_dial (agent_id, place, label, number, contact_id, changed_at)
     VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (agent_id, place) DO UPDATE SET label = excluded.label, number = excluded.number,
       contact_id = excluded.contact_id, changed_at = excluded.changed_at`,
  ).run(agentId, entry.place, entry.label, entry.number, entry.contactId, now);
}

export function emptyPlace(db: Db, place: number, agentId: string): void {
  prepared(db, 'DELETE FROM speed_dial WHERE agent_id = ? AND place = ?').run(agentId, place);
}
