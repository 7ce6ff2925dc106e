import type { IeumContract } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors.ts';
import type { ReceivedFact } from '#shared/domain/message/record.ts';
import type { ErrorCode } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import { addMessageFact, markRead } from '../db/messageProjection.ts';
import { messagesOf } from '../db/messages.ts';
import { countUnread, listThreads, readThread } from '../db/messageThreads.ts';
import type { Storage } from '../db/storage.ts';
import type { PausesService } from './pauses.ts';
import { NOT_LINKED } from './promises.ts';
import type { PromisesService } from './promises.ts';

export interface MessagesServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly promises: Pick<PromisesService, 'linkMessage' | 'announceMessage'>;
  readonly pauses: Pick<PausesService, 'linkMessage' | 'announce'>;
}

export interface MessagesService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    | 'messages.receive'
    | 'messages.append'
    | 'messages.threads'
    | 'messages.thread'
    | 'messages.markRead'
    | 'messages.unread'
  >;
  /**
   * A message that came, kept on the disk with all that it changes.
   * @throws AppError `storage.*`: nothing of it is kept
   */
  receive(fact: ReceivedFact): { readonly stored: boolean };
}

export function createMessagesService(options: MessagesServiceOptions): MessagesService {
  const { storage, announcer, clock, newId, promises, pauses } = options;

  function changed(threads: readonly string[]): void {
    if (threads.length > 0) announcer.emit('messages.changed', { threads: [...new Set(threads)] });
  }

  function receive(fact: ReceivedFact): { readonly stored: boolean } {
    // What is only in memory would be claimed to be kept and might be gone.
    const { state, code } = storage.health;
    if (state === 'volatile') {
      throw new AppError((code ?? 'storage.failed') as ErrorCode, 'Records are in memory only.');
    }
    const { row, linked, heard } = storage.write((db, agentId) => {
      const kept = addMessageFact(db, fact, agentId);
      if (!kept) return { row: null, linked: NOT_LINKED, heard: [] };
      const linked = promises.linkMessage(db, agentId, kept);
      return { row: kept, linked, heard: pauses.linkMessage(db, agentId, kept) };
    });
    if (row) changed([row.thread]);
    promises.announceMessage(linked);
    pauses.announce(heard);
    return { stored: row !== null };
  }

  return {
    receive,
    handlers: {
      'messages.receive': ({ fact, answerBy }) => {
        if (clock() > answerBy) {
          throw new AppError('message.too-late', 'The sender has been answered already.');
        }
        return receive(fact);
      },
      'messages.append': ({ facts }) => {
        const rows = storage.write((db, agentId) =>
          facts.map((fact) => addMessageFact(db, fact, agentId)).filter((row) => row !== null),
        );
        changed(rows.map(({ thread }) => thread));
        return { stored: rows.length };
      },
      'messages.threads': ({ text, after, limit }) => {
        const found = storage.read((db) => listThreads(db, { text, after, limit: limit + 1 }));
        const threads = found.slice(0, limit);
        return { threads, next: nextAfter(found, threads.at(-1)?.last, limit) };
      },
      'messages.thread': ({ thread, before, limit }) => {
        const found = storage.read((db) => messagesOf(db, thread, before, limit + 1));
        const rows = found.slice(0, limit);
        return {
          thread: storage.read((db) => readThread(db, thread)),
          rows,
          next: nextAfter(found, rows.at(-1), limit),
        };
      },
      'messages.markRead': ({ thread, upTo }) => {
        // Mostly there is nothing to read: no write transaction for that.
        const unread = storage.read((db) => readThread(db, thread)?.unread ?? 0);
        if (unread === 0) return { read: 0 };
        const at = clock();
        const read = storage.write((db, agentId) =>
          markRead(db, agentId, { thread, upTo, at, newId }),
        );
        if (read > 0) changed([thread]);
        return { read };
      },
      'messages.unread': () => storage.read(countUnread),
    },
  };
}

/** One more than asked for tells whether there is a next page. */
function nextAfter(
  found: readonly unknown[],
  last: { readonly at: number; readonly id: string } | undefined,
  limit: number,
): { at: number; id: string } | null {
  return found.length > limit && last ? { at: last.at, id: last.id } : null;
}
