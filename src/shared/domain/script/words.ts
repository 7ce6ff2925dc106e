import type { Script } from './script.ts';

/**
 * Sentences with tokens in braces. `{customer}` is replaced by what is known; `{product:이/가}` also
 * gets the particle that its last sound asks for; what stands in square brackets is left out together
 * when something in it is not known: `[{agent}입니다.] 무엇을 도와드릴까요?`
 */

/** What a sentence may name besides the script's own fields. */
export const TOKENS = [
  /** 김하늘 고객님, or 고객님 as long as no name is known: never empty, in Korean. */
  'customer',
  'agent',
  'company',
  'product',
  /** Of the promise: 오후 3시. */
  'time',
  /** The clock now. */
  'now',
  /** Until when somebody was away, and why. */
  'until',
  'reason',
] as const;
export type Token = (typeof TOKENS)[number];

export type TokenValues = Readonly<Record<string, string | null | undefined>>;

const TOKEN = /\{([a-z][a-z0-9-]*)(?::([^}/]{1,4}\/[^}/]{1,4}))?\}/g;
const OPTIONAL = /\[([^[\]]*)\]/g;

/** Names of tokens in a text, each once. */
export function tokensIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(TOKEN)].map(([, name = '']) => name))];
}

/** What a script's sentences may name: the tokens and the ids of its fields. */
export function knownTokens(script: Pick<Script, 'fields'>): ReadonlySet<string> {
  return new Set<string>([...TOKENS, ...script.fields.map(({ id }) => id)]);
}

/** Tokens outside of every bracket: without them the sentence could not be said. */
export function neededTokens(text: string): readonly string[] {
  return tokensIn(text.replaceAll(OPTIONAL, ''));
}

/** A text whose braces or brackets do not close is not filled, it is refused by the check. */
export function isWellFormed(text: string): boolean {
  return !/[{}[\]]/.test(text.replaceAll(OPTIONAL, '$1').replaceAll(TOKEN, ''));
}

/**
 * @returns the sentence as it is said. A needed token that is not known stands as a blank `…`: the
 * agent sees where something is to be said.
 */
export function filled(text: string, values: TokenValues): string {
  const of = (name: string): string | null => values[name]?.trim() || null;
  const kept = text.replaceAll(OPTIONAL, (_, inner: string) =>
    tokensIn(inner).every((name) => of(name) !== null) ? inner : '',
  );
  const said = kept.replaceAll(TOKEN, (_, name: string, particles?: string) => {
    const value = of(name) ?? '…';
    return particles === undefined ? value : value + particleOf(value, particles);
  });
  return (
    said
      .replaceAll(/ {2,}/g, ' ')
      .replaceAll(/ ([,.?!])/g, '$1')
      // What was typed into a field may be a whole sentence with its own full stop.
      .replaceAll(/([.?!…])\.(?!\.)/g, '$1')
      .trim()
  );
}

/** How the last sound of each digit closes, read in Korean: 영 일 이 삼 사 오 육 칠 팔 구. */
const DIGITS = 'clvcvvcllv';
/** Latin letters whose Korean names end in a consonant: 엘, 엠, 엔, 알. */
const LETTERS: Readonly<Record<string, Close>> = { l: 'l', m: 'c', n: 'c', r: 'l' };
type Close = 'v' | 'c' | 'l';

/** Vowel, consonant, or ㄹ, which goes with 로 as a vowel does. */
function closeOf(text: string): Close {
  const last = [...text].findLast((letter) => /[\p{L}\p{N}]/u.test(letter)) ?? '';
  const code = last.charCodeAt(0);
  if (code >= 0xac00 && code <= 0xd7a3) {
    const final = (code - 0xac00) % 28;
    return final === 0 ? 'v' : final === 8 ? 'l' : 'c';
  }
  if (/\d/.test(last)) return (DIGITS[Number(last)] ?? 'v') as Close;
  return LETTERS[last.toLowerCase()] ?? 'v';
}

/**
 * The particle that a word asks for, as in `이/가`, `은/는`, `을/를`, `으로/로`: the first after a
 * consonant, the second after a vowel (한글 맞춤법, 조사).
 */
export function particleOf(word: string, particles: string): string {
  const [afterConsonant = '', afterVowel = ''] = particles.split('/');
  const close = closeOf(word);
  if (close === 'l' && afterConsonant === '으로') return afterVowel;
  return close === 'v' ? afterVowel : afterConsonant;
}
