import { callDispositionSchema } from '#shared/domain/disposition/disposition.ts';
import type { CallDisposition } from '#shared/domain/disposition/disposition.ts';
import { UNDISPOSED } from './calls.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/** How far back it is looked: enough for a few different ones. */
const CHOICES = 60;
const CALLS_OF_CUSTOMER = 30;

/** Apart, so that a test can read its plan. */
export const CHOSEN = `SELECT json_extract(body, '$.disposition.path[#-1].id') AS id FROM call_events
  WHERE type = 'disposed' AND agent_id = ? ORDER BY seq DESC LIMIT ${CHOICES}`;

/** The types an agent chose, the last choice first. */
export function chosenTypes(db: Db, agentId: string): string[] {
  const ids = prepared(db, CHOSEN).pluck().all(agentId) as (string | null)[];
  return ids.filter((id) => id !== null);
}

export interface CustomerOfCall {
  readonly e164: string | null;
  readonly address: string;
  readonly practice: boolean;
  readonly callId: string;
}

export interface EarlierCall {
  readonly callId: string;
  readonly startedAt: number;
  readonly disposition: CallDisposition;
}

/** Newest first. */
export function disposedCallsOf(db: Db, customer: CustomerOfCall): EarlierCall[] {
  const { e164, address, practice, callId } = customer;
  const [column, value] = e164 === null ? ['address', address] : ['e164', e164];
  const rows = prepared(
    db,
    `SELECT id AS callId, started_at AS startedAt, disposition FROM calls
     WHERE ${column} = ? AND disposition IS NOT NULL AND practice = ? AND id <> ?
     ORDER BY started_at DESC LIMIT ${CALLS_OF_CUSTOMER}`,
  ).all(value, practice ? 1 : 0, callId) as (Omit<EarlierCall, 'disposition'> & {
    disposition: string;
  })[];
  return rows.map((row) => ({
    ...row,
    disposition: callDispositionSchema.parse(JSON.parse(row.disposition)),
  }));
}

export const MISSING = `SELECT count(*) FROM calls
  WHERE ${UNDISPOSED} AND service IS NULL AND started_at >= ?`;

export function undisposedCalls(db: Db, since: number): number {
  return prepared(db, MISSING).pluck().get(since) as number;
}
