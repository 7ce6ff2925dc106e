import { withoutPrivate } from '../message/privacy.ts';
import { maskNumber, maskNumbers } from './maskNumber.ts';

/** Of a Korean name and its forms: longer ones are of companies, and go word by word. */
const HANGUL_NAME = /^\p{Script=Hangul}{2,5}$/u;

/**
 * The one way a name is made unreadable: `홍*동`. A Korean name is one word even where it is written in
 * two; of others each word keeps its first letter.
 */
export function maskName(name: string): string {
  const plain = name.normalize('NFC').trim();
  const joined = plain.replace(/\s+/gu, '');
  if (HANGUL_NAME.test(joined)) return maskWord(joined);
  return plain.replace(/\S+/gu, maskWord);
}

function maskWord(word: string): string {
  const letters = [...word];
  const [first = ''] = letters;
  if (letters.length < 2) return '*';
  const hidden = letters.slice(1, -1).map(() => '*');
  // Of letters that are no Hangul the last one says as much as the first.
  return /\p{Script=Hangul}$/u.test(word) && hidden.length > 0
    ? [first, ...hidden, letters.at(-1)].join('')
    : [first, ...letters.slice(1).map(() => '*')].join('');
}

/** Whose words they are: everything that would give back what is masked beside them. */
export interface Somebody {
  readonly names: readonly string[];
  /** As they were dialled, or E.164. */
  readonly numbers: readonly string[];
}

/**
 * A text without what is masked elsewhere: telephone, card, account and resident numbers of anybody,
 * and the customer's own name, whole, without its family name or word by word, and the hidden part of
 * their own number.
 */
export function maskWords(text: string, { names, numbers }: Somebody): string {
  if (text.trim() === '') return text;
  let rest = text.normalize('NFC');
  if (/\p{N}|[공영일이삼사오육칠팔구]{4}/u.test(rest)) {
    rest = maskNumbers(withoutPrivate(rest));
    for (const hidden of numbers.flatMap(hiddenParts)) {
      if (!rest.includes(hidden)) continue;
      rest = rest.replace(new RegExp(`(?<!\\d)${hidden}(?!\\d)`, 'gu'), '*'.repeat(hidden.length));
    }
  }
  for (const [pattern, masked] of formsOf(names, rest)) rest = rest.replace(pattern, masked);
  return rest;
}

/** What `maskNumber` leaves out, as somebody may write it alone. */
function hiddenParts(number: string): readonly string[] {
  const digits = number.replace(/\D/g, '').replace(/^82(?=\d{8,10}$)/, '0');
  const shown = /\d*$/.exec(maskNumber(digits))?.[0].length ?? 0;
  const hidden = digits.slice(digits.length >= 11 ? 3 : 0, digits.length - shown);
  if (digits.length < 7) return digits.length >= 4 ? [digits] : [];
  return [...new Set([digits.slice(3), digits.slice(0, -shown), hidden])].filter(
    (part) => part.length >= 3,
  );
}

/** @param text what they are looked for in */
function formsOf(names: readonly string[], text: string): readonly (readonly [RegExp, string])[] {
  const forms = new Map<string, readonly [RegExp, string]>();
  for (const name of names) {
    const plain = name.normalize('NFC').trim();
    const joined = plain.replace(/\s+/gu, '');
    if (HANGUL_NAME.test(joined)) {
      const letters = [...joined];
      // Every form of the name ends with its last letter: most texts have none of them.
      if (!text.includes(letters.at(-1) ?? '')) continue;
      const masked = maskWord(joined);
      forms.set(joined, [new RegExp(letters.map(escaped).join('\\s*'), 'gu'), masked]);
      // As people are called: the name without that of the family, of one syllable or of two.
      for (const family of [1, 2]) {
        const given = letters.slice(family).join('');
        if ([...given].length < 2) continue;
        forms.set(given, [new RegExp(escaped(given), 'gu'), [...masked].slice(family).join('')]);
      }
      continue;
    }
    for (const word of plain.split(/\s+/u)) {
      if ([...word].length < 2) continue;
      const edge = /^\p{Script=Hangul}/u.test(word) ? '' : '(?![\\p{L}\\p{N}])';
      const start = edge === '' ? '' : '(?<![\\p{L}\\p{N}])';
      forms.set(word, [new RegExp(start + escaped(word) + edge, 'giu'), maskWord(word)]);
    }
  }
  // Longer ones first: what is masked is not found again.
  return [...forms].toSorted(([a], [b]) => b.length - a.length).map(([, form]) => form);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
