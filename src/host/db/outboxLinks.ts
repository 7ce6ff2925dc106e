import { absenceWith } from '#shared/domain/availability/whileAway.ts';
import type { AwayReason } from '#shared/domain/availability/reasons.ts';
import type { Span } from '#shared/domain/availability/status.ts';
import type { CallFact, CallRow } from '#shared/domain/call/record.ts';
import { customerKey } from '#shared/domain/callback/record.ts';
import type { UnitedCustomer } from '#shared/domain/customer/customer.ts';
import { refusesTexts, standing } from '#shared/domain/customer/unite.ts';
import { outsidePreferred } from '#shared/domain/customer/preferredHours.ts';
import { WORDS_ONLY } from '#shared/domain/outbox/content.ts';
import type { TextContent } from '#shared/domain/outbox/content.ts';
import { asksForText, kindOfCaller, whyNoText } from '#shared/domain/outbox/mayText.ts';
import type { MissedTexts } from '#shared/domain/outbox/policy.ts';
import { absenceKey } from '#shared/domain/outbox/record.ts';
import type { TextFact, TextOrigin } from '#shared/domain/outbox/record.ts';
import { wantedFrom } from '#shared/domain/outbox/wantedTime.ts';
import { textWords } from '#shared/domain/outbox/words.ts';
import { spansBefore } from './availability.ts';
import { callEventsAfter } from './callEvents.ts';
import { readCall } from './calls.ts';
import { cardsWith, readUnited } from './customers.ts';
import type { Db } from './database.ts';
import { readMeta, writeMeta } from './meta.ts';
import { addTextFact, textsOfCustomer } from './outbox.ts';
import { isDecided, wasTextedInAbsence } from './outboxEvents.ts';
import { openPromisesOf } from './promises.ts';

export interface OutboxRules {
  readonly policy: () => MissedTexts;
  readonly reasons: () => readonly (AwayReason & {
    /** The version of the template that its words are of. */
    readonly madeFrom?: TextContent['template'];
  })[];
  readonly clock: () => number;
  readonly newId: () => string;
}

/** Up to which fact of calls it was done. */
export const OUTBOX_LINKED = 'outbox_linked';
/** Texts of one customer that may still be waiting. */
const MOST_WAITING = 50;

/**
 * What facts of calls mean for the texts of their callers, for every fact stored since the last
 * time: in the transaction that stores them, no missed call is ever without its decision, and what
 * was stored by another way is made up for. Promises come first: a text says when the customer will
 * be called.
 * @returns the texts it changed
 */
export function linkTexts(db: Db, agentId: string, rules: OutboxRules): string[] {
  const news = callEventsAfter(db, Number(readMeta(db, OUTBOX_LINKED) ?? 0));
  const last = news.at(-1);
  if (!last) return [];
  const changed = news.flatMap(({ fact }) => linkFact(db, agentId, fact, rules));
  writeMeta(db, OUTBOX_LINKED, String(last.seq));
  return changed;
}

function linkFact(db: Db, agentId: string, fact: CallFact, rules: OutboxRules): string[] {
  if (fact.type !== 'answered' && fact.type !== 'ended') return [];
  const call = readCall(db, fact.callId);
  if (!call || call.service !== null) return [];
  if (fact.type === 'answered') return withdraw(db, agentId, call, rules);
  return asksForText(call, fact) ? decide(db, agentId, call, rules) : [];
}

