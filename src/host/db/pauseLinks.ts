import type { CallFact } from '#shared/domain/call/record.ts';
import { meaningOf } from '#shared/domain/callback/linking.ts';
import type { CallMeaning } from '#shared/domain/callback/linking.ts';
import type { MessageRow } from '#shared/domain/message/record.ts';
import type { PauseFact } from '#shared/domain/pause/record.ts';
import { callEventsAfter } from './callEvents.ts';
import { readCall } from './calls.ts';
import type { Db } from './database.ts';
import { readMeta, writeMeta } from './meta.ts';
import { addPauseFact } from './pauseProjection.ts';
import { activePausesOfCaller } from './pauses.ts';

/** Up to which fact of calls it was done. */
export const PAUSES_LINKED = 'pauses_linked';

/**
 * What facts of calls mean for customers whose contact is paused: whoever is called in vain is
 * called no oftener than anybody, and whoever calls is back in touch. As `linkCallFacts`.
 * @returns the pauses it changed
 */
export function linkCallsToPauses(db: Db, agentId: string, newId: () => string): string[] {
  const news = callEventsAfter(db, Number(readMeta(db, PAUSES_LINKED) ?? 0));
  const last = news.at(-1);
  if (!last) return [];
  const changed = news.flatMap(({ fact }) => linkCallFact(db, agentId, fact, newId));
  writeMeta(db, PAUSES_LINKED, String(last.seq));
  return changed;
}

function linkCallFact(db: Db, agentId: string, fact: CallFact, newId: () => string): string[] {
  const call = readCall(db, fact.callId);
  const meaning = call && meaningOf(call, fact);
  if (!call || !meaning) return [];
  return activePausesOfCaller(db, call).flatMap(({ id: pauseId, openedAt }) => {
    // The call it was opened in, or one before it, says nothing of it.
    if (call.startedAt < openedAt) return [];
    const body = bodyOf(meaning, call);
    if (!body) return [];
    const noticed: PauseFact = { ...body, id: newId(), pauseId, at: fact.at };
    return addPauseFact(db, noticed, agentId) ? [pauseId] : [];
  });
}

/** Longer than any text of a person; the whole of it stands in the thread. */
const QUOTED = 500;

/**
 * A text of a paused customer is a reply, as a call of theirs would be: whoever looks after them is
 * told by the pause and not only by the thread. Within the transaction that stores the text, once.
 * @returns the pauses it changed
 */
export function linkMessageToPauses(
  db: Db,
  agentId: string,
  message: MessageRow,
  newId: () => string,
): string[] {
  return activePausesOfCaller(db, message).flatMap(({ id: pauseId }) => {
    const text = message.body.slice(0, QUOTED);
    const reply: PauseFact = {
      ...{ id: newId(), pauseId, at: message.at, type: 'reply', channel: 'text', text },
    };
    return addPauseFact(db, reply, agentId) ? [pauseId] : [];
  });
}

type Body<F> = F extends PauseFact ? Omit<F, 'id' | 'pauseId' | 'at'> : never;

function bodyOf(
  meaning: CallMeaning,
  call: NonNullable<ReturnType<typeof readCall>>,
): Body<PauseFact> | null {
  const callId = call.id;
  switch (meaning) {
    case 'attempted': {
      const rang = call.ringingAt !== null;
      return { type: 'attempted', callId, outcome: call.outcome ?? 'failed', rang };
    }
    case 'answered':
      return { type: 'reached', callId };
    case 'cry':
      return { type: 'called', callId };
    case 'kept':
    case 'message':
      return null;
  }
}
