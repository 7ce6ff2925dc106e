import { BLANKS } from '#shared/domain/customer/emptied.ts';
import { emptyFacts } from '../emptyFacts.ts';
import { prepared } from '../database.ts';
import type { Db } from '../database.ts';
import { remakeText } from '../outbox.ts';
import { linkPictures } from '../pictures.ts';
import { destroying, keyOfCall, rowsAfter, staysWith } from './candidates.ts';
import type { Standing, Store } from './candidates.ts';

const WAITING: ReadonlySet<string> = new Set(['open', 'trouble']);

interface TextRow {
  readonly customer: string;
  readonly part: string;
}

function staysOf({ customer, part }: TextRow, standing: Standing): ReturnType<typeof staysWith> {
  return WAITING.has(part) ? 'open' : staysWith(standing, customer);
}

/** What was written, sent or not written, with its pictures. */
export const textStore: Store = {
  due: (db, before, after, limit, standing) =>
    rowsAfter<TextRow>(
      db,
      { columns: 'id, written_at AS at, customer, part', from: 'outbox', at: 'written_at' },
      ...([before, after, limit] as const),
    ).map((row) => ({ id: row.id, at: row.at, stays: staysOf(row, standing) })),
  remove: removeTexts,
};

export function removeTexts(db: Db, ids: readonly string[]): void {
  destroying(db, ids, () => {
    for (const id of ids) {
      linkPictures(db, id, []);
      prepared(db, 'DELETE FROM outbox_events WHERE text_id = ?').run(id);
      prepared(db, 'DELETE FROM outbox WHERE id = ?').run(id);
    }
  });
}

/** That a text had a picture stays, without its name; the file goes once no text shows it. */
export const pictureStore: Store = {
  due: (db, before, after, limit, standing) =>
    rowsAfter<TextRow>(
      db,
      {
        columns: 'id, written_at AS at, customer, part',
        from: 'outbox',
        at: 'written_at',
        and: 'EXISTS (SELECT 1 FROM text_pictures t WHERE t.text_id = outbox.id)',
      },
      ...([before, after, limit] as const),
    ).map((row) => ({ id: row.id, at: row.at, stays: staysOf(row, standing) })),
  remove(db, ids) {
    const { fileName, sha256 } = BLANKS.texts;
    for (const id of ids) {
      emptyFacts(db, {
        table: 'outbox_events',
        column: 'text_id',
        of: id,
        blanks: { fileName, sha256 },
      });
      remakeText(db, id);
    }
  },
};

interface MessageRow {
  readonly e164: string | null;
  readonly dialled: string;
  readonly open: number;
}

/** Messages by SIP and answers of customers; a thread goes with its last one. */
export const messageStore: Store = {
  due: (db, before, after, limit, standing) =>
    rowsAfter<MessageRow>(
      db,
      {
        columns: `id, at, e164, dialled, (state IN ('queued', 'sending')
          OR direction = 'inbound' AND read_at IS NULL) AS open`,
        from: 'messages',
        at: 'at',
      },
      ...([before, after, limit] as const),
    ).map(({ id, at, open, ...row }) => ({
      ...{ id, at },
      stays: open === 1 ? 'open' : staysWith(standing, keyOfCall(row)),
    })),
  remove: removeMessages,
};

export function removeMessages(db: Db, ids: readonly string[]): void {
  const threads = new Set<string>();
  destroying(db, ids, () => {
    for (const id of ids) {
      const thread = prepared(db, 'SELECT thread FROM messages WHERE id = ?').pluck().get(id);
      if (typeof thread === 'string') threads.add(thread);
      prepared(db, 'DELETE FROM message_events WHERE message_id = ?').run(id);
      prepared(db, 'DELETE FROM messages WHERE id = ?').run(id);
    }
  });
  for (const thread of threads) {
    const last = prepared(
      db,
      'SELECT at, id FROM messages WHERE thread = ? ORDER BY at DESC, id DESC LIMIT 1',
    ).get(thread) as { at: number; id: string } | undefined;
    if (!last) prepared(db, 'DELETE FROM message_threads WHERE thread = ?').run(thread);
    else {
      prepared(db, 'UPDATE message_threads SET last_at = ?, last_id = ? WHERE thread = ?').run(
        ...[last.at, last.id, thread],
      );
    }
  }
}
