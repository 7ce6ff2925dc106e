import type { SecondCheckWords } from './secondCheckWords.ts';
import { secondCheckSchema } from './secondCheckWords.ts';

/** Of one list; see `secondCheckSchema`. */
const MOST_WORDS = 60;
const LONGEST_WORD = 20;

/** Words as somebody writes a list of them: by commas or lines, each once. */
export function wordsIn(text: string): string[] {
  const words = text.split(/[,，、\n]/).map((word) => word.trim().replace(/\s+/g, ' '));
  return [...new Set(words.filter((word) => word !== ''))];
}

export type ListFault = { readonly many: number } | { readonly long: string };

/** What keeps a list from being kept; null: nothing. */
export function listFault(words: readonly string[]): ListFault | null {
  if (words.length > MOST_WORDS) return { many: words.length };
  const long = words.find((word) => word.length > LONGEST_WORD);
  return long === undefined ? null : { long };
}

/** What every desk begins with. */
export const USUAL_WORDS: SecondCheckWords = secondCheckSchema.parse({});
