import { BLANKS } from '#shared/domain/customer/emptied.ts';
import type { Blanks } from '#shared/domain/customer/emptied.ts';
import type { Kept } from '#shared/domain/customer/customer.ts';
import type { ErasedPart } from '#shared/domain/privacy/certificate.ts';
import { remakeAbuse } from './abuseCases.ts';
import { eraseBookings } from './bookings.ts';
import { usersOf } from './customerThread.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { emptyFacts } from './emptyFacts.ts';
import { remakeMistake } from './mistakes.ts';
import { remakeText } from './outbox.ts';
import { remakePause } from './pauseProjection.ts';
import { remakeCall } from './projection.ts';
import { remakePromise } from './promiseProjection.ts';
import { remakeReflection } from './reflections.ts';
import { remakeRun } from './runProjection.ts';

/** What was emptied, to be read again by the pages. */
export interface EmptiedTraces {
  readonly callIds: string[];
  readonly threads: string[];
  /** How many of each were emptied, for the certificate. */
  readonly counts: Readonly<Partial<Record<ErasedPart, number>>>;
  /** Calls that somebody holds, left as they are. */
  readonly held: readonly string[];
  /** What `kept` has left of each. */
  readonly left: { readonly disputes: number; readonly abuse: number };
}

const USER = `lower(replace(replace(dialled, '.', ''), '-', ''))`;

/**
 * Takes the words about a customer out of the facts of their calls and of all that hangs on those.
 * What happened stays: that there was a call, its number, its times, how often, how it ended.
 * @param keys their numbers, by `numberKey`
 * @param spared calls that are held
 */
export function emptyTraces(
  db: Db,
  keys: readonly string[],
  kept: Kept | undefined,
  spared: ReadonlySet<string> = new Set(),
): EmptiedTraces {
  const keeps = (what: Kept['what'][number]): boolean => kept?.what.includes(what) ?? false;
  const of = (sql: string, values: readonly string[]): string[] => [
    ...new Set(values.flatMap((value) => prepared(db, sql).pluck().all(value) as string[])),
  ];
  const users = keys.flatMap(usersOf);
  const calls = [
    ...of('SELECT id FROM calls WHERE e164 = ?', keys),
    ...of(`SELECT id FROM calls WHERE e164 IS NULL AND ${USER} = ?`, users),
  ];
  const callIds = calls.filter((id) => !spared.has(id));
  const held = calls.filter((id) => spared.has(id));
  const counts: Partial<Record<ErasedPart, number>> = {};
  const threads = [
    ...of('SELECT thread FROM message_threads WHERE thread = ?', keys),
    ...of(`SELECT thread FROM message_threads WHERE e164 IS NULL AND ${USER} = ?`, users),
  ];
  const area = (
    part: ErasedPart,
    { table, column, blanks }: Area,
    ids: readonly string[],
    remake: (db: Db, id: string) => void,
  ): void => {
    for (const id of new Set(ids)) {
      emptyFacts(db, { table, column, of: id, blanks });
      remake(db, id);
    }
    counts[part] = new Set(ids).size;
  };

  const promises = of('SELECT id FROM promises WHERE customer = ?', keys);
  const mistakes = [
    ...of('SELECT id FROM mistakes WHERE call_id = ?', callIds),
    ...of(`SELECT id FROM mistakes WHERE json_extract(body, '$.customerKey') = ?`, keys),
  ];
  const abuse = of('SELECT id FROM abuse_cases WHERE call_id = ?', callIds);
  if (!keeps('disputes')) {
    area('calls', AREAS.calls, callIds, remakeCall);
    area('promises', AREAS.promises, promises, remakePromise);
    area('mistakes', AREAS.mistakes, mistakes, remakeMistake);
  }
  if (!keeps('abuse')) area('abuse', AREAS.abuse, abuse, remakeAbuse);
  const pauses = of('SELECT pause_id FROM pause_numbers WHERE customer = ?', keys);
  area('pauses', AREAS.pauses, pauses, remakePause);
  area('runs', AREAS.runs, of('SELECT id FROM runs WHERE call_id = ?', callIds), remakeRun);
  for (const id of callIds) {
    emptyFacts(db, { ...AREAS.reflections, of: id });
    remakeReflection(db, id);
  }
  area('texts', AREAS.texts, of('SELECT id FROM outbox WHERE customer = ?', keys), remakeText);
  area(
    'messages',
    AREAS.messages,
    of('SELECT id FROM messages WHERE thread = ?', threads),
    blankMessage,
  );
  counts.bookings = eraseBookings(db, keys);
  const nameless = prepared(db, 'UPDATE message_threads SET name = NULL WHERE thread = ?');
  for (const thread of threads) nameless.run(thread);
  const left = {
    disputes: keeps('disputes') ? callIds.length + promises.length + new Set(mistakes).size : 0,
    abuse: keeps('abuse') ? abuse.length : 0,
  };
  return { callIds, threads, counts, held, left };
}

interface Area {
  readonly table: string;
  /** Whose facts they are. */
  readonly column: string;
  readonly blanks: Blanks;
}

const AREAS = {
  calls: { table: 'call_events', column: 'call_id', blanks: BLANKS.calls },
  promises: { table: 'promise_events', column: 'promise_id', blanks: BLANKS.promises },
  mistakes: { table: 'mistake_events', column: 'mistake_id', blanks: BLANKS.mistakes },
  abuse: { table: 'abuse_events', column: 'case_id', blanks: BLANKS.abuse },
  pauses: { table: 'pause_events', column: 'pause_id', blanks: BLANKS.pauses },
  runs: { table: 'run_events', column: 'run_id', blanks: BLANKS.runs },
  reflections: { table: 'reflection_events', column: 'call_id', blanks: BLANKS.reflections },
  texts: { table: 'outbox_events', column: 'text_id', blanks: BLANKS.texts },
  messages: { table: 'message_events', column: 'message_id', blanks: BLANKS.messages },
} as const satisfies Record<string, Area>;

/** As a row made of its emptied facts would be; nothing else of it hangs on words. */
function blankMessage(db: Db, id: string): void {
  prepared(db, `UPDATE messages SET name = NULL, raw_name = NULL, body = '' WHERE id = ?`).run(id);
}
