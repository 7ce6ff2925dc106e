import { parsePhoneNumber } from '../phone-number/phoneNumber.ts';
import type { PhoneNumberKind } from '../phone-number/phoneNumber.ts';
import type { NumberLabel } from './contact.ts';

export function kindOfNumber(number: string): PhoneNumberKind {
  return parsePhoneNumber(number).kind;
}

/** What a number is probably for, where nobody says. */
export function likelyLabel(number: string): NumberLabel {
  const kind = kindOfNumber(number);
  if (kind === 'mobile') return 'mobile';
  return kind === 'representative' || kind === 'toll-free' ? 'main' : 'work';
}

export function isFixedLine(number: string): boolean {
  return ['landline', 'internet', 'representative', 'toll-free'].includes(kindOfNumber(number));
}