/** A text for a call that nobody took, or why there is none. */
function decide(db: Db, agentId: string, call: CallRow, rules: OutboxRules): string[] {
  if (isDecided(db, call.id)) return [];
  const now = rules.clock();
  const policy = rules.policy();
  const reason = rules.reasons().find(({ id }) => id === call.treated?.reasonId) ?? null;
  const spans = spansBefore(db, agentId, call.treated?.spanId ?? null, call.startedAt);
  const span = spans.at(-1) ?? null;
  // Without any span it is an absence of this call alone.
  const absence = span === null ? call.id : absenceWith(spans, span.id);
  const already = wasTextedInAbsence(db, absenceKey(call, absence));
  const refused = wantsNoTexts(db, customerKey(call));
  const leaves = leavesAt(db, call, policy, now);
  const why = whyNoText({ policy, reason, caller: call, refused, already, now, leaves });
  const { address, dialled, e164, name, practice } = call;
  const origin: TextOrigin = {
    kind: 'missed',
    callId: call.id,
    promiseId: null,
    reasonId: call.treated?.reasonId ?? null,
    reasonName: call.treated?.reasonName ?? null,
  };
  const textId = rules.newId();
  const fact = {
    id: rules.newId(),
    textId,
    at: now,
    address,
    dialled,
    e164,
    name,
    practice,
    origin,
  };
  const said: TextFact =
    why === null
      ? {
          ...fact,
          type: 'written',
          body: bodyFor(db, call, { policy, reason, span, now: leaves ?? now }),
          content: { ...WORDS_ONLY, template: reason?.madeFrom ?? null },
          absence,
        }
      : { ...fact, type: 'declined', why, numberKind: kindOfCaller(call) };
  if (!addTextFact(db, said, agentId)) return [];
  if (why === null && leaves !== null && leaves > now) {
    const when = {
      id: rules.newId(),
      textId,
      at: now,
      type: 'scheduled',
      notBefore: leaves,
    } as const;
    addTextFact(db, when, agentId);
  }
  return [textId];
}

/** When it suits the customer: their hours are kept without anybody at the desk. Null: never. */
function leavesAt(db: Db, call: CallRow, quiet: MissedTexts, now: number): number | null {
  const preferences = call.practice ? null : (cardOf(db, customerKey(call))?.preferences ?? null);
  // Quiet hours alone are kept by the sender, which asks anew what they are.
  return outsidePreferred(preferences, now) === null
    ? now
    : wantedFrom({ preferences, quiet }, now);
}

/** What the customer's card says of texts that inform. */
export function wantsNoTexts(db: Db, key: string): boolean {
  return refusesTexts(cardOf(db, key)?.consents ?? []);
}

/** Advertising needs a word of theirs. */
export function agreesToAdvertising(db: Db, key: string): boolean {
  return standing(cardOf(db, key)?.consents ?? []).advertising?.given === true;
}

function cardOf(db: Db, key: string): UnitedCustomer | null {
  const [id] = cardsWith(db, [key]);
  return id === undefined ? null : readUnited(db, id);
}

interface Told {
  readonly policy: MissedTexts;
  readonly reason: AwayReason | null;
  readonly span: Span | null;
  /** When it is read: what has passed by then is not said. */
  readonly now: number;
}

/** The note of the absence is left where it is: it is for colleagues. */
function bodyFor(db: Db, call: CallRow, { policy, reason, span, now }: Told): string {
  const [promise] = openPromisesOf(db, {
    customer: customerKey(call),
    practice: call.practice,
  });
  return textWords({
    ...{ kind: 'missed', policy, reason, now },
    back: span?.kind === 'away' ? span.until : (call.treated?.until ?? null),
    window: promise?.window ?? null,
    alternate: span?.alternate ?? '',
  });
}

/** They are on the line: what was written by itself has nothing left to tell them. */
function withdraw(db: Db, agentId: string, call: CallRow, { clock, newId }: OutboxRules): string[] {
  const customer = { customer: customerKey(call), practice: call.practice };
  return textsOfCustomer(db, customer, MOST_WAITING)
    .filter(({ end, origin }) => end === null && origin.kind === 'missed')
    .filter(({ id: textId }) =>
      addTextFact(
        db,
        { id: newId(), textId, at: clock(), type: 'reached', callId: call.id },
        agentId,
      ),
    )
    .map(({ id }) => id);
}
