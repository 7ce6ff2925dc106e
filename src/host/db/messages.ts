import { causeSchema } from '#shared/domain/call/record.ts';
import type { Direction } from '#shared/domain/call/record.ts';
import type { MessageRow, MessageState } from '#shared/domain/message/record.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

export interface StoredMessage {
  readonly id: string;
  readonly agent_id: string;
  readonly thread: string;
  readonly channel: string;
  readonly direction: string;
  readonly address: string;
  readonly dialled: string;
  readonly e164: string | null;
  readonly name: string | null;
  readonly raw_name: string | null;
  readonly account: string;
  readonly practice: number;
  readonly body: string;
  readonly sip_call_id: string | null;
  readonly copy_key: string | null;
  readonly state: string;
  readonly cause: string | null;
  readonly at: number;
  readonly sent_at: number | null;
  readonly settled_at: number | null;
  readonly read_at: number | null;
}

const COLUMNS = [
  ...['id', 'agent_id', 'thread', 'channel', 'direction', 'address', 'dialled', 'e164', 'name'],
  ...['raw_name', 'account', 'practice', 'body', 'sip_call_id', 'copy_key', 'state', 'cause'],
  ...['at', 'sent_at', 'settled_at', 'read_at'],
];

/** @param table its name or alias in the statement */
export function messageColumns(table: string): string {
  return COLUMNS.map((column) => `${table}.${column}`).join(', ');
}

export function readMessage(db: Db, id: string): MessageRow | null {
  const row = prepared(db, 'SELECT * FROM messages WHERE id = ?').get(id);
  return row ? toMessage(row as StoredMessage) : null;
}

/** Whether a copy of this message is already here. */
export function hasCopy(db: Db, copyKey: string): boolean {
  return prepared(db, 'SELECT 1 FROM messages WHERE copy_key = ?').get(copyKey) !== undefined;
}

const SAVE = `
  INSERT INTO messages (${COLUMNS.join(', ')})
  VALUES (${COLUMNS.map((column) => `:${column}`).join(', ')})
  ON CONFLICT (id) DO UPDATE SET
    sip_call_id = excluded.sip_call_id, state = excluded.state, cause = excluded.cause,
    sent_at = excluded.sent_at, settled_at = excluded.settled_at, read_at = excluded.read_at`;

/** Who wrote what to whom is written once, with the first fact; the rest may change. */
export function saveMessage(db: Db, row: MessageRow): void {
  prepared(db, SAVE).run({
    id: row.id,
    agent_id: row.agentId,
    thread: row.thread,
    channel: row.channel,
    direction: row.direction,
    address: row.address,
    dialled: row.dialled,
    e164: row.e164,
    name: row.name,
    raw_name: row.rawName,
    account: row.account,
    practice: row.practice ? 1 : 0,
    body: row.body,
    sip_call_id: row.sipCallId,
    copy_key: row.copyKey,
    state: row.state,
    cause: row.cause === null ? null : JSON.stringify(row.cause),
    at: row.at,
    sent_at: row.sentAt,
    settled_at: row.settledAt,
    read_at: row.readAt,
  });
}

export interface Place {
  readonly at: number;
  readonly id: string;
}

/** Apart, so that a test can read its plan. */
export const MESSAGES_OF_THREAD = `SELECT * FROM messages WHERE thread = ? AND (at, id) < (?, ?)
  ORDER BY at DESC, id DESC LIMIT ?`;

/** Newest first, by keyset. */
export function messagesOf(
  db: Db,
  thread: string,
  before: Place | null,
  limit: number,
): MessageRow[] {
  const { at, id } = before ?? { at: Number.MAX_SAFE_INTEGER, id: '' };
  const rows = prepared(db, MESSAGES_OF_THREAD).all(thread, at, id, limit) as StoredMessage[];
  return rows.map(toMessage);
}

export function unreadUpTo(db: Db, thread: string, { at, id }: Place): string[] {
  return prepared(
    db,
    `SELECT id FROM messages WHERE thread = ? AND direction = 'inbound' AND read_at IS NULL
     AND (at, id) <= (?, ?) ORDER BY at, id`,
  )
    .pluck()
    .all(thread, at, id) as string[];
}

/** Messages of which it is not known what becomes of them: their page may be gone. */
export function unsettledMessages(db: Db): { readonly id: string; readonly state: MessageState }[] {
  return prepared(
    db,
    `SELECT id, state FROM messages WHERE state IN ('queued', 'sending') ORDER BY id`,
  ).all() as { id: string; state: MessageState }[];
}

export function toMessage(row: StoredMessage): MessageRow {
  return {
    id: row.id,
    agentId: row.agent_id,
    thread: row.thread,
    channel: row.channel as MessageRow['channel'],
    direction: row.direction as Direction,
    address: row.address,
    dialled: row.dialled,
    e164: row.e164,
    name: row.name,
    rawName: row.raw_name,
    account: row.account,
    practice: row.practice === 1,
    body: row.body,
    sipCallId: row.sip_call_id,
    copyKey: row.copy_key,
    state: row.state as MessageState,
    cause: row.cause === null ? null : causeSchema.parse(JSON.parse(row.cause)),
    at: row.at,
    sentAt: row.sent_at,
    settledAt: row.settled_at,
    readAt: row.read_at,
  };
}
