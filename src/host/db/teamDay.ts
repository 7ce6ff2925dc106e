import { durations } from '#shared/domain/call/record.ts';
import type { CallRow } from '#shared/domain/call/record.ts';
import { numberKey } from '#shared/domain/contact/contactNumber.ts';
import { textState } from '#shared/domain/outbox/record.ts';
import { maskName } from '#shared/domain/privacy/maskName.ts';
import { maskNumber } from '#shared/domain/privacy/maskNumber.ts';
import { LONGEST_SHARED_NOTE } from '#shared/domain/team/teamRecord.ts';
import type { TeamRecord, TeamRecordOf, TeamWho } from '#shared/domain/team/teamRecord.ts';
import type { TeamSettings } from '#shared/domain/team/teamSettings.ts';
import { spansBetween } from './availability.ts';
import { readCall } from './calls.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { readText } from './outbox.ts';
import { readPromise } from './promises.ts';
import { readRun } from './runs.ts';

/** What of an agent's day leaves, and how. */
export interface SharedDay extends Pick<TeamSettings, 'numbers' | 'notes'> {
  readonly agentId: string;
  /** Epoch milliseconds, up to but without `to`. */
  readonly from: number;
  readonly to: number;
  /** What a customer is known by in the team; null without a key. */
  readonly customerOf: (numberKey: string) => string | null;
  /** For what goes on: epoch milliseconds. */
  readonly now: number;
}

/**
 * The rows of a day as they are now: of calls, texts and troubles those to which something was added in
 * it, all absences of it, and in the day that goes on the
 * promises that are owed, whatever day they are of. Practice, calls to the
 * exchange itself, recordings, mistakes, abuse and what customers wrote stay here.
 */
