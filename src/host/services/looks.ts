import type { IeumContract } from '#shared/contract/index.ts';
import { parsePhoneNumber } from '#shared/domain/phone-number/phoneNumber.ts';
import type { LeadAction } from '#shared/domain/roles/roles.ts';
import { AppError } from '#shared/errors.ts';
import type { Connection, Handlers } from '#shared/rpc/server.ts';
import { addAccess } from '../db/accessLog.ts';
import type { NewAccess } from '../db/accessLog.ts';
import { isStorageError } from '../db/errors.ts';
import type { Storage } from '../db/storage.ts';
import type { Later } from '../later.ts';

export interface LooksOptions {
  readonly storage: Storage;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly later: Later;
  readonly demand: (action: LeadAction, connection: Connection) => void;
}

/** What is read again meanwhile is the same look. */
const ONE_LOOK_MS = 600_000;
/** A search that is still being typed is none. */
const SETTLED_MS = 1_500;
/** Fewer digits find everybody and nobody. */
const LEAST_DIGITS = 4;

/**
 * The handlers that show, bring or destroy what is a customer's, with their entry in the access log. The
 * host writes it, whatever a page says; a disk that is full keeps nobody from working. Services with more
 * to say (customers, recordings, exports, roles) write their own.
 */
export function withLooks(
  handlers: Handlers<IeumContract>,
  { storage, clock, newId, later, demand }: LooksOptions,
): Handlers<IeumContract> {
  let looks = new Map<string, number>();
  const searches = new Map<string, () => void>();

  function write(
    connection: Connection,
    entry: Pick<NewAccess, 'action' | 'subjectKind' | 'subjectId' | 'person' | 'detail'>,
  ): void {
    try {
      storage.write((db, agentId) => {
        addAccess(db, {
          ...{ id: newId(), at: clock(), agentId, origin: connection.id, reason: '' },
          ...entry,
        });
      });
    } catch (error) {
      if (!isStorageError(error) && !(error instanceof AppError)) throw error;
    }
  }

  function once(connection: Connection, entry: Parameters<typeof write>[1]): void {
    const now = clock();
    const look = `${connection.id} ${entry.action} ${entry.subjectId}`;
    if (now - (looks.get(look) ?? -Infinity) < ONE_LOOK_MS) return;
    looks = new Map([...looks].filter(([, at]) => now - at < ONE_LOOK_MS));
    looks.set(look, now);
    write(connection, entry);
  }

  /** The last one of what is typed counts. */
  function search(connection: Connection, where: string, text: string): void {
    const key = `${connection.id} ${where}`;
    searches.get(key)?.();
    searches.delete(key);
    const digits = text.replace(/\D/g, '').length;
    if (digits < LEAST_DIGITS) return;
    const callOff = later(SETTLED_MS, () => {
      searches.delete(key);
      const person = parsePhoneNumber(text).e164;
      once(connection, {
        ...{ action: 'search.number', subjectKind: where, subjectId: person ?? `${digits}` },
        ...{ person, detail: JSON.stringify({ digits }) },
      });
    });
    searches.set(key, callOff);
  }

  return {
    ...handlers,
    async 'calls.get'(input, connection) {
      const found = await handlers['calls.get'](input, connection);
      const { id, e164, address, practice, endedAt } = found.row;
      // Whoever is on the line is no look into the past, and a practice customer is nobody.
      if (practice || endedAt === null) return found;
      const person = e164 ?? address;
      once(connection, { action: 'call.open', subjectKind: 'call', subjectId: id, person });
      return found;
    },
    'calls.list'(input, connection) {
      if (input.after === null) search(connection, 'calls', input.filter.text ?? '');
      return handlers['calls.list'](input, connection);
    },
    async 'calls.rows'(input, connection) {
      const found = await handlers['calls.rows'](input, connection);
      // Asked for before something is done to all of them at once.
      const real = found.rows.filter(({ practice }) => !practice).length;
      if (real > 0) {
        write(connection, {
          ...{ action: 'calls.bulk', subjectKind: 'calls', subjectId: newId(), person: null },
          detail: JSON.stringify({ calls: real }),
        });
      }
      return found;
    },
    async 'messages.thread'(input, connection) {
      const found = await handlers['messages.thread'](input, connection);
      if (found.thread === null || found.thread.practice) return found;
      const person = found.thread.e164 ?? found.thread.address;
      once(connection, {
        ...{ action: 'thread.open', subjectKind: 'thread', subjectId: person, person },
      });
      return found;
    },
    'contacts.list'(input, connection) {
      if (input.after === null) search(connection, 'contacts', input.filter.text);
      return handlers['contacts.list'](input, connection);
    },
    'customers.list'(input, connection) {
      if (input.after === null) search(connection, 'customers', input.text);
      return handlers['customers.list'](input, connection);
    },
    async 'contacts.delete'(input, connection) {
      const result = await handlers['contacts.delete'](input, connection);
      if (result.deleted) {
        write(connection, {
          ...{ action: 'contacts.delete', subjectKind: 'contact', subjectId: input.id },
          person: null,
        });
      }
      return result;
    },
    async 'contacts.import'(input, connection) {
      const result = await handlers['contacts.import'](input, connection);
      write(connection, {
        ...{ action: 'contacts.import', subjectKind: 'import', subjectId: result.id },
        ...{ person: null, detail: JSON.stringify({ added: result.added, merged: result.merged }) },
      });
      return result;
    },
    async 'bookings.import'(input, connection) {
      const result = await handlers['bookings.import'](input, connection);
      const entry = { action: 'bookings.import', subjectKind: 'import', subjectId: input.importId };
      write(connection, { ...entry, person: null });
      return result;
    },
    async 'settings.update'(input, connection) {
      if (input.patch.retention !== undefined) demand('changeRetention', connection);
      const result = await handlers['settings.update'](input, connection);
      if (input.patch.retention !== undefined) {
        write(connection, {
          ...{ action: 'retention.terms', subjectKind: 'retention', subjectId: 'settings' },
          ...{ person: null, detail: JSON.stringify(input.patch.retention) },
        });
      }
      return result;
    },
  };
}
