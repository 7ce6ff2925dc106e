import { dialString, parsePhoneNumber } from '../phone-number/phoneNumber.ts';
import type { PhoneNumberKind } from '../phone-number/phoneNumber.ts';
import type { ContactNumber } from './contact.ts';

export interface ReadNumber extends Pick<ContactNumber, 'number' | 'e164'> {
  /** The zero that a spreadsheet had taken away was put back. */
  readonly corrected: boolean;
}

/** The kinds that begin with 0 in Korea, so that a spreadsheet can take it away. */
const WITH_ZERO: readonly PhoneNumberKind[] = [
  'mobile',
  'landline',
  'internet',
  'toll-free',
  'safe',
];

/**
 * A number of a contact from what a person or a file wrote.
 * @param fromSpreadsheet Excel makes 1012345678 of 010-1234-5678; then the zero is put back
 * @returns null for what cannot be dialled
 */
export function readContactNumber(text: string, fromSpreadsheet = false): ReadNumber | null {
  const written = text.normalize('NFKC').trim();
  // 1012345678.0 is a number that a spreadsheet took for a quantity.
  const plain = fromSpreadsheet ? written.replace(/^(\d{8,11})\.0+$/, '$1') : written;
  if (fromSpreadsheet) {
    const restored = withLostZero(plain);
    if (restored) return { ...restored, corrected: true };
  }
  const parsed = parsePhoneNumber(plain);
  // 1.01E+09 would pass for a SIP user; nobody keeps those in a spreadsheet.
  if (parsed.kind === 'unknown' || (fromSpreadsheet && parsed.kind === 'user')) return null;
  if (!dialString(parsed.display).ok) return null;
  return { number: parsed.display, e164: parsed.e164, corrected: false };
}

function withLostZero(text: string): Pick<ContactNumber, 'number' | 'e164'> | null {
  const digits = text.replace(/[\s-]/g, '');
  // 1588-1234 and its like never had a zero.
  if (!/^[1-9]\d{7,10}$/.test(digits) || /^1[568]\d{6}$/.test(digits)) return null;
  const { display, e164, kind } = parsePhoneNumber(`0${digits}`);
  return e164 !== null && WITH_ZERO.includes(kind) ? { number: display, e164 } : null;
}

/**
 * What two numbers are the same by: E.164, or what is dialled where there is none. A caller's
 * `dialled` is the user part of the address.
 */
export function numberKey({ e164, dialled }: { e164: string | null; dialled: string }): string {
  if (e164 !== null) return e164;
  const { e164: read, display } = parsePhoneNumber(dialled);
  return read ?? display.replace(/[\s\-.()]/g, '').toLowerCase();
}

export function keyOf({ e164, number }: ContactNumber): string {
  return numberKey({ e164, dialled: number });
}
