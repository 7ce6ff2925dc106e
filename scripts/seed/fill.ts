import { applyToRecord } from '#shared/domain/call/record.ts';
import type { CallRow } from '#shared/domain/call/record.ts';
import { addCallEvent } from '#host/db/callEvents.ts';
import { saveCall } from '#host/db/calls.ts';
import type { Db } from '#host/db/database.ts';
import { indexCalls } from '#host/db/callIndex/indexer.ts';
import { writeMeta } from '#host/db/meta.ts';
import { OUTBOX_LINKED } from '#host/db/outboxLinks.ts';
import { PAUSES_LINKED } from '#host/db/pauseLinks.ts';
import { PROMISES_LINKED } from '#host/db/promiseLinks.ts';
import { addPromiseFact } from '#host/db/promiseProjection.ts';
import { factsOfCall } from './calls.ts';
import { personAt } from './people.ts';
import { promiseOf } from './promises.ts';
import { randomOf } from './random.ts';

/** Calls of a desk with so many agents, written as the app writes them: facts, rows, index. */

export interface Fill {
  readonly calls: number;
  readonly agents: number;
  readonly seed: number;
  /** The last call begins before this moment; epoch milliseconds. */
  readonly until: number;
}

export interface Filled {
  readonly calls: number;
  readonly promises: number;
  /** When the first one began. */
  readonly from: number;
}

const DAY = 86_400_000;
const CALLS_AN_AGENT_AND_DAY = 80;
/** Seoul has no daylight saving time: +09:00. */
const SEOUL_MS = 9 * 3_600_000;
/** How many of ten calls come in each hour from 9 to 18: before noon and after lunch most. */
const RHYTHM = [9, 10, 10, 10, 10, 11, 11, 11, 13, 13, 14, 14, 14, 15, 15, 16, 16, 17];
/** As many in one transaction. */
const AT_ONCE = 5_000;

/** @param tell how many are written so far */
export function fill(db: Db, what: Fill, tell: (calls: number) => void): Filled {
  const random = randomOf(what.seed);
  const agents = Array.from({ length: what.agents }, (_, at) => idOf(what.until + at, random));
  const people = Math.max(10, Math.round(what.calls / 8));
  const perDay = what.agents * CALLS_AN_AGENT_AND_DAY;
  const days = workdaysBefore(what.until, Math.ceil(what.calls / perDay));
  let written = 0;
  let promises = 0;
  for (const day of days) {
    const left = what.calls - written;
    const times = Array.from({ length: Math.min(perDay, left) }, () => {
      const hour = random.pick(RHYTHM);
      return day + (hour - 9) * 3_600_000 + random.below(3_600_000);
    }).sort((a, b) => a - b);
    for (let from = 0; from < times.length; from += AT_ONCE) {
      db.transaction(() => {
        for (const at of times.slice(from, from + AT_ONCE)) promises += addCall(at);
        indexCalls(db, AT_ONCE * 2);
      })();
    }
    written += times.length;
    tell(written);
  }
  db.transaction(() => followed(db))();
  return { calls: written, promises, from: days[0] ?? what.until };

  /** @returns how many promises came with it */
  function addCall(at: number): number {
    const place = random.below(people);
    const agent = random.below(agents.length);
    const agentId = agents[agent] ?? '';
    // The same person has the same name and number, whenever they call.
    const person = personAt(place, randomOf(what.seed + place));
    const facts = factsOfCall({ at, person, agent, random, idAt: (when) => idOf(when, random) });
    let row: CallRow | null = null;
    for (const fact of facts) {
      addCallEvent(db, fact, agentId);
      row = applyToRecord(row, fact, agentId);
    }
    if (row === null) return 0;
    saveCall(db, row);
    const promised = promiseOf(row, random, (when) => idOf(when, random), what.until);
    for (const fact of promised) addPromiseFact(db, fact, agentId);
    return promised.length > 0 ? 1 : 0;
  }
}

/** What follows from the calls was made with them: a start has nothing to make up for. */
function followed(db: Db): void {
  const last = db.prepare('SELECT coalesce(max(seq), 0) FROM call_events').pluck().get() as number;
  for (const key of [PROMISES_LINKED, PAUSES_LINKED, OUTBOX_LINKED] as const) {
    writeMeta(db, key, String(last));
  }
}

/** Nine in the morning in Seoul of the last working days before a moment, the first of them first. */
function workdaysBefore(until: number, count: number): readonly number[] {
  const found: number[] = [];
  let midnight = Math.floor((until + SEOUL_MS) / DAY) * DAY - SEOUL_MS;
  while (found.length < count) {
    midnight -= DAY;
    const weekday = new Date(midnight + SEOUL_MS).getUTCDay();
    if (weekday !== 0 && weekday !== 6) found.push(midnight + 9 * 3_600_000);
  }
  return found.reverse();
}

/** UUIDv7 (RFC 9562 §5.7) that is the same for the same seed. */
function idOf(at: number, random: ReturnType<typeof randomOf>): string {
  const time = at.toString(16).padStart(12, '0');
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => random.below(16).toString(16)).join('');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
}
