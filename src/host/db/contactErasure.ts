import { deleteContact } from './contacts.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/** A contact for good: also what an import would bring back, and their name on a speed dial. */
export function eraseContact(db: Db, id: string): void {
  deleteContact(db, id);
  prepared(db, 'DELETE FROM contact_import_changes WHERE contact_id = ?').run(id);
  prepared(db, `UPDATE speed_dial SET label = '', contact_id = NULL WHERE contact_id = ?`).run(id);
}
