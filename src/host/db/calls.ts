import { z } from 'zod';
import { attendedSchema, causeSchema } from '#shared/domain/call/record.ts';
import type { CallRow, Direction, EndedBy, Outcome, Service } from '#shared/domain/call/record.ts';
import { callDispositionSchema } from '#shared/domain/disposition/disposition.ts';
import { identitySchema, stationSchema } from '#shared/domain/pbx/callerWay.ts';
import { qualitySummarySchema } from '#shared/domain/quality/summary.ts';
import { treatedSchema } from '#shared/domain/treatment/treated.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { searchDigits, searchNames } from './numberSearch.ts';

export interface StoredCall {
  readonly id: string;
  readonly agent_id: string;
  readonly direction: string;
  readonly address: string;
  readonly dialled: string;
  readonly e164: string | null;
  readonly name: string | null;
  readonly raw_name: string | null;
  readonly sip_call_id: string | null;
  readonly account: string;
  readonly practice: number;
  readonly started_at: number;
  readonly ringing_at: number | null;
  readonly answered_at: number | null;
  readonly ended_at: number | null;
  readonly held_ms: number;
  readonly held_since: number | null;
  readonly outcome: string | null;
  readonly ended_by: string | null;
  readonly cause: string | null;
  readonly note: string;
  readonly tags: string;
  readonly quality: string | null;
  readonly recorded: number;
  readonly attended: string | null;
  readonly voicemail: string | null;
  readonly claimed: string | null;
  readonly via: string | null;
  readonly service: string | null;
  readonly treated: string | null;
  readonly disposition: string | null;
}

export const CALL_COLUMNS = `id, agent_id, direction, address, dialled, e164, name, raw_name, sip_call_id,
  account, practice, started_at, ringing_at, answered_at, ended_at, held_ms, held_since, outcome,
  ended_by, cause, note, tags, quality, recorded, attended, voicemail, claimed, via, service, treated,
  disposition`;

// Made once: to make a schema takes longer than to read a row by it.
export const tagsSchema = z.array(z.string());
const stationsSchema = stationSchema.array();

export function readCall(db: Db, id: string): CallRow | null {
  const row = prepared(db, `SELECT ${CALL_COLUMNS} FROM calls WHERE id = ?`).get(id);
  return row ? toCall(row as StoredCall) : null;
}

const SAVE = `
  INSERT INTO calls (${CALL_COLUMNS}, digits, way_names) VALUES (
    :id, :agent_id, :direction, :address, :dialled, :e164, :name, :raw_name, :sip_call_id,
    :account, :practice, :started_at, :ringing_at, :answered_at, :ended_at, :held_ms, :held_since,
    :outcome, :ended_by, :cause, :note, :tags, :quality, :recorded, :attended, :voicemail, :claimed, :via,
    :service, :treated, :disposition, :digits, :way_names)
  ON CONFLICT (id) DO UPDATE SET
    sip_call_id = excluded.sip_call_id, ringing_at = excluded.ringing_at,
    answered_at = excluded.answered_at, ended_at = excluded.ended_at, held_ms = excluded.held_ms,
    held_since = excluded.held_since, outcome = excluded.outcome, ended_by = excluded.ended_by,
    cause = excluded.cause, note = excluded.note, tags = excluded.tags,
    quality = excluded.quality, recorded = excluded.recorded, treated = excluded.treated,
    attended = excluded.attended, voicemail = excluded.voicemail,
    disposition = excluded.disposition`;

/** Who called whom and when is written once, with the call's first fact; the rest may change. */
export function saveCall(db: Db, call: CallRow): void {
  const found = { digits: searchDigits(call), way_names: searchNames(call) };
  prepared(db, SAVE).run({ ...toRow(call), ...found });
}

/** The words of the index `calls_undisposed`, beside `service IS NULL`. */
export const UNDISPOSED =
  'disposition IS NULL AND answered_at IS NOT NULL AND ended_at IS NOT NULL';

/** Only to make every row again from the facts. */
export function forgetCalls(db: Db): void {
  db.exec('DELETE FROM calls');
}

export function heartbeat(db: Db, callId: string, at: number): void {
  prepared(
    db,
    `UPDATE calls SET last_seen_at = max(coalesce(last_seen_at, 0), ?)
     WHERE id = ? AND ended_at IS NULL`,
  ).run(at, callId);
}

/** The calls of this moment; `talking`: made or answered by the agent, and with a person. */
export function callsNow(db: Db, agentId: string): { all: number; talking: number } {
  return prepared(
    db,
    `SELECT count(*) AS "all",
       count(*) FILTER (WHERE service IS NULL AND (answered_at IS NOT NULL OR direction = 'outbound'))
         AS talking
     FROM calls WHERE ended_at IS NULL AND agent_id = ?`,
  ).get(agentId) as { all: number; talking: number };
}

