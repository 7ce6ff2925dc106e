import type { IeumContract } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Connection, Handlers } from '#shared/rpc/server.ts';
import { isStorageError } from '../db/errors.ts';
import { settleUnsent } from '../db/messageProjection.ts';
import { forgetDialog, keepDialog, openDialogs } from '../db/openDialogs.ts';
import { interruptUnfinished } from '../db/projection.ts';
import type { Storage } from '../db/storage.ts';
import type { OutboxService } from './outbox.ts';
import type { PromisesService } from './promises.ts';

export interface DeskServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly clock: () => number;
  readonly newId: () => string;
  /** A page has taken the phone, or has come back to it. */
  readonly claimed: () => void;
  /** The page that held the phone is gone. */
  readonly left: () => void;
  readonly promises: Pick<PromisesService, 'linkCalls' | 'announce'>;
  readonly outbox: Pick<OutboxService, 'followCalls' | 'announceChange'>;
}

export interface DeskService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    'desk.claim' | 'desk.keepDialog' | 'desk.forgetDialog' | 'desk.openDialogs'
  >;
  /** Whether any page holds the phone. */
  readonly isHeld: boolean;
  /** The page that holds it. */
  readonly holder: string | null;
  /** True for the page that holds the phone. */
  holds(connection: Connection, deskId: string): boolean;
  /** Frees the desk when its page is gone for good. */
  gone(connection: Connection): void;
}

interface Holder {
  readonly deskId: string;
  readonly connectionId: string;
}

/** See `deskMethods` in the contract. */
export function createDeskService(options: DeskServiceOptions): DeskService {
  const { storage, announcer, clock, newId, promises, outbox, claimed, left } = options;
  let holder: Holder | null = null;
  /** Whose calls an unfinished call can be; outlives the holder's connection. */
  let lastDeskId: string | null = null;

  /** Nothing to do for a desk that returns: its calls are still its own. */
  function interruptEarlier(deskId: string): number {
    if (deskId === lastDeskId) return 0;
    try {
      const { ended, threads, linked } = storage.write((db, agentId) => {
        const found = {
          ended: interruptUnfinished(db, agentId, newId),
          threads: settleUnsent(db, agentId, clock(), newId),
          linked: promises.linkCalls(db, agentId),
        };
        outbox.followCalls(db, agentId);
        return found;
      });
      promises.announce(linked);
      outbox.announceChange();
      if (ended.length > 0) announcer.emit('calls.changed', { callIds: ended });
      if (threads.length > 0) announcer.emit('messages.changed', { threads });
      return ended.length;
    } catch (error) {
      // A full disk must not keep a person from the phone: the next start ends these calls and texts.
      if (!isStorageError(error)) throw error;
      return 0;
    }
  }

  return {
    handlers: {
      'desk.claim': ({ deskId, takeOver }, connection) => {
        if (holder && holder.deskId !== deskId && !takeOver) {
          throw new AppError('desk.taken', 'Another page holds the phone.');
        }
        const interrupted = interruptEarlier(deskId);
        const changed = lastDeskId !== deskId;
        holder = { deskId, connectionId: connection.id };
        lastDeskId = deskId;
        if (changed) announcer.emit('desk.changed', { deskId });
        claimed();
        return { interrupted };
      },
      'desk.keepDialog': ({ callId, account, dialog }) => {
        storage.write((db) => keepDialog(db, { callId, account, at: clock(), dialog }));
        return {};
      },
      'desk.forgetDialog': ({ callId }) => {
        storage.write((db) => forgetDialog(db, callId, clock()));
        return {};
      },
      'desk.openDialogs': ({ account }) => ({
        dialogs: storage
          .read((db) => openDialogs(db, clock()))
          .filter((one) => one.account === account)
          .map(({ callId, dialog }) => ({ callId, dialog })),
      }),
    },
    get isHeld() {
      return holder !== null;
    },
    get holder() {
      return holder?.deskId ?? null;
    },
    holds: (connection, deskId) =>
      holder?.deskId === deskId && holder.connectionId === connection.id,
    gone: (connection) => {
      if (holder?.connectionId !== connection.id) return;
      holder = null;
      left();
    },
  };
}
