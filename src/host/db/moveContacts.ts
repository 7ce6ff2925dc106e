import {
  addImport,
  addImportChange,
  importChanges,
  newestImports,
  readImport,
} from './contactImports.ts';
import { allContacts, readContact, saveContact } from './contacts.ts';
import type { Db } from './database.ts';
import { setPlace, storedPlaces } from './speedDial.ts';

/** Contacts, imports and places that were made while the file could not be used. */
export function moveContacts(from: Db, to: Db, agentId: string): void {
  for (const contact of allContacts(from)) {
    if (!readContact(to, contact.id)) saveContact(to, { ...contact, agentId });
  }
  for (const result of newestImports(from, -1)) {
    if (readImport(to, result.id)) continue;
    addImport(to, result, agentId);
    for (const change of importChanges(from, result.id)) {
      addImportChange(to, result.id, change, agentId);
    }
  }
  for (const { changedAt, ...place } of storedPlaces(from)) setPlace(to, place, agentId, changedAt);
}
