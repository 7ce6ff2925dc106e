import { parsePhoneNumber, userPartOf } from '../phone-number/phoneNumber.ts';
import { withoutUnseenCharacters } from '../text/unsafeCharacters.ts';

export const NUMBER_CATEGORIES = [
  'emergency',
  /** 060: whoever is called sets a price. */
  'premium',
  'international',
  'mobile',
  /** Extensions, codes and users of the exchange. */
  'internal',
] as const;
export type NumberCategory = (typeof NUMBER_CATEGORIES)[number];

/** What a dialled text comes to, in every writing of the same number. */
export interface Reach {
  /** The number itself: as dialled and, of a Korean number, nationally and with +82. */
  readonly numbers: readonly string[];
  readonly categories: readonly NumberCategory[];
  /** What an exchange may make of it: letters as keys, a feature code in front dropped. */
  readonly mayBe: readonly string[];
  readonly mayBeOf: readonly NumberCategory[];
}

const LONGEST_READ = 256;

/** The letters on the keys of a telephone. ITU-T E.161. */
const KEYS = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'] as const;

/** @param as a prefix is no whole number: nothing is concluded from what it lacks */
export function reachOf(dialled: string, as: 'number' | 'prefix' = 'number'): Reach {
  const compact = compactOf(dialled);
  const numbers = writingsOf(compact);
  if (as === 'prefix') return { numbers, categories: [], mayBe: [], mayBeOf: [] };
  const mayBe = guessesOf(compact)
    .flatMap(writingsOf)
    .filter((number) => !numbers.includes(number));
  const mayBeOf = mayBe.length === 0 ? [] : categoriesOf(mayBe, null);
  const own = categoriesOf(numbers, compact);
  // A code with a number behind it does not stay within the house.
  const within = mayBeOf.length === 0 && (mayBe.length === 0 || /[a-z]/.test(compact));
  const categories = within ? own : own.filter((category) => category !== 'internal');
  return { numbers, categories, mayBe, mayBeOf };
}

/** Without an address around it, encoding and what people write between digits. */
function compactOf(dialled: string): string {
  const text = withoutUnseenCharacters(dialled.slice(0, LONGEST_READ)).normalize('NFKC').trim();
  const inner = /^(?:sips?|tel):/i.test(text) ? userOf(text) : text.replace(/@.*$/s, '');
  return decoded(inner)
    .normalize('NFKC')
    .replace(/;.*$/s, '')
    .replace(/[\s\-.()/\u00B7\u2010-\u2015\u2212\u30FB]/gu, '')
    .toLowerCase();
}

/** An address without a host, as the phone makes them, has a user all the same. */
function userOf(address: string): string {
  return userPartOf(address) || address.replace(/^\w+:/, '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A Korean number with its 0, with +82 and as dialled; a foreign one with +. */
function writingsOf(compact: string): string[] {
  const writings = new Set([compact]);
  // 0082 and 82 before a whole number are +82; an 8 and a 2 may also begin an extension.
  const abroad = /^(?:\+82|0082)0?(\d*)$/.exec(compact) ?? /^820?(\d{8,})$/.exec(compact);
  const [, significant] = abroad ?? [];
  if (significant !== undefined) {
    // 15xx, 16xx, 18xx have no 0; nor have 112 and 119.
    if (!/^1(?:[568]\d{6}|\d{2})$/.test(significant)) writings.add(`0${significant}`);
    else writings.add(significant);
    writings.add(`+82${significant}`);
  } else if (/^0[1-9]\d*$/.test(compact)) {
    writings.add(`+82${compact.slice(1)}`);
  } else if (/^1[568]\d{6}$/.test(compact)) {
    writings.add(`+82${compact}`);
  }
  const { e164, kind } = parsePhoneNumber(compact);
  if (e164 !== null && kind === 'international') writings.add(e164);
  return [...writings];
}

function guessesOf(compact: string): string[] {
  const guesses: string[] = [];
  if (/[a-z]/.test(compact) && /\d/.test(compact)) {
    guesses.push(
      [...compact]
        .map((one) => keyOf(one))
        .filter((key) => /[\d+*#]/.test(key))
        .join(''),
    );
  }
  // *23# before a number withholds one's own; other exchanges have other codes.
  const behindCode = /^[*#]+\d{0,4}[*#](\+?\d{3,})#?$/.exec(compact)?.[1];
  if (behindCode !== undefined) guesses.push(behindCode);
  return guesses;
}

function keyOf(letter: string): string {
  const key = KEYS.findIndex((letters) => letters.includes(letter));
  return key < 0 ? letter : String(key + 2);
}

function categoriesOf(numbers: readonly string[], compact: string | null): NumberCategory[] {
  const has = (pattern: RegExp): boolean => numbers.some((number) => pattern.test(number));
  // Behind an area code it is the same 119 (02-119), and never anything else.
  if (has(/^(?:0(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]))?11[29]$/)) return ['emergency'];
  const categories: NumberCategory[] = [];
  if (has(/^060/)) categories.push('premium');
  // 001, 002, 00700 and the rest of the world's 00; +82 is home.
  if (has(/^(?:\+(?!82)|00(?!82))\d/)) categories.push('international');
  if (has(/^01[016789]/)) categories.push('mobile');
  if (compact !== null && categories.length === 0) {
    const { kind } = parsePhoneNumber(compact);
    if (kind === 'short' || kind === 'code' || kind === 'user') categories.push('internal');
  }
  return categories;
}
