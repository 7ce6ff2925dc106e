import type { ParsedCallFilter } from '#shared/domain/history/filter.ts';
import { foldedTag } from '#shared/domain/history/tags.ts';
import { searchWords } from '#shared/domain/history/fragments.ts';
import { numberFragment } from '../numberSearch.ts';
import { facet } from './facets.ts';
import type { Facet } from './facets.ts';
import { phraseOfDigits, phraseOfWord, quoted } from './grams.ts';

/** The numbers of whoever is found by a word: their calls are meant too. E.164. */
export type NumbersOf = (word: string) => readonly string[];

/**
 * The query of the index for a filter. Calls to the exchange itself are few: they are taken out, and not
 * all the others looked for, which would be read one by one.
 * @returns empty where nothing but a time is asked for, and null where it can match nothing
 */
export function matchOf(filter: ParsedCallFilter, numbersOf: NumbersOf): string | null {
  const text = textParts(filter.text, numbersOf);
  if (text === null) return null;
  const parts = [...text, ...facetParts(filter)].join(' AND ');
  if (filter.service || parts === '') return parts;
  return `(${parts}) NOT ${SERVICE}`;
}

/** Entries of calls to the exchange itself. */
export const SERVICE = quoted(facet('is', 'service'));

function textParts(text: string, numbersOf: NumbersOf): readonly string[] | null {
  if (text.trim() === '') return [];
  const words = searchWords(text);
  const inWords = words.map((word) => {
    const numbers = numbersOf(word).map((number) => quoted(facet('number', number)));
    return anyOf([phraseOfWord(word), ...numbers]);
  });
  const digits = numberFragment(text);
  if (digits === null) return words.length === 0 ? null : inWords;
  // Figures may stand in a note as well as in a number.
  const all = inWords.join(' AND ');
  return [anyOf(all === '' ? [phraseOfDigits(digits)] : [phraseOfDigits(digits), `(${all})`])];
}

const anyOf = (parts: readonly string[]): string =>
  parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' OR ')})`;

function facetParts(filter: ParsedCallFilter): readonly string[] {
  const { undisposedSince, practice, voicemail, recorded, tag } = filter;
  const chosen: readonly (readonly [Facet, string | undefined])[] = [
    ['is', filter.service ? 'service' : undefined],
    ['direction', filter.direction],
    ['outcome', filter.outcome],
    ['agent', filter.agentId],
    ['type', filter.type],
    ['result', filter.result],
    ['reason', filter.reason],
    ['quality', filter.quality],
    ['tag', tag === undefined ? undefined : foldedTag(tag)],
    ['promise', filter.promise],
    ['text', filter.texted],
    ['script', filter.script],
    ['is', recorded ? 'recorded' : undefined],
    ['voicemail', voicemail === 'new' ? 'new' : undefined],
    ['is', voicemail === true ? 'voicemail' : undefined],
    ['is', undisposedSince === undefined ? undefined : 'undisposed'],
    ['is', practice === undefined ? undefined : practice ? 'practice' : 'real'],
  ];
  return chosen
    .filter((one): one is readonly [Facet, string] => one[1] !== undefined)
    .map(([name, value]) => quoted(facet(name, value)));
}
