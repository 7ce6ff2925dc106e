import type { CallRow } from '../call/record.ts';
import { reasonWords } from '../outbox/reasonWords.ts';
import { spokenTime } from './spokenTime.ts';

type Language = 'ko' | 'en';

/**
 * Why a customer's call was not answered and until when, as they may hear it: from what was decided
 * about that very call. What is private, and a reason of the desk's own, is never said.
 * @param call the last one of the customer before this one
 * @param now epoch milliseconds
 */
export function absenceWords(
  call: Pick<CallRow, 'answeredAt' | 'direction' | 'treated'> | null,
  now: number,
  language: Language,
): { readonly reason: string | null; readonly until: string | null } {
  const treated = call?.direction === 'inbound' && call.answeredAt === null ? call.treated : null;
  if (!treated) return { reason: null, until: null };
  const { reasonId: id, reasonName: name, until } = treated;
  const reason = reasonWords({ id, name }, language) || null;
  // Who is back early was not away until then.
  const past = until !== null && until <= now;
  return { reason, until: past && reason ? spokenTime(until, now, language) : null };
}
