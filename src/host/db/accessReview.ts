import type { AccessReview, AccessRow } from '#shared/contract/privacy.ts';
import { actionsOf, KNOWN_ACTIONS } from '#shared/domain/privacy/accessKinds.ts';
import type { AccessKind } from '#shared/domain/privacy/accessKinds.ts';
import type { Seen } from '#shared/domain/privacy/unusual.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

export interface AccessQuery {
  /** Epoch milliseconds; up to but without `to`. */
  readonly from: number;
  readonly to: number;
  readonly kind: AccessKind | null;
  /** '' is whoever had no name. */
  readonly actor: string | null;
  /** The last one of the page before. */
  readonly after: { readonly at: number; readonly id: string } | null;
  readonly limit: number;
}

/** The newest first. */
export function accessBetween(db: Db, query: AccessQuery): AccessRow[] {
  const { from, to, kind, actor, after, limit } = query;
  const actions = kind === null ? null : actionsOf(kind);
  const which =
    kind === null
      ? '1'
      : `l.action ${actions === null ? 'NOT IN' : 'IN'} (SELECT value FROM json_each(:actions))`;
  return prepared(
    db,
    `SELECT l.id, l.at, coalesce(l.actor, '') AS actor, l.role, l.origin, l.action,
       l.subject_kind AS subjectKind, l.subject_id AS subjectId, l.person AS ref, p.person,
       l.reason, l.detail
     FROM access_log l LEFT JOIN access_people p ON p.ref = l.person
     WHERE l.at >= :from AND l.at < :to AND (l.at, l.id) < (:at, :id) AND ${which}
       AND (:actor IS NULL OR coalesce(l.actor, '') = :actor AND l.origin <> 'host')
     ORDER BY l.at DESC, l.id DESC LIMIT :limit`,
  ).all({
    ...{ from, to, actor, limit, at: after?.at ?? to, id: after?.id ?? '' },
    ...(kind === null ? {} : { actions: JSON.stringify(actions ?? KNOWN_ACTIONS) }),
  }) as AccessRow[];
}

/** A month for the rules, the oldest first. */
export function seenBetween(db: Db, from: number, to: number): Seen[] {
  const rows = prepared(
    db,
    `SELECT at, coalesce(actor, '') AS actor, origin, action, person,
       coalesce(json_extract(detail, '$.unmasked'), 0) AS unmasked
     FROM access_log WHERE at >= ? AND at < ? ORDER BY at, id`,
  ).all(from, to) as (Omit<Seen, 'unmasked'> & { readonly unmasked: number })[];
  return rows.map((row) => ({ ...row, unmasked: row.unmasked === 1 }));
}

/** When the first entry is from; null where there is none. */
export function firstAccess(db: Db): number | null {
  return prepared(db, 'SELECT min(at) FROM access_log').pluck().get() as number | null;
}

export function countAccess(db: Db, from: number, to: number): number {
  return prepared(db, 'SELECT count(*) FROM access_log WHERE at >= ? AND at < ?')
    .pluck()
    .get(from, to) as number;
}

/** @returns false when it is there already */
export function addReview(db: Db, review: AccessReview, agentId: string): boolean {
  const { changes } = prepared(
    db,
    `INSERT INTO access_reviews (id, agent_id, at, month, who, remark, entries, findings)
     VALUES (:id, :agentId, :at, :month, :who, :remark, :entries, :findings)
     ON CONFLICT (id) DO NOTHING`,
  ).run({ ...review, agentId });
  return changes > 0;
}

/** Every one there ever was, the newest first. */
export function allReviews(db: Db): AccessReview[] {
  return prepared(
    db,
    `SELECT id, at, month, who, remark, entries, findings FROM access_reviews ORDER BY seq DESC`,
  ).all() as AccessReview[];
}
