import type { TextRow } from '#shared/domain/outbox/record.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { toRow } from './outbox.ts';

/** The outbox as whoever sends it looks at it: oldest first. */

export interface QueueQuery {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Only those that never leave this computer. */
  readonly practiceOnly: boolean;
  readonly after: Pick<TextRow, 'writtenAt' | 'id'> | null;
  readonly limit: number;
}

/** Texts whose time has come. */
export function textsToSend(db: Db, { now, practiceOnly, after, limit }: QueueQuery): TextRow[] {
  return prepared(
    db,
    `SELECT body FROM outbox WHERE (phase = 'waiting' OR phase = 'delayed')
       AND (written_at, id) > (:writtenAt, :id) AND due_at <= :now
       ${practiceOnly ? 'AND practice = 1' : ''}
     ORDER BY written_at, id LIMIT :limit`,
  )
    .pluck()
    .all({ writtenAt: after?.writtenAt ?? -1, id: after?.id ?? '', now, limit })
    .map(toRow);
}

/** When the next one's time comes; null: there is none. */
export function nextDue(db: Db, now: number): number | null {
  const at = prepared(
    db,
    `SELECT min(due_at) FROM outbox WHERE (phase = 'waiting' OR phase = 'delayed') AND due_at > ?`,
  )
    .pluck()
    .get(now);
  return at === null ? null : Number(at);
}

/** Those that were given away and those that are tried again: their customers wait behind them. */
export function textsOnTheirWay(db: Db): TextRow[] {
  return prepared(
    db,
    `SELECT body FROM outbox WHERE phase = 'delayed' OR phase = 'sending' ORDER BY written_at, id`,
  )
    .pluck()
    .all()
    .map(toRow);
}

/**
 * Texts that a gateway has and of which it is not known whether they have arrived.
 * @param since when they were written, epoch milliseconds
 */
export function textsToLearn(db: Db, since: number): TextRow[] {
  return prepared(
    db,
    'SELECT body FROM outbox WHERE learns = 1 AND written_at >= ? ORDER BY written_at',
  )
    .pluck()
    .all(since)
    .map(toRow);
}

/** By what its gateway calls it; gateways do not know of one another. */
export function textByRef(db: Db, ref: string, gatewayId: string | null): TextRow | null {
  const found = prepared(db, 'SELECT body FROM outbox WHERE ref = ?')
    .pluck()
    .all(ref)
    .map(toRow)
    .filter(({ delivery }) => gatewayId === null || delivery?.gatewayId === gatewayId);
  // Two gateways may call two texts the same: then nobody knows which is meant.
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** How many texts have left this computer since a moment. @param since epoch milliseconds */
export function sentSince(db: Db, since: number): number {
  return Number(
    prepared(
      db,
      `SELECT count(*) FROM outbox_events
       WHERE type = 'sending' AND at >= ? AND json_extract(body, '$.gatewayId') <> 'practice'`,
    )
      .pluck()
      .get(since),
  );
}
