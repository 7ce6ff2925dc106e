import { folded } from './folded.ts';
import { CHECKED_TWICE } from './secondCheckWords.ts';
import type { CheckedTwice, SecondCheckWords } from './secondCheckWords.ts';

export interface SecondCheck {
  readonly category: CheckedTwice;
  /** Of the list, each once. */
  readonly words: readonly string[];
}

/**
 * Why a text has to be read twice (`content.secondCheckAt`); empty: it has not. A word that a
 * customer reads wrongly costs them money or health there.
 * @param settings the organisation's own words, see `secondCheckSchema`
 */
export function secondCheckOf(text: string, settings: SecondCheckWords): readonly SecondCheck[] {
  const said = ` ${folded(text).text.toLowerCase().replace(/\s+/g, ' ')} `;
  return CHECKED_TWICE.flatMap((category) => {
    const found = settings[category].filter((word) => stands(said, word));
    return found.length === 0 ? [] : [{ category, words: [...new Set(found)] }];
  });
}

function stands(text: string, word: string): boolean {
  const wanted = word.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');
  // Korean words are joined to others; those of other languages stand alone.
  if (/[가-힣]/.test(wanted)) {
    return text.includes(wanted) || text.includes(wanted.replaceAll(' ', ''));
  }
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + wanted.length] ?? ' '}`;
    if (!/[\p{L}\p{N}]/u.test(around.replace(/[가-힣]/g, ''))) return true;
  }
  return false;
}
