import { WRAP_UP } from '#shared/domain/availability/reasons.ts';
import type { CallFact, CallRow } from '#shared/domain/call/record.ts';
import {
  canBeCalledBack,
  isAbout,
  meaningOf,
  urgencyAfter,
} from '#shared/domain/callback/linking.ts';
import type { CallbackPolicy } from '#shared/domain/callback/policy.ts';
import { customerKey } from '#shared/domain/callback/record.ts';
import type { Origin, PromiseFact, PromiseRow } from '#shared/domain/callback/record.ts';
import { windowFor } from '#shared/domain/callback/window.ts';
import type { BusinessHours } from '#shared/domain/hours/businessHours.ts';
import type { MessageRow } from '#shared/domain/message/record.ts';
import { callEventsAfter, readCallEvents } from './callEvents.ts';
import { readCall } from './calls.ts';
import type { Db } from './database.ts';
import { readMeta, writeMeta } from './meta.ts';
import { addPromiseFact } from './promiseProjection.ts';
import { openPromisesOf, promisesInTalk } from './promises.ts';

export interface PromiseRules {
  /** Asked for when a promise is made: most facts need neither. */
  readonly policy: () => CallbackPolicy;
  readonly hours: () => BusinessHours;
  readonly clock: () => number;
  readonly newId: () => string;
  /** Whether the agent is away now, and until when as far as they have said. */
  readonly awayNow: () => Away | null;
}

export interface Away {
  readonly until: number | null;
}

type FactBody = PromiseFact extends infer F
  ? F extends PromiseFact
    ? Omit<F, 'id' | 'promiseId' | 'at'>
    : never
  : never;

/** Up to which fact of calls it was done. */
export const PROMISES_LINKED = 'promises_linked';

/**
 * What facts of calls mean for the promises of their customers, for every fact stored since the
 * last time. In the transaction that stores them, no missed call is ever without its promise; what
 * was stored by another way, at a start or out of memory, is made up for.
 * @param late the facts may be older than promises that are there by now
 * @returns the promises it changed
 */
export function linkCallFacts(
  db: Db,
  agentId: string,
  rules: PromiseRules,
  late: boolean,
): string[] {
  const news = callEventsAfter(db, Number(readMeta(db, PROMISES_LINKED) ?? 0));
  const last = news.at(-1);
  if (!last) return [];
  const changed = news.flatMap(({ fact }) => linkCallFact(db, agentId, fact, rules, late));
  writeMeta(db, PROMISES_LINKED, String(last.seq));
  return changed;
}

function linkCallFact(
  db: Db,
  agentId: string,
  fact: CallFact,
  rules: PromiseRules,
  late: boolean,
): string[] {
  const call = readCall(db, fact.callId);
  const meaning = call && meaningOf(call, fact);
  if (!call || !meaning) return [];
  if (meaning === 'message') return linkVoicemail(db, agentId, call, rules);
  if (meaning === 'cry') {
    const missed = promiseForMissed(db, agentId, call, rules);
    return leftMessage(db, call) ? [...missed, ...linkVoicemail(db, agentId, call, rules)] : missed;
  }
  const callId = call.id;
  const add = ({ id: promiseId }: PromiseRow, at: number, body: FactBody): string[] => {
    const linked = { ...body, id: rules.newId(), promiseId, at };
    return addPromiseFact(db, linked, agentId) ? [promiseId] : [];
  };
  const end = call.endedAt ?? fact.at;
  if (meaning === 'kept') {
    return promisesInTalk(db, callId).flatMap((row) => add(row, end, { type: 'kept', callId }));
  }
  const open = openPromisesOf(db, { customer: customerKey(call), practice: call.practice }).filter(
    (row) => isAbout(row, callId) && !(late && row.madeAt > call.startedAt),
  );
  if (meaning === 'answered') {
    const at = call.answeredAt ?? fact.at;
    return open.flatMap((row) => add(row, at, { type: 'answered', callId }));
  }
  const outcome = call.outcome ?? 'failed';
  const rang = call.ringingAt !== null;
  return open.flatMap((row) => add(row, end, { type: 'attempted', callId, outcome, rang }));
}

