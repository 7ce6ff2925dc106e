import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { PhoneNumber } from 'libphonenumber-js/min';
import { hasUnseenCharacters, withoutUnseenCharacters } from '../text/unsafeCharacters.ts';
import { formatKorean, kindOfKorean, specialKorean } from './koreanNumber.ts';
import type { KoreanKind } from './koreanNumber.ts';

/*
 * The `min` metadata (83 kB) instead of `max` (157 kB), since it is in the first load of the page.
 * `max` adds a number's type and per-type patterns; the types that matter here are Korean ones,
 * which `koreanNumber.ts` knows by prefix, and the two agree on every Korean number we tried but
 * 060 and 013.
 */

export type PhoneNumberKind =
  | KoreanKind
  | 'international'
  /** Digits that are no public number: an extension, or not yet whole. */
  | 'short'
  /** With * or #: a feature code of the exchange. */
  | 'code'
  /** A SIP user with letters. */
  | 'user'
  | 'unknown';

export interface ParsedPhoneNumber {
  /** With a leading +, null for everything that cannot be called from abroad. RFC 3966 §5.1.4. */
  readonly e164: string | null;
  /** As a Korean reads it: national for +82, international otherwise. Safe to show. */
  readonly display: string;
  readonly kind: PhoneNumberKind;
}

/** A dial box and a tel: link accept no more. */
export const LONGEST_DIALLED = 64;

/** What people write between digits, including the dashes and dots a word processor makes. */
const SEPARATORS = /[\s\-.()/\u00B7\u2010-\u2015\u2212\u30FB]/gu;

/** Understands a number as typed in Korea or as it came in a SIP address; never throws. */
export function parsePhoneNumber(input: string): ParsedPhoneNumber {
  // Compatibility forms first: full-width digits and the full-width plus become ASCII.
  const text = withoutUnseenCharacters(input.slice(0, 1_024)).normalize('NFKC').trim();
  const compact = text.replace(SEPARATORS, '');
  if (compact === '' || text.length > LONGEST_DIALLED) return plain(text, 'unknown');
  if (!/^\+?[0-9*#]+$/.test(compact)) {
    return plain(text, /^[A-Za-z0-9\-_.!~*'+]+$/.test(text) ? 'user' : 'unknown');
  }
  if (/[*#]/.test(compact)) return plain(compact, 'code');

  const special = specialKorean(compact);
  if (special) return plain(special, 'special');
  const number = readNumber(compact);
  if (!number) return plain(compact, compact.length <= 8 ? 'short' : 'unknown');
  if (number.countryCallingCode !== '82') {
    return { e164: number.number, display: number.formatInternational(), kind: 'international' };
  }
  const national = toNational(number.nationalNumber);
  const kind = kindOfKorean(national);
  return {
    e164: number.number,
    display: formatKorean(national) ?? number.formatNational(),
    kind,
  };
}

/** The digits a Korean dials: with a leading 0, but for representative numbers. */
function toNational(significant: string): string {
  return /^1[568]\d{6}$/.test(significant) ? significant : `0${significant}`;
}

function plain(display: string, kind: PhoneNumberKind): ParsedPhoneNumber {
  return { e164: null, display, kind };
}

function readNumber(compact: string): PhoneNumber | null {
  for (const candidate of candidates(compact)) {
    const number = parsePhoneNumberFromString(candidate, 'KR');
    if (number?.isValid() && isWhole(number)) return number;
  }
  return null;
}

/** How the digits may be meant, likeliest first. */
function* candidates(compact: string): Generator<string> {
  // Written with Korea's own code without the +, with or without the 00 of other countries.
  const korean = /^(?:00)?82(\d{8,})$/.exec(compact)?.[1];
  if (korean) yield `+82${korean}`;
  yield compact;
  // 00 is how most of the world calls abroad; the library knows Korea's 001, 002 and 00700 only.
  if (compact.startsWith('00')) yield `+${compact.slice(2)}`;
}

/** The library takes 010 with ten digits, which 011 and its like have and 010 has not. */
function isWhole(number: PhoneNumber): boolean {
  return !(number.countryCallingCode === '82' && /^10\d{7}$/.test(number.nationalNumber));
}

export type DialString =
  | { readonly ok: true; readonly user: string }
  | { readonly ok: false; readonly reason: 'empty' | 'too-long' | 'forbidden' };

/**
 * The user part of the SIP address to call, from what an agent typed: a number without its
 * separators, or a SIP user as it is. `#` is not allowed in a user part and is escaped (RFC 3261
 * §25.1 `user`). Unseen characters are refused rather than removed: a number that reads one way
 * and dials another must not be dialled.
 */
export function dialString(input: string): DialString {
  if (input.length > LONGEST_DIALLED * 2) return { ok: false, reason: 'too-long' };
  const trimmed = input.trim();
  if (hasUnseenCharacters(trimmed)) return { ok: false, reason: 'forbidden' };
  const text = trimmed.normalize('NFKC');
  if (text === '') return { ok: false, reason: 'empty' };
  if (text.length > LONGEST_DIALLED) return { ok: false, reason: 'too-long' };
  const compact = text.replace(SEPARATORS, '');
  if (/^\+?[0-9*#]+$/.test(compact)) return { ok: true, user: compact.replaceAll('#', '%23') };
  if (/^[A-Za-z0-9\-_.!~*'+]+$/.test(text) && /[A-Za-z]/.test(text)) {
    return { ok: true, user: text };
  }
  return { ok: false, reason: compact === '' ? 'empty' : 'forbidden' };
}

/**
 * The user of a `sip:`, `sips:` or `tel:` address, unescaped, without a password or parameters,
 * and without the visual separators of a tel: number (RFC 3261 §19.1.1, RFC 3966 §3).
 * @returns an empty string when there is none; the text is untrusted
 */
export function userPartOf(uri: string): string {
  const match = /^\s*(sips?|tel):([^\s<>]*)/i.exec(uri.slice(0, 2_048));
  const [, scheme = '', rest = ''] = match ?? [];
  if (scheme.toLowerCase() === 'tel') {
    const [number = ''] = rest.split(';');
    return unescape(number).replace(SEPARATORS, '');
  }
  const at = rest.lastIndexOf('@');
  if (at < 0) return '';
  const [user = ''] = rest.slice(0, at).split(/[:;]/);
  return unescape(user);
}

function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray % is what a hostile or broken peer sent; show it as it came.
    return text;
  }
}
