import type { CustomerCard, Whose } from '#shared/contract/customers.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { contactTitle } from '#shared/domain/contact/contact.ts';
import { keyOf } from '#shared/domain/contact/contactNumber.ts';
import { customerNumberKey } from '#shared/domain/customer/customer.ts';
import type {
  CustomerNumber,
  UnitedCustomer,
  WrittenFact,
} from '#shared/domain/customer/customer.ts';
import { likeness } from '#shared/domain/customer/duplicates.ts';
import { standing } from '#shared/domain/customer/unite.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Connection, Handlers } from '#shared/rpc/server.ts';
import { addAccess } from '../db/accessLog.ts';
import type { NewAccess } from '../db/accessLog.ts';
import { contactIdsWith, readContacts } from '../db/contacts.ts';
import { hasCustomerEvent } from '../db/customerEvents.ts';
import { addCustomerFact } from '../db/customerProjection.ts';
import { cardsNamed, cardsWith, readCustomer, readUnited, rootOf } from '../db/customers.ts';
import { customerThread } from '../db/customerThread.ts';
import type { ThreadOf } from '../db/customerThread.ts';
import type { EmptiedTraces } from '../db/customerTraces.ts';
import type { Db } from '../db/database.ts';
import { isStorageError } from '../db/errors.ts';
import { openPromisesOf } from '../db/promises.ts';
import type { Storage } from '../db/storage.ts';
import { writeWithoutTraces } from '../db/writeWithoutTraces.ts';
import type { Reader } from '../reader/reader.ts';
import type { CallIndex } from './callIndex.ts';
import type { ContactsService } from './contacts.ts';
import { eraseCustomer } from './eraseCustomer.ts';

export interface CustomersServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly contacts: Pick<ContactsService, 'announce'>;
  /** A customer was: what of theirs is kept in files is to go as well. */
  readonly erased: () => void;
  /** Within the transaction: what other agents' files have told of them. */
  readonly eraseInTeam: (db: Db, keys: readonly string[]) => void;
  readonly index: Pick<CallIndex, 'noteErased' | 'wake'>;
  readonly reader: Pick<Reader, 'ask'>;
}

export interface CustomersService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    Extract<keyof Handlers<IeumContract>, `customers.${string}`>
  >;
  announce(ids: readonly string[] | null): void;
}

/** One look at a customer: what is read again meanwhile is the same look. */
const ONE_LOOK_MS = 600_000;
/** Looks that wait for a disk with room; of more than these the oldest are in the app's log only. */
const MOST_WAITING = 500;
const MOST_ALIKE = 10;
const EMPTIED = [
  ...(['promises.changed', 'pauses.changed', 'outbox.changed'] as const),
  ...(['runs.changed', 'mistakes.changed', 'abuse.changed'] as const),
] as const;
const MOST_PROMISES = 10;

/** See `customersMethods` in the contract. */
export function createCustomersService(options: CustomersServiceOptions): CustomersService {
  const { storage, announcer, clock, newId, contacts, index, reader } = options;

  function announce(ids: readonly string[] | null): void {
    if (ids === null) announcer.emit('customers.changed', { customerIds: null });
    else if (ids.length > 0) {
      announcer.emit('customers.changed', { customerIds: [...new Set(ids)] });
    }
  }

  /** Nobody but the pages that show them minds which rows have lost their words. */
  function announceEmptied({ callIds, threads }: EmptiedTraces): void {
    if (callIds.length > 0) announcer.emit('calls.changed', { callIds });
    if (threads.length > 0) announcer.emit('messages.changed', { threads });
    for (const name of EMPTIED) announcer.emit(name, { ids: null });
  }

  let looks = new Map<string, number>();
  let waiting: Omit<NewAccess, 'agentId'>[] = [];

  /**
   * Written down before anything is shown. A disk that is full keeps no agent from the customer on
   * the line: then it is written with the next one that can be.
   */
  function writeDown(connection: Connection, whose: Found): void {
    const now = clock();
    const [number] = whose.numbers;
    const person = number ? (number.e164 ?? number.number) : null;
    const subjectId = whose.customer?.id ?? person;
    if (subjectId === null) return;
    const look = `${connection.id} ${subjectId}`;
    if (now - (looks.get(look) ?? -Infinity) < ONE_LOOK_MS) return;
    looks = new Map([...looks].filter(([, at]) => now - at < ONE_LOOK_MS));
    looks.set(look, now);
    waiting.push({
      ...{ id: newId(), at: now, origin: connection.id, action: 'customer.open', reason: '' },
      ...{ subjectKind: 'customer', subjectId, person },
    });
    waiting = waiting.slice(-MOST_WAITING);
    try {
      storage.write((db, agentId) => {
        for (const entry of waiting) addAccess(db, { ...entry, agentId });
      });
      waiting = [];
    } catch (error) {
      if (!isStorageError(error) && !(error instanceof AppError)) throw error;
    }
  }

  return {
    announce,
    handlers: {
      'customers.list': (query) => reader.ask('customers.list', query),
      'customers.card': (whose, connection) => {
        const found = storage.read((db) => find(db, whose));
        writeDown(connection, found);
        return storage.read((db) => cardOf(db, found));
      },
      'customers.thread': ({ before, limit, ...whose }, connection) => {
        const found = storage.read((db) => find(db, whose));
        writeDown(connection, found);
        return storage.read((db) => customerThread(db, threadOf(found), before, limit));
      },
      'customers.known': ({ keys }) =>
        storage.read((db) => ({
          found: [...new Set(keys)].flatMap((key) => {
            const [id] = cardsWith(db, [key]);
            const customer = id === undefined ? null : readUnited(db, id);
            if (!customer) return [];
            const { name, preferences, consents } = customer;
            const said = Object.values(standing(consents));
            return [{ key, id: customer.id, name, preferences, consents: said }];
          }),
        })),
      'customers.append': ({ facts }) => {
        const stored = storage.write((db, agentId) =>
          facts.filter((fact) => append(db, fact, agentId)),
        );
        announce(stored.flatMap((fact) => idsIn(fact)));
        return { stored: stored.length };
      },
      'customers.erase': (wish, connection) => {
        const erased = writeWithoutTraces(storage, (db, agentId) =>
          eraseCustomer(db, wish, {
            agentId,
            at: clock(),
            origin: connection.id,
            newId,
            index,
            eraseInTeam: options.eraseInTeam,
          }),
        );
        options.erased();
        announce(erased.customers);
        if (erased.contacts.length > 0) contacts.announce(erased.contacts);
        announceEmptied(erased.traces);
        index.wake();
        const { customers, contacts: gone, shared, certificate } = erased;
        return { erased: customers.length, contacts: gone.length, shared, certificate };
      },
    },
  };
}

