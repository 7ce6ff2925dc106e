import type { CallRow } from '#shared/domain/call/record.ts';
import type { Customer } from '#shared/domain/export/columns.ts';
import { asksForCall, isCallMeant } from '#shared/domain/export/scope.ts';
import type { ParsedCallFilter } from '#shared/domain/history/filter.ts';
import { searchWords } from '#shared/domain/history/fragments.ts';
import { folded } from '#shared/domain/text/folded.ts';
import { digitsOf, numberFragment, searchDigits } from './numberSearch.ts';

/** What is no call and may be exported because of a filter of calls; see `heeds`. */
export interface Candidate {
  readonly agentId: string;
  readonly customer: Customer;
  /** What somebody has written in it. */
  readonly words: readonly string[];
  /** The call it hangs on; null for none. */
  readonly callId: string | null;
}

/** @param callOf read only where the filter asks for what a call alone tells */
export function candidateTest(
  filter: ParsedCallFilter,
  callOf: (id: string) => CallRow | null,
): (candidate: Candidate) => boolean {
  const isFound = textTest(filter.text);
  const ofCall = asksForCall(filter);
  return ({ agentId, customer, words, callId }) => {
    if (filter.agentId !== undefined && agentId !== filter.agentId) return false;
    if (!isFound(customer, words)) return false;
    return !ofCall || isCallMeant(callId === null ? null : callOf(callId), filter);
  };
}

/** As the search of the log: every word somewhere, or the digits of a number in a number. */
function textTest(text: string): (customer: Customer, written: readonly string[]) => boolean {
  if (text.trim() === '') return () => true;
  const words = searchWords(text);
  const digits = numberFragment(text);
  return (customer, written) => {
    const numbers = [searchDigits(customer), ...customer.numbers.map(digitsOf)].join(' ');
    if (digits !== null && numbers.includes(digits)) return true;
    if (words.length === 0) return false;
    const said = folded([...customer.names, ...written, numbers].join('\n'));
    return words.every((word) => said.includes(word));
  };
}
