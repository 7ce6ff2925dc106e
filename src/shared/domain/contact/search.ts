import type { ContactFields } from './contact.ts';
import { folded } from '../text/folded.ts';
import { contactTitle } from './contact.ts';

/*
 * Looking for people as Korean is typed: by syllables, by initial consonants (ㄱㅎㄴ finds 김하늘), and
 * half-written: 김ㅎ, 김하 and 김한 all find 김하늘. Everything becomes a pattern for SQLite's GLOB, which
 * knows ranges of characters (https://www.sqlite.org/lang_expr.html#glob).
 */

/** Nobody looks for more; each one costs a look at every contact. */
const MOST_WORDS = 8;

const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
const PER_INITIAL = 588;
const PER_VOWEL = 28;

/** In the order of the syllables (Unicode §3.12), as a keyboard writes them. */
const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const FINALS = [
  ...[
    '',
    'ㄱ',
    'ㄲ',
    'ㄱㅅ',
    'ㄴ',
    'ㄴㅈ',
    'ㄴㅎ',
    'ㄷ',
    'ㄹ',
    'ㄹㄱ',
    'ㄹㅁ',
    'ㄹㅂ',
    'ㄹㅅ',
    'ㄹㅌ',
  ],
  ...['ㄹㅍ', 'ㄹㅎ', 'ㅁ', 'ㅂ', 'ㅂㅅ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ'],
];
/** Two consonants that a keyboard shows as one while they are typed one after the other. */
const CLUSTERS: Readonly<Record<string, string>> = {
  ...{ ㄳ: 'ㄱㅅ', ㄵ: 'ㄴㅈ', ㄶ: 'ㄴㅎ', ㄺ: 'ㄹㄱ', ㄻ: 'ㄹㅁ', ㄼ: 'ㄹㅂ', ㄽ: 'ㄹㅅ' },
  ...{ ㄾ: 'ㄹㅌ', ㄿ: 'ㄹㅍ', ㅀ: 'ㄹㅎ', ㅄ: 'ㅂㅅ' },
};

/** Everything a person is found by but the numbers, a line for each field. */
export function searchText(contact: ContactFields): string {
  const name = folded(contact.name);
  return [
    name,
    // 김 하늘 is found by 김하늘.
    name.replace(/\s/gu, ''),
    folded(contact.organisation),
    folded(contact.email),
    ...contact.tags.map(folded),
    folded(contact.note),
  ]
    .filter((line, index, lines) => line !== '' && lines.indexOf(line) === index)
    .join('\n');
}

/** Korean names first, then other letters, then what begins with a figure or a sign. */
export function sortKey(contact: ContactFields): string {
  const title = folded(contactTitle(contact));
  if (/^[가-힣ㄱ-ㅎ]/.test(title)) return `1${title}`;
  return /^\p{L}/u.test(title) ? `2${title}` : `3${title}`;
}

/**
 * For each word of what was typed, the patterns of which one has to match `searchText`.
 * @returns no words for an empty question
 */
export function searchPatterns(typed: string): readonly (readonly string[])[] {
  const words = folded(typed)
    .split(/\s+/u)
    .filter((word) => word !== '');
  return words.slice(0, MOST_WORDS).map((word) => wordPatterns(word).map(anywhere));
}

function anywhere(pattern: string): string {
  return `*${pattern}*`;
}

function wordPatterns(word: string): string[] {
  const characters = [...word].flatMap((character) => [...(CLUSTERS[character] ?? character)]);
  const last = characters.at(-1) ?? '';
  const before = characters.slice(0, -1).map(patternOf).join('');
  return endingsOf(last).map((ending) => before + ending);
}

/** A whole syllable is itself; a lone consonant begins any syllable. */
function patternOf(character: string): string {
  const initial = INITIALS.indexOf(character);
  if (initial < 0) return literal(character);
  const from = FIRST_SYLLABLE + initial * PER_INITIAL;
  return `[${character}${range(from, from + PER_INITIAL - 1)}]`;
}

/** The syllable being typed may still get a final, or lose it to the next syllable. */
function endingsOf(character: string): string[] {
  const code = character.codePointAt(0) ?? 0;
  if (code < FIRST_SYLLABLE || code > LAST_SYLLABLE) return [patternOf(character)];
  const final = (code - FIRST_SYLLABLE) % PER_VOWEL;
  const open = code - final;
  if (final === 0) return [`[${range(open, open + PER_VOWEL - 1)}]`];
  const consonants = [...(FINALS[final] ?? '')];
  const moved = consonants.pop() ?? '';
  const left = open + Math.max(0, FINALS.indexOf(consonants.join('')));
  return [character, `${String.fromCodePoint(left)}${patternOf(moved)}`];
}

function range(from: number, to: number): string {
  return `${String.fromCodePoint(from)}-${String.fromCodePoint(to)}`;
}

/** Signs that mean something to GLOB stand for themselves inside brackets. */
function literal(character: string): string {
  return /[*?[]/.test(character) ? `[${character}]` : character;
}
