import { isSameName } from '../contact/merge.ts';
import { customerNumberKey } from './customer.ts';
import type { CustomerNumber, MergeReason } from './customer.ts';

interface Someone {
  readonly name: string;
  readonly numbers: readonly CustomerNumber[];
  readonly mail: string;
}

/** Fewer digits at the end of two numbers are alike by chance. */
const ALIKE_DIGITS = 7;

/**
 * Why two cards may be of one customer. It is only ever offered: people share lines and names.
 * @returns null when nothing speaks for it
 */
export function likeness(one: Someone, other: Someone): Exclude<MergeReason, 'hand'> | null {
  const keys = new Set(one.numbers.map(customerNumberKey));
  if (other.numbers.some((number) => keys.has(customerNumberKey(number)))) return 'same-number';
  if (one.name === '' || !isSameName(one.name, other.name)) return null;
  if (one.mail !== '' && one.mail.toLowerCase() === other.mail.toLowerCase()) {
    return 'same-name-mail';
  }
  const alike = one.numbers.some((a) => other.numbers.some((b) => endAlike(a, b)));
  return alike ? 'same-name-number' : null;
}

/** One was written without its area code or country: the shorter is the end of the longer. */
function endAlike(one: CustomerNumber, other: CustomerNumber): boolean {
  const [short = '', long = ''] = [one, other]
    .map(({ number }) => number.replace(/\D/g, ''))
    .sort((a, b) => a.length - b.length);
  return short.length >= ALIKE_DIGITS && long.endsWith(short);
}