export interface UnfinishedCall {
  readonly id: string;
  readonly lastSeenAt: number | null;
}

export function unfinishedCalls(db: Db): UnfinishedCall[] {
  return prepared(
    db,
    'SELECT id, last_seen_at AS lastSeenAt FROM calls WHERE ended_at IS NULL ORDER BY id',
  ).all() as UnfinishedCall[];
}

/** Every call in no particular order, one at a time. */
export function* allCalls(db: Db): Generator<CallRow> {
  const rows = db.prepare(`SELECT ${CALL_COLUMNS} FROM calls ORDER BY id`).iterate();
  for (const row of rows as IterableIterator<StoredCall>) yield toCall(row);
}

/** Ended calls with one caller: how many, and the newest. */
export function callsWith(
  db: Db,
  caller: { readonly e164: string } | { readonly address: string },
): { readonly calls: number; readonly lastCall: CallRow | null } {
  const [column, value] = 'e164' in caller ? ['e164', caller.e164] : ['address', caller.address];
  const where = `${column} = ? AND ended_at IS NOT NULL`;
  const { calls } = prepared(db, `SELECT count(*) AS calls FROM calls WHERE ${where}`).get(
    value,
  ) as { calls: number };
  const last = prepared(
    db,
    `SELECT ${CALL_COLUMNS} FROM calls WHERE ${where} ORDER BY started_at DESC LIMIT 1`,
  ).get(value);
  return { calls, lastCall: last ? toCall(last as StoredCall) : null };
}

export function toCall(row: StoredCall): CallRow {
  return {
    id: row.id,
    agentId: row.agent_id,
    direction: row.direction as Direction,
    address: row.address,
    dialled: row.dialled,
    e164: row.e164,
    name: row.name,
    rawName: row.raw_name,
    sipCallId: row.sip_call_id,
    account: row.account,
    practice: row.practice === 1,
    startedAt: row.started_at,
    ringingAt: row.ringing_at,
    answeredAt: row.answered_at,
    endedAt: row.ended_at,
    heldMs: row.held_ms,
    heldSince: row.held_since,
    outcome: row.outcome as Outcome | null,
    endedBy: row.ended_by as EndedBy | null,
    cause: row.cause === null ? null : causeSchema.parse(JSON.parse(row.cause)),
    note: row.note,
    tags: tagsSchema.parse(JSON.parse(row.tags)),
    quality: row.quality === null ? null : qualitySummarySchema.parse(JSON.parse(row.quality)),
    recorded: row.recorded === 1,
    attended: row.attended === null ? null : attendedSchema.parse(JSON.parse(row.attended)),
    voicemail: row.voicemail as CallRow['voicemail'],
    claimed: row.claimed === null ? null : identitySchema.parse(JSON.parse(row.claimed)),
    via: row.via === null ? [] : stationsSchema.parse(JSON.parse(row.via)),
    service: row.service as Service | null,
    treated: row.treated === null ? null : treatedSchema.parse(JSON.parse(row.treated)),
    disposition:
      row.disposition === null ? null : callDispositionSchema.parse(JSON.parse(row.disposition)),
  };
}

function toRow(call: CallRow): StoredCall {
  return {
    id: call.id,
    agent_id: call.agentId,
    direction: call.direction,
    address: call.address,
    dialled: call.dialled,
    e164: call.e164,
    name: call.name,
    raw_name: call.rawName,
    sip_call_id: call.sipCallId,
    account: call.account,
    practice: call.practice ? 1 : 0,
    started_at: call.startedAt,
    ringing_at: call.ringingAt,
    answered_at: call.answeredAt,
    ended_at: call.endedAt,
    held_ms: call.heldMs,
    held_since: call.heldSince,
    outcome: call.outcome,
    ended_by: call.endedBy,
    cause: call.cause === null ? null : JSON.stringify(call.cause),
    note: call.note,
    tags: JSON.stringify(call.tags),
    quality: call.quality === null ? null : JSON.stringify(call.quality),
    recorded: call.recorded ? 1 : 0,
    attended: call.attended === null ? null : JSON.stringify(call.attended),
    voicemail: call.voicemail,
    claimed: call.claimed === null ? null : JSON.stringify(call.claimed),
    via: call.via.length === 0 ? null : JSON.stringify(call.via),
    service: call.service,
    treated: call.treated === null ? null : JSON.stringify(call.treated),
    disposition: call.disposition === null ? null : JSON.stringify(call.disposition),
  };
}
