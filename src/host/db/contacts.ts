import { z } from 'zod';
import type { KnownPerson } from '#shared/contract/contacts.ts';
import type { Contact, ContactNumber, NumberLabel } from '#shared/domain/contact/contact.ts';
import { keyOf } from '#shared/domain/contact/contactNumber.ts';
import { searchText, sortKey } from '#shared/domain/contact/search.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { digitsOf } from './numberSearch.ts';

export interface StoredContact {
  readonly id: string;
  readonly agent_id: string;
  readonly revision: number;
  readonly name: string;
  readonly organisation: string;
  readonly email: string;
  readonly note: string;
  readonly tags: string;
  readonly favourite: number;
  readonly source_import_id: string | null;
  readonly created_at: number;
  readonly changed_at: number;
}

export const CONTACT_COLUMNS = `id, agent_id, revision, name, organisation, email, note, tags,
  favourite, source_import_id, created_at, changed_at`;

const SAVE = `
  INSERT INTO contacts (${CONTACT_COLUMNS}, sort_key, search, digits) VALUES (
    :id, :agent_id, :revision, :name, :organisation, :email, :note, :tags, :favourite,
    :source_import_id, :created_at, :changed_at, :sort_key, :search, :digits)
  ON CONFLICT (id) DO UPDATE SET
    revision = excluded.revision, name = excluded.name, organisation = excluded.organisation,
    email = excluded.email, note = excluded.note, tags = excluded.tags,
    favourite = excluded.favourite, changed_at = excluded.changed_at,
    sort_key = excluded.sort_key, search = excluded.search, digits = excluded.digits`;

export function saveContact(db: Db, contact: Contact): void {
  const { id, agentId, numbers } = contact;
  const digits = numbers.flatMap(writtenDigits);
  prepared(db, SAVE).run({
    id,
    agent_id: agentId,
    revision: contact.revision,
    name: contact.name,
    organisation: contact.organisation,
    email: contact.email,
    note: contact.note,
    tags: JSON.stringify(contact.tags),
    favourite: contact.favourite ? 1 : 0,
    source_import_id: contact.sourceImportId,
    created_at: contact.createdAt,
    changed_at: contact.changedAt,
    sort_key: sortKey(contact),
    search: searchText(contact),
    digits: digits.join(' '),
  });
  // Somebody new has none to take away.
  if (contact.revision > 1) {
    prepared(db, 'DELETE FROM contact_numbers WHERE contact_id = ?').run(id);
  }
  const add = prepared(
    db,
    `INSERT INTO contact_numbers (contact_id, position, agent_id, label, number, e164, key)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const [position, number] of numbers.entries()) {
    add.run(id, position, agentId, number.label, number.number, number.e164, keyOf(number));
  }
}

/** A contact's number is written nationally: with E.164 that is every form it is looked for in. */
function writtenDigits({ number, e164 }: ContactNumber): string[] {
  return [...new Set([digitsOf(number), digitsOf(e164 ?? '')])].filter((form) => form !== '');
}

export function deleteContact(db: Db, id: string): void {
  prepared(db, 'DELETE FROM contacts WHERE id = ?').run(id);
}

export function countContacts(db: Db): number {
  const row = prepared(db, 'SELECT count(*) AS contacts FROM contacts').get();
  return (row as { contacts: number }).contacts;
}

export function readContact(db: Db, id: string): Contact | null {
  return readContacts(db, [id])[0] ?? null;
}

/** In the order asked for; whoever is not there is left out. */
export function readContacts(db: Db, ids: readonly string[]): Contact[] {
  const asked = JSON.stringify(ids);
  const rows = prepared(
    db,
    `SELECT ${CONTACT_COLUMNS} FROM contacts WHERE id IN (SELECT value FROM json_each(?))`,
  ).all(asked) as StoredContact[];
  const numbers = prepared(
    db,
    `SELECT contact_id, label, number, e164 FROM contact_numbers
     WHERE contact_id IN (SELECT value FROM json_each(?)) ORDER BY contact_id, position`,
  ).all(asked) as (ContactNumber & { contact_id: string })[];
  const byId = new Map(rows.map((row) => [row.id, toContact(row)]));
  for (const { contact_id: id, label, number, e164 } of numbers) {
    byId.get(id)?.numbers.push({ label, number, e164 });
  }
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Everybody, in no particular order. */
export function* allContacts(db: Db): Generator<Contact> {
  const ids = db.prepare('SELECT id FROM contacts ORDER BY id').pluck().all() as string[];
  for (const id of ids) {
    const contact = readContact(db, id);
    if (contact) yield contact;
  }
}

/** Who has any of these numbers, by their keys; the longest known first. */
export function contactIdsWith(db: Db, keys: readonly string[]): string[] {
  return prepared(
    db,
    `SELECT DISTINCT contact_id FROM contact_numbers
     WHERE key IN (SELECT value FROM json_each(?)) ORDER BY contact_id`,
  )
    .pluck()
    .all(JSON.stringify(keys)) as string[];
}

/** Who the call may be about: favourites first, then the longest known. */
export function peopleWith(
  db: Db,
  key: string,
  most: number,
): { readonly people: KnownPerson[]; readonly total: number } {
  const rows = prepared(
    db,
    `SELECT contacts.id, name, organisation, min(label) AS label FROM contact_numbers
     JOIN contacts ON contacts.id = contact_numbers.contact_id
     WHERE key = ? GROUP BY contacts.id ORDER BY favourite DESC, contacts.id LIMIT ?`,
  ).all(key, most) as (Omit<KnownPerson, 'label'> & { label: NumberLabel })[];
  return { people: rows, total: rows.length < most ? rows.length : countWith(db, key) };
}

function countWith(db: Db, key: string): number {
  return prepared(db, 'SELECT count(DISTINCT contact_id) FROM contact_numbers WHERE key = ?')
    .pluck()
    .get(key) as number;
}

const tagsSchema = z.array(z.string());

function toContact(row: StoredContact): Contact {
  return {
    id: row.id,
    agentId: row.agent_id,
    revision: row.revision,
    name: row.name,
    organisation: row.organisation,
    numbers: [],
    email: row.email,
    note: row.note,
    tags: tagsSchema.parse(JSON.parse(row.tags)),
    favourite: row.favourite === 1,
    sourceImportId: row.source_import_id,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}
