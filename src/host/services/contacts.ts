import type { IeumContract } from '#shared/contract/index.ts';
import { cleanFields } from '#shared/domain/contact/cleanFields.ts';
import { contactFault, fieldsOf } from '#shared/domain/contact/contact.ts';
import type { Contact, ContactFields } from '#shared/domain/contact/contact.ts';
import { readContactNumber } from '#shared/domain/contact/contactNumber.ts';
import { cleanDisplayName } from '#shared/domain/text/displayName.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import {
  countContacts,
  deleteContact,
  peopleWith,
  readContact,
  saveContact,
} from '../db/contacts.ts';
import type { Db } from '../db/database.ts';
import { emptyPlace, readSpeedDial, setPlace } from '../db/speedDial.ts';
import type { Storage } from '../db/storage.ts';
import type { Reader } from '../reader/reader.ts';

export interface ContactsServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly clock: () => number;
  readonly reader: Pick<Reader, 'ask'>;
}

export interface ContactsService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    | 'contacts.list'
    | 'contacts.get'
    | 'contacts.save'
    | 'contacts.delete'
    | 'contacts.byNumber'
    | 'speedDial.list'
    | 'speedDial.set'
  >;
  /** Says that contacts and places may be others now; null: many. */
  announce(contactIds: readonly string[] | null): void;
}

const PEOPLE_A_NUMBER = 5;

export function createContactsService(options: ContactsServiceOptions): ContactsService {
  const { storage, announcer, clock, reader } = options;

  function announcePlaces(): void {
    announcer.emit('speedDial.changed', { places: storage.read(readSpeedDial) });
  }

  function announce(contactIds: readonly string[] | null): void {
    announcer.emit('contacts.changed', { contactIds: contactIds && [...contactIds] });
    // A place shows the contact's name.
    announcePlaces();
  }

  return {
    announce,
    handlers: {
      async 'contacts.list'(query) {
        const all = storage.read(countContacts);
        const page = await reader.ask('contacts.list', query);
        return { ...page, all };
      },
      'contacts.get': ({ id }) => {
        const contact = storage.read((db) => readContact(db, id));
        if (!contact) throw unknown();
        return contact;
      },
      'contacts.save': ({ id, fields, basedOn }) => {
        const clean = checked(fields);
        const { contact, changed } = storage.write((db, agentId) =>
          save(db, { id, agentId, fields: clean, basedOn, now: clock() }),
        );
        if (changed) announce([id]);
        return contact;
      },
      'contacts.delete': ({ id }) => {
        const deleted = storage.write((db) => {
          const contact = readContact(db, id);
          if (contact) deleteContact(db, id);
          return contact;
        });
        if (deleted) announce([id]);
        return { deleted };
      },
      'contacts.byNumber': ({ keys }) =>
        storage.read((db) => ({
          found: [...new Set(keys)]
            .map((key) => ({ key, ...peopleWith(db, key, PEOPLE_A_NUMBER) }))
            .filter(({ total }) => total > 0),
        })),
      'speedDial.list': () => ({ places: storage.read(readSpeedDial) }),
      'speedDial.set': ({ place, entry }) => {
        const number = entry && readContactNumber(entry.number)?.number;
        if (entry && !number) throw incomplete('There is no number to dial.');
        const label = cleanDisplayName(entry?.label ?? '');
        const { contactId = null } = entry ?? {};
        storage.write((db, agentId) => {
          if (!number) emptyPlace(db, place, agentId);
          else setPlace(db, { place, label, number, contactId }, agentId, clock());
        });
        announcePlaces();
        return { places: storage.read(readSpeedDial) };
      },
    },
  };
}

interface Change {
  readonly id: string;
  readonly agentId: string;
  readonly fields: ContactFields;
  readonly basedOn: number | null;
  readonly now: number;
}

function save(db: Db, change: Change): { readonly contact: Contact; readonly changed: boolean } {
  const { id, agentId, fields, basedOn, now } = change;
  const known = readContact(db, id);
  // The same said twice, after a broken line: it is so already.
  if (known && JSON.stringify(fieldsOf(known)) === JSON.stringify(fields)) {
    return { contact: known, changed: false };
  }
  if (!known && basedOn !== null) throw unknown();
  if (known && known.revision !== basedOn) {
    throw new AppError('contact.changed', 'The contact was changed meanwhile.');
  }
  const contact: Contact = known
    ? { ...known, ...fields, revision: known.revision + 1, changedAt: now }
    : { ...fields, id, agentId, revision: 1, sourceImportId: null, createdAt: now, changedAt: now };
  saveContact(db, contact);
  return { contact, changed: true };
}

function checked(fields: ContactFields): ContactFields {
  if (fields.numbers.some(({ number }) => !readContactNumber(number))) {
    throw incomplete('A number cannot be dialled.');
  }
  const clean = cleanFields(fields);
  const fault = contactFault(clean);
  if (fault) throw incomplete(`The contact is not complete: ${fault}.`);
  return clean;
}

function incomplete(message: string): AppError {
  return new AppError('contact.incomplete', message);
}

function unknown(): AppError {
  return new AppError('contact.unknown', 'There is no such contact.');
}
