import type { ProofFacts } from './proof.ts';
import { amountsSaid, phonesSaid } from './proofNumbers.ts';
import { readText } from './readText.ts';

/**
 * What was agreed in a call, as far as it was written down: a text that names another sum or number
 * is looked at once more.
 * @param written the note of the call, the answers of its guide, its result
 */
export function agreedIn(written: readonly string[]): Pick<ProofFacts, 'amounts' | 'phones'> {
  const read = written.map((words) => readText(words));
  return {
    amounts: [...new Set(read.flatMap(amountsSaid))],
    phones: [...new Set(read.flatMap(phonesSaid))],
  };
}
