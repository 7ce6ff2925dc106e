import { heldBy } from '#shared/domain/privacy/holds.ts';
import type { Held, HoldSubject } from '#shared/domain/privacy/holds.ts';
import type { Hold } from '#shared/contract/privacy.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

export interface NewHold {
  readonly id: string;
  readonly at: number;
  readonly who: string;
  readonly subjectKind: HoldSubject;
  readonly subjectId: string | null;
  readonly keys: readonly string[];
  readonly reason: string;
  readonly until: number | null;
}

/** @returns false when it is there already */
export function addHold(db: Db, { keys, ...hold }: NewHold, agentId: string): boolean {
  const { changes } = prepared(
    db,
    `INSERT INTO holds (id, agent_id, at, who, subject_kind, subject_id, keys, reason, until_at)
     VALUES (:id, :agentId, :at, :who, :subjectKind, :subjectId, :keys, :reason, :until)
     ON CONFLICT (id) DO NOTHING`,
  ).run({ ...hold, agentId, keys: JSON.stringify(keys) });
  return changes > 0;
}

export interface Release {
  readonly holdId: string;
  readonly at: number;
  readonly who: string;
  readonly reason: string;
}

/** A second time does nothing. @returns false then, and where there is no such hold */
export function addRelease(db: Db, release: Release, agentId: string): boolean {
  const { changes } = prepared(
    db,
    `INSERT INTO hold_releases (hold_id, agent_id, at, who, reason)
     SELECT id, :agentId, :at, :who, :reason FROM holds WHERE id = :holdId
     ON CONFLICT (hold_id) DO NOTHING`,
  ).run({ ...release, agentId });
  return changes > 0;
}

interface Row extends Omit<Hold, 'keys' | 'release'> {
  readonly keys: string;
  readonly releasedAt: number | null;
  readonly releasedBy: string | null;
  readonly releaseReason: string | null;
}

/** Every one there ever was, the newest first. */
export function allHolds(db: Db): Hold[] {
  const rows = prepared(
    db,
    `SELECT h.id, h.at, h.who, h.subject_kind AS subjectKind, h.subject_id AS subjectId, h.keys,
       h.reason, h.until_at AS until, r.at AS releasedAt, r.who AS releasedBy,
       r.reason AS releaseReason
     FROM holds h LEFT JOIN hold_releases r ON r.hold_id = h.id ORDER BY h.seq DESC`,
  ).all() as Row[];
  return rows.map(({ keys, releasedAt, releasedBy, releaseReason, ...hold }) => ({
    ...hold,
    keys: JSON.parse(keys) as string[],
    release:
      releasedAt === null
        ? null
        : { at: releasedAt, who: releasedBy ?? '', reason: releaseReason ?? '' },
  }));
}

/** What must not be destroyed now; a customer's card adds the numbers that it has now. */
export function heldNow(db: Db, now: number): Held {
  const held = heldBy(
    allHolds(db).map((hold) => ({ ...hold, released: hold.release !== null })),
    now,
  );
  const numbers = prepared(db, 'SELECT key FROM customer_numbers WHERE customer_id = ?').pluck();
  const more = [...held.customers].flatMap((id) => numbers.all(id) as string[]);
  return { ...held, keys: new Set([...held.keys, ...more]) };
}

/** Numbers of whoever is erased go out of holds that once were. */
export function forgetHeldKeys(db: Db, keys: readonly string[]): void {
  prepared(
    db,
    `UPDATE holds SET keys = '[]' WHERE keys <> '[]' AND EXISTS (
       SELECT 1 FROM json_each(holds.keys) k JOIN json_each(?) gone ON gone.value = k.value)`,
  ).run(JSON.stringify(keys));
}
