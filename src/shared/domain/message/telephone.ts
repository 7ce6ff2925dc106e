import type { Written } from './digitGroups.ts';

/*
 * Telephone numbers in a text, by the Korean numbering plan (domain/phone-number) but without its
 * library: a text is looked through at every key.
 */

export type TelephoneKind =
  | 'mobile'
  /** A landline, 070, 050x, or of another country. */
  | 'other'
  /** 15xx, 16xx, 18xx, 080: everybody may read them. */
  | 'public';

/** +82, 82 and 0082 with or without the 0 of the national form. */
const COUNTRY = '(?:\\+|00)?82-?(?:0-?)?';
const MOBILE = new RegExp(`^(?:${COUNTRY}|0)(?:10(?:-?\\d){8}|1[16-9](?:-?\\d){7,8})$`);
const OTHERS = [
  new RegExp(
    `^(?:(?:\\+|00)82-?(?:0-?)?|82-(?:0-?)?|0)(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|50\\d)-?\\d{3,4}-?\\d{4}$`,
  ),
  /^\+(?!82)[1-9]\d{0,2}(?:-?\d){6,13}$/,
];
const PUBLIC = [/^1[568]\d{2}-?\d{4}$/, /^(?:(?:\+|00)82-?|0)80-?\d{3,4}-?\d{4}$/];

/** 010 stays together, so that a row of dates or amounts is none. */
const MOBILE_HEAD = /^(?:\+|00)?(?:82|01\d)/;

/** @param before what stands before it in the text */
export function telephoneKind(written: Written, before: string): TelephoneKind | null {
  const { groups, tail, head, digits } = written;
  if (digits.length < 8 || tail || isBehindLetters(before)) return null;
  if (MOBILE.test(groups) && MOBILE_HEAD.test(groups)) return 'mobile';
  // A number of the courier's or the order's goes on.
  if (head) return null;
  if (OTHERS.some((one) => one.test(groups))) return 'other';
  return PUBLIC.some((one) => one.test(groups)) ? 'public' : null;
}

/** `ORD-01012345678` is an order, `Tel.010…` is not. */
export function isBehindLetters(before: string): boolean {
  const [, word = ''] = /([A-Za-z][A-Za-z.]{0,11})[-_]?$/.exec(before.slice(-14)) ?? [];
  return word !== '' && !/^(?:tel|hp|h\.p|phone|mobile|cell|fax|call|no|[tmpfhc])\.?$/i.test(word);
}

/** The same for one number, however it is written. */
export function telephoneKey(number: string): string {
  return number
    .normalize('NFKC')
    .replace(/\D/g, '')
    .replace(/^(?:00)?82(?=\d{8})0?/, '0')
    .replace(/^0(?=1[568]\d{6}$)/, '');
}
