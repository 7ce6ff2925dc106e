import { applyToMessage } from '#shared/domain/message/record.ts';
import type { MessageFact, MessageRow } from '#shared/domain/message/record.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { messageEvents } from './messageEvents.ts';
import { hasCopy, readMessage, saveMessage, unreadUpTo, unsettledMessages } from './messages.ts';
import type { Place } from './messages.ts';
import { addToThread, oneRead } from './messageThreads.ts';

/**
 * Stores a fact and what it changes.
 * @returns the row it changed; null when the fact, or a copy of the message, was already there
 */
export function addMessageFact(db: Db, fact: MessageFact, agentId: string): MessageRow | null {
  if (fact.type === 'received' && fact.copyKey !== null && hasCopy(db, fact.copyKey)) return null;
  return messageEvents.add(db, fact, agentId) ? project(db, fact, agentId) : null;
}

function project(db: Db, fact: MessageFact, agentId: string): MessageRow | null {
  const before = readMessage(db, fact.messageId);
  const after = applyToMessage(before, fact, agentId);
  if (after === null || after === before) return null;
  saveMessage(db, after);
  if (before === null) addToThread(db, after);
  else if (before.readAt === null && after.readAt !== null) oneRead(db, after.thread);
  return after;
}

/** Makes every row again from the facts. */
export function rebuildMessages(db: Db): void {
  prepared(db, 'DELETE FROM message_threads').run();
  prepared(db, 'DELETE FROM messages').run();
  for (const { fact, agentId } of messageEvents.all(db)) project(db, fact, agentId);
}

/** @returns how many were read by it */
export function markRead(
  db: Db,
  agentId: string,
  { thread, upTo, at, newId }: { thread: string; upTo: Place; at: number; newId: () => string },
): number {
  const unread = unreadUpTo(db, thread, upTo);
  for (const messageId of unread) {
    addMessageFact(db, { id: newId(), messageId, at, type: 'read' }, agentId);
  }
  return unread.length;
}

const INTERRUPTED = { code: 'message.interrupted' };

/**
 * What was being sent when its page went: a request that had not left is not sent any more, one
 * that may have left stays uncertain. Neither is ever sent again by itself.
 * @returns the conversations this changed
 */
export function settleUnsent(db: Db, agentId: string, at: number, newId: () => string): string[] {
  const changed = new Set<string>();
  for (const { id: messageId, state } of unsettledMessages(db)) {
    const type = state === 'queued' ? 'failed' : 'uncertain';
    const row = addMessageFact(
      db,
      { id: newId(), messageId, at, type, cause: INTERRUPTED },
      agentId,
    );
    if (row) changed.add(row.thread);
  }
  return [...changed];
}
