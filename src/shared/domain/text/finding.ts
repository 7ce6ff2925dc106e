import { searchPatterns } from '../contact/search.ts';

/** From and to in the text, in code units. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/**
 * Where the words that were typed stand in a text, as people are looked for: parts of words, initial
 * consonants and half-written syllables (`searchPatterns`); spaces and · between the letters of the
 * text do not matter (ㄱㄷㅊㄱ finds 과다 청구).
 * @returns a question of the same typed words that can be put to many texts
 */
export function finder(typed: string): readonly ((text: string) => readonly Place[])[] {
  return searchPatterns(typed).map((patterns) => {
    const wanted = new RegExp(patterns.map(asExpression).join('|'), 'gu');
    return (text) => {
      const { letters, at } = lettersOf(text);
      return [...letters.matchAll(wanted)].map(({ index, 0: found }) => ({
        from: at[index] ?? 0,
        to: (at[index + found.length - 1] ?? 0) + 1,
      }));
    };
  });
}

/** Whether each word that was typed stands in one of the texts. */
export function findsIn(typed: string, texts: readonly string[]): boolean {
  return finder(typed).every((places) => texts.some((text) => places(text).length > 0));
}

/** SQLite's GLOB `*…*`, whose brackets an expression has too. */
function asExpression(glob: string): string {
  return glob.replace(/^\*|\*$/g, '').replace(/\[[^\]]*\]|[\\^$.|?*+(){}[\]/-]/gu, (part) => {
    if (part.length > 1) return part.replace(/[\\^]/g, String.raw`\$&`);
    return `\\${part}`;
  });
}

/** The letters of a text without spaces, each with its place. */
function lettersOf(text: string): { letters: string; at: readonly number[] } {
  const at: number[] = [];
  let letters = '';
  for (let place = 0; place < text.length; place += 1) {
    const letter = text[place] ?? '';
    if (/[\s·]/u.test(letter)) continue;
    const lower = letter.toLowerCase();
    letters += lower.length === 1 ? lower : letter;
    at.push(place);
  }
  return { letters, at };
}
