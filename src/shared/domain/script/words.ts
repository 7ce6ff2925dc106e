import { particleOf } from '../text/particles.ts';
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
  // What was written on several lines is said in one breath.
  const of = (name: string): string | null =>
    values[name]?.trim().replaceAll(/\s*\n\s*/g, ', ') || null;
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
      // What was written ends with its own full stop, and stands at the end of a sentence.
      .replaceAll(/(?<!\.)([.?!…])\.(?!\.)/g, '$1')
      .trim()
  );
}
