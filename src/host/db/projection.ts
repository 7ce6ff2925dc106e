import { applyToRecord } from '#shared/domain/call/record.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import { addCallEvent, allCallEvents, lastEventTime, readCallEvents } from './callEvents.ts';
import { forgetCalls, heartbeat, readCall, saveCall, unfinishedCalls } from './calls.ts';
import type { UnfinishedCall } from './calls.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/** Stores a fact and what it changes. @returns false when the fact was already there */
export function addFact(db: Db, fact: CallFact, agentId: string): boolean {
  if (!addCallEvent(db, fact, agentId)) return false;
  project(db, fact, agentId);
  return true;
}

function project(db: Db, fact: CallFact, agentId: string): void {
  const before = readCall(db, fact.callId);
  const after = applyToRecord(before, fact, agentId);
  if (after !== null && after !== before) saveCall(db, after);
}

/** Makes every row again from the facts; heartbeats, which are no facts, are kept. */
export function rebuildCalls(db: Db): void {
  const heartbeats = unfinishedCalls(db);
  forgetCalls(db);
  for (const { fact, agentId } of allCallEvents(db)) project(db, fact, agentId);
  for (const { id, lastSeenAt } of heartbeats)
    if (lastSeenAt !== null) heartbeat(db, id, lastSeenAt);
}

/**
 * Ends every unfinished call as interrupted, at its last heartbeat or its last fact: the page that
 * held its audio is gone.
 * @returns the calls that were ended
 */
export function interruptUnfinished(db: Db, agentId: string, newId: () => string): string[] {
  const calls = unfinishedCalls(db);
  for (const call of calls) addFact(db, interruption(db, call, newId()), agentId);
  return calls.map(({ id }) => id);
}

function interruption(db: Db, { id: callId, lastSeenAt }: UnfinishedCall, id: string): CallFact {
  return {
    id,
    callId,
    at: Math.max(lastSeenAt ?? 0, lastEventTime(db, callId) ?? 0),
    type: 'ended',
    outcome: 'interrupted',
    by: 'app',
    cause: { code: 'app.interrupted' },
  };
}

/** Makes one row again from its facts; its heartbeat, which is no fact, is kept. */
export function remakeCall(db: Db, id: string): void {
  const before = readCall(db, id);
  if (!before) return;
  const seen = prepared(db, 'SELECT last_seen_at FROM calls WHERE id = ?').pluck().get(id);
  prepared(db, 'DELETE FROM calls WHERE id = ?').run(id);
  for (const fact of readCallEvents(db, id)) project(db, fact, before.agentId);
  if (typeof seen === 'number') heartbeat(db, id, seen);
}