interface Found {
  readonly customer: UnitedCustomer | null;
  readonly numbers: CustomerNumber[];
}

/** Who is meant; where nobody is known, the numbers that one contact adds to those asked for. */
function find(db: Db, { customerId, numbers }: Whose): Found {
  if (customerId !== null) {
    const customer = readUnited(db, rootOf(db, customerId));
    if (!customer) throw unknown();
    return { customer, numbers: plain(customer.numbers) };
  }
  const asked = known(db, numbers);
  if (asked) return asked;
  const people = readContacts(db, contactIdsWith(db, numbers.map(customerNumberKey)));
  const [person, another] = people;
  if (!person || another) return { customer: null, numbers };
  const all = new Map(
    [...numbers, ...plain(person.numbers)].map((one) => [customerNumberKey(one), one]),
  );
  const together = [...all.values()];
  return known(db, together) ?? { customer: null, numbers: together };
}

function known(db: Db, numbers: readonly CustomerNumber[]): Found | null {
  const [id] = cardsWith(db, numbers.map(customerNumberKey));
  const customer = id === undefined ? null : readUnited(db, id);
  return customer && { customer, numbers: plain(customer.numbers) };
}

function cardOf(db: Db, { customer, numbers }: Found): CustomerCard {
  const keys = numbers.map(customerNumberKey);
  const people = readContacts(db, contactIdsWith(db, keys));
  const promises = keys
    .flatMap((key) =>
      [false, true].flatMap((practice) => openPromisesOf(db, { customer: key, practice })),
    )
    .sort((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1));
  return {
    customer,
    numbers,
    contacts: people.map((person) => ({ id: person.id, title: contactTitle(person) })),
    alike: customer ? alike(db, customer) : [],
    promises: promises.slice(0, MOST_PROMISES),
  };
}

/** Cards that may be of the same customer; see `likeness`. */
function alike(db: Db, customer: UnitedCustomer): CustomerCard['alike'] {
  const keys = customer.numbers.map(customerNumberKey);
  const ids = new Set([...cardsWith(db, keys), ...cardsNamed(db, customer.name)]);
  ids.delete(customer.id);
  const mine = { ...customer, mail: customer.addresses.mail };
  return [...ids]
    .flatMap((id) => {
      const other = readUnited(db, id);
      if (!other || other.erased) return [];
      const reason = likeness(mine, { ...other, mail: other.addresses.mail });
      return reason ? [{ id, name: other.name, numbers: plain(other.numbers), reason }] : [];
    })
    .slice(0, MOST_ALIKE);
}

function threadOf({ customer, numbers }: Found): ThreadOf {
  return {
    customerIds: customer ? [customer.id, ...customer.absorbed.map(({ id }) => id)] : [],
    keys: numbers.map(customerNumberKey),
  };
}

function append(db: Db, fact: WrittenFact, agentId: string): boolean {
  if (hasCustomerEvent(db, fact.id)) return false;
  const row = readCustomer(db, fact.customerId);
  if (!row && fact.type !== 'created') throw unknown();
  if (row?.erased) throw new AppError('customer.erased', 'The customer was erased.');
  if (fact.type === 'merged') {
    const other = readCustomer(db, fact.into);
    if (!other) throw unknown();
    if (other.erased) throw new AppError('customer.erased', 'The customer was erased.');
    // Whoever is on the card already would become their own ancestor.
    if (rootOf(db, fact.into) === rootOf(db, fact.customerId)) {
      throw new AppError('customer.same', 'They are on one card already.');
    }
  }
  return addCustomerFact(db, fact, agentId);
}

function idsIn(fact: WrittenFact): string[] {
  return fact.type === 'merged' ? [fact.customerId, fact.into] : [fact.customerId];
}

function plain(numbers: readonly CustomerNumber[]): CustomerNumber[] {
  return [
    ...new Map(
      numbers.map(({ number, e164 }) => [
        keyOf({ number, e164, label: 'other' }),
        { number, e164 },
      ]),
    ).values(),
  ];
}

function unknown(): AppError {
  return new AppError('customer.unknown', 'There is no such customer.');
}
