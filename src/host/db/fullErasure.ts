import { numberKey } from '#shared/domain/contact/contactNumber.ts';
import { BLANKS } from '#shared/domain/customer/emptied.ts';
import type { ErasedPart } from '#shared/domain/privacy/certificate.ts';
import { forgetPeople } from './accessLog.ts';
import type { EmptiedTraces } from './customerTraces.ts';
import { usersOf } from './customerThread.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { emptyFacts } from './emptyFacts.ts';
import { forgetHeldKeys } from './holds.ts';
import { remakeMistake } from './mistakes.ts';
import { remakeCall } from './projection.ts';
import { removePauses, removePromises } from './retention/promises.ts';
import { removeMessages, removeTexts } from './retention/texts.ts';

/** Whether they are owed something, or a text is on its way to them: then nothing may be taken away. */
export function isOwed(db: Db, keys: readonly string[]): boolean {
  const found = prepared(
    db,
    `SELECT EXISTS (SELECT 1 FROM json_each(:keys) k WHERE
       EXISTS (SELECT 1 FROM promises p WHERE p.customer = k.value AND p.ended_at IS NULL)
       OR EXISTS (SELECT 1 FROM outbox o WHERE o.customer = k.value AND o.part IN ('open', 'trouble'))
       OR EXISTS (SELECT 1 FROM calls c WHERE c.e164 = k.value AND c.ended_at IS NULL)
       OR EXISTS (SELECT 1 FROM pause_numbers n JOIN pauses ON pauses.id = n.pause_id
         WHERE n.customer = k.value AND pauses.ended_at IS NULL))`,
  );
  return found.pluck().get({ keys: JSON.stringify(keys) }) === 1;
}

export interface FullyErased {
  readonly counts: Readonly<Partial<Record<ErasedPart, number>>>;
  /** Their words in the access log. */
  readonly refs: string[];
}

/**
 * After their words have been emptied: numbers out of the facts of their calls, which stay as figures;
 * texts, messages, promises and pauses whole; recordings marked, to be removed with their files by the
 * recordings' own retention. What `kept` names, and what is held, keeps its number. Within a transaction.
 */
export function eraseNumbers(
  db: Db,
  keys: readonly string[],
  traces: EmptiedTraces,
  { disputes, abuse }: { readonly disputes: boolean; readonly abuse: boolean },
): FullyErased {
  const of = (sql: string, values: readonly string[]): string[] => [
    ...new Set(values.flatMap((value) => prepared(db, sql).pluck().all(value) as string[])),
  ];
  const hasAbuse = prepared(db, 'SELECT 1 FROM abuse_cases WHERE call_id = ?');
  const callIds = traces.callIds.filter(
    (id) => !disputes && !(abuse && hasAbuse.get(id) !== undefined),
  );
  const addresses = of('SELECT address FROM calls WHERE id = ?', callIds);

  const texts = of('SELECT id FROM outbox WHERE customer = ?', keys);
  removeTexts(db, texts);
  const messages = of('SELECT id FROM messages WHERE thread = ?', traces.threads);
  removeMessages(db, messages);
  const promises = disputes ? [] : of('SELECT id FROM promises WHERE customer = ?', keys);
  removePromises(db, promises);
  const pauses = of('SELECT pause_id FROM pause_numbers WHERE customer = ?', keys);
  removePauses(db, pauses);

  for (const id of callIds) {
    emptyFacts(db, { table: 'call_events', column: 'call_id', of: id, blanks: BLANKS.callNumbers });
    remakeCall(db, id);
  }
  const mistakes = disputes
    ? []
    : of(`SELECT id FROM mistakes WHERE json_extract(body, '$.customerKey') = ?`, keys);
  for (const id of mistakes) {
    const facts = { table: 'mistake_events', column: 'mistake_id', of: id };
    emptyFacts(db, { ...facts, blanks: BLANKS.mistakeNumbers });
    remakeMistake(db, id);
  }
  const recordings = callIds.reduce((sum, id) => sum + markRecordings(db, id), 0);
  emptyPlaces(db, keys);
  forgetTeamMarks(db, keys);
  forgetHeldKeys(db, keys);
  return {
    counts: {
      ...{ calls: callIds.length, recordings, texts: texts.length, messages: messages.length },
      ...{ promises: promises.length, pauses: pauses.length, mistakes: mistakes.length },
    },
    refs: forgetPeople(db, [...new Set([...keys, ...keys.flatMap(usersOf), ...addresses])]),
  };
}

/** Deleted so long ago that the retention takes them at once. A held one stays. */
function markRecordings(db: Db, callId: string): number {
  return prepared(
    db,
    `UPDATE recordings SET deleted_at = 0, delete_reason = 'erased'
     WHERE call_id = ? AND removed_at IS NULL AND id NOT IN (
       SELECT subject_id FROM holds WHERE subject_kind = 'recording'
         AND id NOT IN (SELECT hold_id FROM hold_releases))`,
  ).run(callId).changes;
}

function emptyPlaces(db: Db, keys: readonly string[]): void {
  const places = prepared(db, 'SELECT DISTINCT number FROM speed_dial').all() as {
    readonly number: string;
  }[];
  for (const { number } of places) {
    if (!keys.includes(numberKey({ e164: null, dialled: number }))) continue;
    prepared(db, 'DELETE FROM speed_dial WHERE number = ?').run(number);
  }
}

/** Where no file of a team was ever read, none can bring them back: nothing has to be remembered for that. */
function forgetTeamMarks(db: Db, keys: readonly string[]): void {
  prepared(
    db,
    `DELETE FROM team_erasures WHERE customer IN (SELECT value FROM json_each(?))
       AND NOT EXISTS (SELECT 1 FROM team_files)`,
  ).run(JSON.stringify(keys));
}
