import { wordsOf } from '#shared/domain/history/fragments.ts';

/*
 * Words and numbers as the index holds them: pieces of two characters of a word and of three figures
 * of a number, in their order, so that a fragment of any length is found as a phrase. FTS5's own
 * trigrams find nothing shorter than three characters, and Korean names and words have two
 * (https://www.sqlite.org/fts5.html, the trigram tokenizer).
 *
 * The last character of a word, and the last two figures of a number, stand once more alone: for what
 * is looked for with one character, and as what parts a word from the next.
 */

export function gramsOfText(text: string): readonly string[] {
  return wordsOf(text).flatMap((word) => {
    const characters = [...word];
    return characters.map((character, at) => character + (characters[at + 1] ?? ''));
  });
}

/** @param digits of one number or of several, parted by spaces */
export function gramsOfDigits(digits: string): readonly string[] {
  return digits
    .split(' ')
    .flatMap((number) => [...number].map((_, at) => `d${number.slice(at, at + 3)}`));
}

/** FTS5's query for a fragment of a word. */
export function phraseOfWord(word: string): string {
  const characters = [...word];
  if (characters.length < 2) return `${quoted(word)} *`;
  return quoted(
    characters
      .slice(1)
      .map((character, at) => (characters[at] ?? '') + character)
      .join(' '),
  );
}

/** FTS5's query for a fragment of a number. */
export function phraseOfDigits(digits: string): string {
  if (digits.length < 3) return `${quoted(`d${digits}`)} *`;
  const grams = Array.from(
    { length: digits.length - 2 },
    (_, at) => `d${digits.slice(at, at + 3)}`,
  );
  return quoted(grams.join(' '));
}

/** A string of FTS5's query language: whatever is in it stands for itself. */
export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
