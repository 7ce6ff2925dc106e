import type { Whose } from '#shared/contract/customers.ts';
import { numberText } from '../calls/partyWords.ts';
import type { Someone } from '../contacts/usePartyName.ts';

/** @returns null for somebody who withholds their number: there is nothing to know them by */
export function whoseOf(someone: Pick<Someone, 'dialled' | 'e164'>): Whose | null {
  const number = numberText({ ...someone, name: null }).slice(0, 64);
  return number === '' ? null : { customerId: null, numbers: [{ number, e164: someone.e164 }] };
}
