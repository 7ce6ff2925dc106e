import type { CallFact, CallRow } from '../call/record.ts';
import type { CallbackPolicy } from './policy.ts';
import type { PromiseRow, Urgency } from './record.ts';

/*
 * What a call means for the promises of its customer, decided from the fact that was just stored
 * and the call as it is now.
 */

/** Numbers that stand for a caller who withholds theirs: nobody can be called back there. */
const WITHHELD = /^(anonymous|unavailable|restricted|unknown)?$/i;

type Someone = Pick<CallRow, 'dialled' | 'e164'>;

export function canBeCalledBack({ dialled, e164 }: Someone): boolean {
  return e164 !== null || !WITHHELD.test(dialled.trim());
}

/**
 * - `cry`: the customer wanted somebody and did not get them
 * - `answered`: they are on the line
 * - `kept`: the call in which they were ended
 * - `attempted`: they were called and did not answer
 */
export type CallMeaning = 'cry' | 'answered' | 'kept' | 'attempted';

/** @param row the call with the fact in it */
export function meaningOf(row: CallRow, fact: CallFact): CallMeaning | null {
  // The exchange is no customer, and who was asked about one is none either.
  if (row.service !== null || !canBeCalledBack(row)) return null;
  if (fact.type === 'answered') return 'answered';
  if (fact.type !== 'ended') return null;
  if (row.answeredAt !== null) return 'kept';
  // A colleague has spoken to them: their promise is as kept as it would be by us.
  if (row.outcome === 'answered-elsewhere') return null;
  return row.direction === 'inbound' ? 'cry' : 'attempted';
}

/** Whether a call may count for a promise: one made by hand in a call is about a later one. */
export function isAbout(row: Pick<PromiseRow, 'origin'>, callId: string): boolean {
  return row.origin.callId !== callId;
}

/** @param cries how often the customer has tried, this time included */
export function urgencyAfter(
  cries: number,
  { urgentFromCalls }: Pick<CallbackPolicy, 'urgentFromCalls'>,
): Urgency {
  return urgentFromCalls > 0 && cries >= urgentFromCalls ? 'urgent' : 'normal';
}