export function teamDay(db: Db, day: SharedDay): TeamRecord[] {
  const isNow = day.now >= day.from && day.now < day.to;
  const open = prepared(
    db,
    'SELECT id FROM promises WHERE ended_at IS NULL AND practice = 0 AND agent_id = ?',
  );
  const promises = new Set([
    ...(isNow ? (open.pluck().all(day.agentId) as string[]) : []),
    ...touched(db, 'promise_events', 'promise_id', day),
  ]);
  return [
    ...touched(db, 'call_events', 'call_id', day).flatMap((id) => callOf(db, id, day) ?? []),
    ...[...promises].flatMap((id) => promiseOf(db, id, day) ?? []),
    ...absencesOf(db, day),
    ...touched(db, 'outbox_events', 'text_id', day).flatMap((id) => textOf(db, id, day) ?? []),
    ...touched(db, 'run_events', 'run_id', day).flatMap((id) => troubleOf(db, id, day) ?? []),
  ].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** A clock that was set back by more than this hides what came before it. */
const CLOCKS_DIFFER_MS = 21_600_000;

/** Newest facts first, until they are of an earlier day: there is no index by time. */
function touched(
  db: Db,
  table: string,
  column: string,
  { agentId, from, to }: SharedDay,
): string[] {
  const ids = new Set<string>();
  const facts = db
    .prepare(`SELECT ${column} AS "of", at, agent_id AS "by" FROM ${table} ORDER BY seq DESC`)
    .iterate() as Iterable<{ readonly of: string; readonly at: number; readonly by: string }>;
  for (const { of, at, by } of facts) {
    if (at < from - CLOCKS_DIFFER_MS) break;
    if (by === agentId && at >= from && at < to) ids.add(of);
  }
  return [...ids];
}

function revisionIn(db: Db, table: string, column: string, id: string): number {
  const newest = prepared(db, `SELECT max(seq) FROM ${table} WHERE ${column} = ?`).pluck().get(id);
  return (newest as number | null) ?? 0;
}

function callOf(db: Db, id: string, day: SharedDay): TeamRecordOf<'call'> | null {
  const call = readCall(db, id);
  if (!call || call.agentId !== day.agentId || call.practice || call.service !== null) return null;
  return {
    kind: 'call',
    ...{ id, revision: revisionIn(db, 'call_events', 'call_id', id), at: call.startedAt },
    who: whoOf(db, call, day, day.numbers === 'all'),
    ...{ direction: call.direction, outcome: call.outcome },
    ...{ answeredAt: call.answeredAt, endedAt: call.endedAt },
    talkMs: call.endedAt === null ? 0 : durations(call, day.now).talkMs,
    about: (call.disposition?.path ?? []).map(({ name }) => name.ko.slice(0, 80)),
    note: day.notes ? shared(call.note) : '',
  };
}

function promiseOf(db: Db, id: string, day: SharedDay): TeamRecordOf<'promise'> | null {
  const promise = readPromise(db, id);
  if (!promise || promise.agentId !== day.agentId || promise.practice) return null;
  const { end } = promise;
  // Who is owed a call has to be called; afterwards nobody needs the number any more.
  const whole = day.numbers === 'all' || (day.numbers === 'promises' && end === null);
  return {
    kind: 'promise',
    ...{ id, revision: revisionIn(db, 'promise_events', 'promise_id', id), at: promise.madeAt },
    who: whoOf(db, promise, day, whole),
    topic: whole ? promise.topic : '',
    urgent: promise.urgency === 'urgent',
    window: { from: promise.window.from, to: promise.window.to },
    ...{ dueAt: promise.dueAt, owner: promise.owner, escalatedTo: promise.escalatedTo },
    ...{ origin: promise.origin.kind, cries: promise.cries, attempts: promise.attempts },
    end: end && {
      ...{ how: end.how, at: end.at },
      late: end.how === 'kept' ? end.late : end.at > promise.window.to,
      reason: end.how === 'closed' ? end.reason : null,
    },
    note: day.notes ? shared(promise.note) : '',
  };
}

function absencesOf(db: Db, { agentId, from, to }: SharedDay): TeamRecordOf<'absence'>[] {
  return spansBetween(db, agentId, from, to)
    .filter(({ kind }) => kind === 'away')
    .map((span) => ({
      kind: 'absence',
      ...{ id: span.id, revision: revisionOfSpan(db, span.id), at: span.from, to: span.to },
      ...{ reasonId: span.reasonId, reasonName: span.reasonName, until: span.until },
    }));
}

/** A span is changed by every fact up to the one that begins the next. */
function revisionOfSpan(db: Db, id: string): number {
  return prepared(
    db,
    `SELECT coalesce(
       (SELECT min(next.seq) FROM availability_events next
          JOIN availability_spans s ON s.id = next.id
        WHERE next.seq > begun.seq AND next.agent_id = begun.agent_id),
       (SELECT max(seq) FROM availability_events WHERE agent_id = begun.agent_id))
     FROM availability_events begun WHERE begun.id = ?`,
  )
    .pluck()
    .get(id) as number;
}

function textOf(db: Db, id: string, day: SharedDay): TeamRecordOf<'text'> | null {
  const text = readText(db, id);
  if (!text || text.agentId !== day.agentId || text.practice) return null;
  return {
    kind: 'text',
    ...{ id, revision: revisionIn(db, 'outbox_events', 'text_id', id), at: text.writtenAt },
    who: whoOf(db, text, day, day.numbers === 'all'),
    ...{ state: textState(text), origin: text.origin.kind, callId: text.origin.callId },
  };
}

/** What the trouble was; not what was said in it. */
function troubleOf(db: Db, id: string, day: SharedDay): TeamRecordOf<'trouble'> | null {
  const run = readRun(db, id);
  if (!run || run.agentId !== day.agentId || run.practice || run.trigger === null) return null;
  return {
    kind: 'trouble',
    ...{ id, revision: revisionIn(db, 'run_events', 'run_id', id), at: run.startedAt },
    ...{ callId: run.callId, trigger: run.trigger, ended: run.end?.how ?? null },
  };
}

function whoOf(
  db: Db,
  { e164, dialled, name }: Pick<CallRow, 'e164' | 'dialled' | 'name'>,
  { customerOf }: SharedDay,
  whole: boolean,
): TeamWho {
  const key = dialled === '' && e164 === null ? '' : numberKey({ e164, dialled });
  const known = key === '' ? null : (nameAt(db, key) ?? name);
  return {
    number: whole ? dialled : dialled === '' ? '' : maskNumber(e164 ?? dialled),
    e164: whole ? e164 : null,
    name: known === null ? null : (whole ? known : maskName(known)).slice(0, 128),
    customer: customerOf(key),
  };
}

function nameAt(db: Db, key: string): string | null {
  const names = prepared(
    db,
    `SELECT json_extract(c.body, '$.name') FROM customer_numbers n JOIN customers c
       ON c.id = n.customer_id WHERE n.key = :key AND c.erased = 0
     UNION ALL SELECT c.name FROM contact_numbers n JOIN contacts c
       ON c.id = n.contact_id WHERE n.key = :key`,
  )
    .pluck()
    .all({ key }) as (string | null)[];
  return names.find((name) => name !== null && name.trim() !== '') ?? null;
}

function shared(note: string): string {
  return note.slice(0, LONGEST_SHARED_NOTE);
}
