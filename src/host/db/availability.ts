import {
  applyToStatus,
  availabilityFactSchema,
  NO_STATUS,
  reservedSchema,
} from '#shared/domain/availability/status.ts';
import type { AvailabilityFact, Span, Status } from '#shared/domain/availability/status.ts';
import type { Talk } from '#shared/domain/availability/day.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/** Stores a fact and what it changes. @returns false when the fact was already there */
export function addAvailabilityFact(db: Db, fact: AvailabilityFact, agentId: string): boolean {
  const { id, at, type, ...body } = fact;
  const { changes } = prepared(
    db,
    `INSERT INTO availability_events (id, agent_id, at, type, body) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO NOTHING`,
  ).run(id, agentId, at, type, JSON.stringify(body));
  if (changes === 0) return false;
  project(db, fact, agentId);
  return true;
}

function project(db: Db, fact: AvailabilityFact, agentId: string): void {
  const before = readStatus(db, agentId);
  const { status, ended } = applyToStatus(before, fact, agentId);
  if (status === before) return;
  if (ended) {
    prepared(db, 'UPDATE availability_spans SET to_at = ?, reserved = NULL WHERE id = ?').run(
      ended.to,
      ended.id,
    );
  }
  if (status.span) saveSpan(db, status.span, status.reserved);
}

/** Makes every span again from the facts. */
export function rebuildAvailability(db: Db): void {
  prepared(db, 'DELETE FROM availability_spans').run();
  for (const { fact, agentId } of allAvailabilityEvents(db)) project(db, fact, agentId);
}

export function readStatus(db: Db, agentId: string): Status {
  const row = prepared(
    db,
    `SELECT ${COLUMNS}, reserved FROM availability_spans WHERE agent_id = ? AND to_at IS NULL`,
  ).get(agentId) as (StoredSpan & { readonly reserved: string | null }) | undefined;
  if (!row) return NO_STATUS;
  const reserved = row.reserved === null ? null : reservedSchema.parse(JSON.parse(row.reserved));
  return { span: toSpan(row), reserved };
}

/** In order; those that touch the time from `from` up to `to`, epoch milliseconds. */
export function spansBetween(db: Db, agentId: string, from: number, to: number): Span[] {
  const rows = prepared(
    db,
    `SELECT ${COLUMNS} FROM availability_spans
     WHERE agent_id = ? AND from_at < ? AND (to_at IS NULL OR to_at > ?) ORDER BY from_at, id`,
  ).all(agentId, to, from) as StoredSpan[];
  return rows.map(toSpan);
}

/** Of every agent, the newest first, one at a time; epoch milliseconds, up to but without `to`. */
export function* spansFrom(db: Db, from: number, to: number): Generator<Span> {
  const rows = db
    .prepare(
      `SELECT ${COLUMNS} FROM availability_spans WHERE from_at >= ? AND from_at < ?
       ORDER BY from_at DESC`,
    )
    .iterate(from, to);
  for (const row of rows) yield toSpan(row as StoredSpan);
}

/**
 * The spans since calls were last taken, up to a moment, in order, the one of the moment last.
 * @param id the span, by which a moved clock does no harm; null: the one at `at`, epoch milliseconds
 */
export function spansBefore(db: Db, agentId: string, id: string | null, at: number): Span[] {
  const known = prepared(db, 'SELECT from_at FROM availability_spans WHERE id = ?')
    .pluck()
    .get(id ?? '') as number | undefined;
  const rows = prepared(
    db,
    `SELECT ${COLUMNS} FROM availability_spans WHERE agent_id = @agentId AND from_at <= @at
       AND from_at >= ifnull((SELECT max(from_at) FROM availability_spans
         WHERE agent_id = @agentId AND from_at <= @at AND kind = 'available'), 0)
     ORDER BY from_at, id`,
  ).all({ agentId, at: known ?? at }) as StoredSpan[];
  const spans = rows.map(toSpan);
  const place = spans.findIndex((span) => span.id === id);
  return place < 0 ? spans : spans.slice(0, place + 1);
}

/** A call of more than this long before the day began is not looked for; milliseconds. */
const LONGEST_TALK_MS = 86_400_000;

/** When customers were talked to, from `from` up to `to`. */
export function talksBetween(db: Db, agentId: string, from: number, to: number): Talk[] {
  return prepared(
    db,
    `SELECT answered_at AS "from", ended_at AS "to" FROM calls
     WHERE answered_at >= ? AND answered_at < ? AND answered_at IS NOT NULL
       AND (ended_at IS NULL OR ended_at > ?) AND service IS NULL AND agent_id = ?
     ORDER BY answered_at`,
  ).all(from - LONGEST_TALK_MS, to, from, agentId) as Talk[];
}

/** Whether any customer is still being talked to. */
export function someoneTalks(db: Db, agentId: string): boolean {
  return (
    prepared(
      db,
      `SELECT 1 FROM calls WHERE ended_at IS NULL AND answered_at IS NOT NULL
         AND service IS NULL AND agent_id = ? LIMIT 1`,
    ).get(agentId) !== undefined
  );
}

const FACTS_AT_A_TIME = 1_000;

/** Every fact in the order in which it was stored, read in pieces; see `allCallEvents`. */
export function* allAvailabilityEvents(
  db: Db,
): Generator<{ fact: AvailabilityFact; agentId: string }> {
  let last = 0;
  for (;;) {
    const rows = prepared(
      db,
      `SELECT seq, id, agent_id, at, type, body FROM availability_events
       WHERE seq > ? ORDER BY seq LIMIT ?`,
    ).all(last, FACTS_AT_A_TIME) as StoredFact[];
    for (const { id, agent_id: agentId, at, type, body } of rows) {
      const fact = { ...(JSON.parse(body) as object), id, at, type };
      yield { fact: availabilityFactSchema.parse(fact), agentId };
    }
    if (rows.length < FACTS_AT_A_TIME) return;
    last = rows.at(-1)?.seq ?? last;
  }
}

interface StoredFact {
  readonly seq: number;
  readonly id: string;
  readonly agent_id: string;
  readonly at: number;
  readonly type: string;
  readonly body: string;
}

const COLUMNS = `id, agent_id, from_at, to_at, kind, reason_id, reason_name, until_at, note,
  alternate, by`;

interface StoredSpan {
  readonly id: string;
  readonly agent_id: string;
  readonly from_at: number;
  readonly to_at: number | null;
  readonly kind: string;
  readonly reason_id: string | null;
  readonly reason_name: string | null;
  readonly until_at: number | null;
  readonly note: string;
  readonly alternate: string;
  readonly by: string | null;
}

function saveSpan(db: Db, span: Span, reserved: Status['reserved']): void {
  prepared(
    db,
    `INSERT INTO availability_spans (${COLUMNS}, reserved) VALUES (
       :id, :agentId, :from, :to, :kind, :reasonId, :reasonName, :until, :note, :alternate, :by,
       :reserved)
     ON CONFLICT (id) DO UPDATE SET until_at = excluded.until_at, note = excluded.note,
       alternate = excluded.alternate, reserved = excluded.reserved`,
  ).run({ ...span, reserved: reserved === null ? null : JSON.stringify(reserved) });
}

function toSpan(row: StoredSpan): Span {
  return {
    id: row.id,
    agentId: row.agent_id,
    from: row.from_at,
    to: row.to_at,
    kind: row.kind as Span['kind'],
    reasonId: row.reason_id,
    reasonName: row.reason_name,
    until: row.until_at,
    note: row.note,
    alternate: row.alternate,
    by: row.by as Span['by'],
  };
}