/**
 * A call of a customer that nobody took. Doing it twice for one call adds nothing.
 * @returns the promise it made or joined
 */
function promiseForMissed(db: Db, agentId: string, call: CallRow, rules: PromiseRules): string[] {
  if (!canBeCalledBack(call)) return [];
  const kind = awayDuring(call) ? 'away' : 'missed';
  const origin = { kind, callId: call.id, messageId: null } as const;
  return cry(db, agentId, call, { at: call.startedAt, origin, ...heldOf(call) }, rules);
}

/** A text that came: joins the promise its sender has, or makes one. */
export function linkMessage(
  db: Db,
  agentId: string,
  message: MessageRow,
  rules: PromiseRules,
): string[] {
  if (!canBeCalledBack(message)) return [];
  const origin = { kind: 'text', callId: null, messageId: message.id } as const;
  const away = rules.awayNow();
  return cry(db, agentId, message, { at: message.at, origin, away, urgent: false }, rules);
}

/**
 * What a caller left on the machine joins the promise that their call has made.
 * @param call the call they were recorded in
 */
function linkVoicemail(db: Db, agentId: string, call: CallRow, rules: PromiseRules): string[] {
  if (!canBeCalledBack(call)) return [];
  const origin = { kind: 'voicemail', callId: call.id, messageId: null } as const;
  return cry(db, agentId, call, { at: call.startedAt, origin, ...heldOf(call) }, rules);
}

/** Whether what the customer said to the machine is on record. */
function leftMessage(db: Db, call: CallRow): boolean {
  if (call.attended === null) return false;
  return readCallEvents(db, call.id).some(
    (fact) => fact.type === 'attended' && fact.voicemail !== null,
  );
}

/** What the call was told of the agent's absence; after-call work is none that anybody waits for. */
function awayDuring({ treated }: CallRow): Away | null {
  return treated === null || treated.reasonId === WRAP_UP ? null : { until: treated.until };
}

function heldOf(call: CallRow): Pick<Cry, 'away' | 'urgent'> {
  return { away: awayDuring(call), urgent: call.treated?.urgent ?? false };
}

interface Cry {
  readonly at: number;
  readonly origin: Origin;
  readonly away: Away | null;
  /** A rule says that this caller cannot wait. */
  readonly urgent: boolean;
}

type Caller = Pick<CallRow, 'address' | 'dialled' | 'e164' | 'name' | 'practice'>;

/** The customer wanted somebody and did not get them: one promise, however often they try. */
function cry(
  db: Db,
  agentId: string,
  caller: Caller,
  { at: cryAt, origin, away, urgent }: Cry,
  { clock, newId, ...rules }: PromiseRules,
): string[] {
  const policy = rules.policy();
  const { address, dialled, e164, name, practice } = caller;
  const [open] = openPromisesOf(db, { customer: customerKey(caller), practice });
  const promiseId = open?.id ?? newId();
  const now = clock();
  // What was spoken on the machine is of a call that has been counted.
  const tries = (open?.cries ?? 0) + (open && origin.kind === 'voicemail' ? 0 : 1);
  const urgency = urgent ? 'urgent' : urgencyAfter(tries, policy);
  const fact: PromiseFact = open
    ? { id: newId(), promiseId, at: cryAt, type: 'added', origin, urgency }
    : {
        ...{ id: newId(), promiseId, at: now, type: 'made' },
        ...{ address, dialled: dialled || (e164 ?? ''), e164, name, practice },
        ...{ topic: '', urgency, owner: null, origin, note: '', cryAt },
        channel: origin.kind === 'text' ? 'text' : 'phone',
        window: windowFor({ now, awayUntil: away?.until ?? null, hours: rules.hours(), policy }),
      };
  return addPromiseFact(db, fact, agentId) ? [promiseId] : [];
}
