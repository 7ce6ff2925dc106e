import type { MessageRow, ThreadRow } from '#shared/domain/message/record.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { messageColumns, toMessage } from './messages.ts';
import type { Place, StoredMessage } from './messages.ts';
import { numberFragment, searchDigits } from './numberSearch.ts';

type StoredThread = StoredMessage & {
  readonly thread_address: string;
  readonly thread_dialled: string;
  readonly thread_name: string | null;
  readonly thread_practice: number;
  readonly unread: number;
};

const SELECT = `
  SELECT ${messageColumns('m')}, t.address AS thread_address, t.dialled AS thread_dialled,
    t.name AS thread_name, t.practice AS thread_practice, t.unread
  FROM message_threads t JOIN messages m ON m.id = t.last_id`;

/**
 * Brings the conversation of a new message up to date. A message that comes late, out of memory
 * for example, does not become its newest; a name once known is not lost to one without.
 */
export function addToThread(db: Db, row: MessageRow): void {
  prepared(
    db,
    `INSERT INTO message_threads
       (thread, address, dialled, e164, name, digits, practice, last_at, last_id, unread)
     VALUES (:thread, :address, :dialled, :e164, :name, :digits, :practice, :at, :id, :unread)
     ON CONFLICT (thread) DO UPDATE SET
       unread = unread + excluded.unread,
       (name, address, dialled, digits, practice, last_at, last_id) =
         (SELECT coalesce(excluded.name, name), excluded.address, excluded.dialled,
            excluded.digits, excluded.practice, excluded.last_at, excluded.last_id
          WHERE (excluded.last_at, excluded.last_id) > (last_at, last_id)
          UNION ALL SELECT coalesce(name, excluded.name), address, dialled, digits, practice,
            last_at, last_id LIMIT 1)`,
  ).run({
    thread: row.thread,
    address: row.address,
    dialled: row.dialled,
    e164: row.e164,
    name: row.name,
    digits: searchDigits(row),
    practice: row.practice ? 1 : 0,
    at: row.at,
    id: row.id,
    unread: row.direction === 'inbound' && row.readAt === null ? 1 : 0,
  });
}

export function oneRead(db: Db, thread: string): void {
  prepared(db, 'UPDATE message_threads SET unread = unread - 1 WHERE thread = ?').run(thread);
}

export function readThread(db: Db, thread: string): ThreadRow | null {
  const row = prepared(db, `${SELECT} WHERE t.thread = ?`).get(thread);
  return row ? toThread(row as StoredThread) : null;
}

/** The conversation written in last first, by keyset. */
export function listThreads(
  db: Db,
  { text, after, limit }: { text: string; after: Place | null; limit: number },
): ThreadRow[] {
  const conditions: string[] = [];
  const values: Record<string, string | number> = { limit };
  const wanted = text.normalize('NFC').trim();
  if (wanted !== '') {
    const matches = [`t.name LIKE :text ESCAPE '\\'`, `t.dialled LIKE :text ESCAPE '\\'`];
    values['text'] = `%${wanted.replace(/[\\%_]/g, '\\$&')}%`;
    const digits = numberFragment(wanted);
    if (digits !== null) {
      matches.push('t.digits LIKE :digits');
      values['digits'] = `%${digits}%`;
    }
    conditions.push(`(${matches.join(' OR ')})`);
  }
  if (after) {
    conditions.push('(t.last_at, t.last_id) < (:at, :id)');
    Object.assign(values, after);
  }
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  const rows = prepared(
    db,
    `${SELECT} ${where} ORDER BY t.last_at DESC, t.last_id DESC LIMIT :limit`,
  ).all(values) as StoredThread[];
  return rows.map(toThread);
}

export function countUnread(db: Db): { readonly messages: number; readonly threads: number } {
  return prepared(
    db,
    `SELECT coalesce(sum(unread), 0) AS messages, count(*) AS threads
     FROM message_threads WHERE unread > 0`,
  ).get() as { messages: number; threads: number };
}

function toThread(row: StoredThread): ThreadRow {
  return {
    thread: row.thread,
    address: row.thread_address,
    dialled: row.thread_dialled,
    e164: row.e164,
    name: row.thread_name,
    practice: row.thread_practice === 1,
    unread: row.unread,
    last: toMessage(row),
  };
}
