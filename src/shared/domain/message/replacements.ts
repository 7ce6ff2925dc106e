import { composed, unitsOf } from './charset.ts';
import type { Charset } from './charset.ts';

/** What is meant is the same; the best first. DOMAIN.md names the first of them as met in practice. */
const SAME_MEANING: Readonly<Record<string, readonly string[]>> = {
  '\u20A9': ['원', '\uFFE6'],
  '\u2010': ['-'],
  '\u2011': ['-'],
  '\u2012': ['-'],
  '\u2013': ['-', '~'],
  '\u2014': ['-'],
  '\u2212': ['-'],
  '\u00A0': [' '],
  '\u2007': [' '],
  '\u2009': [' '],
  '\u202F': [' '],
  '\u3000': [' '],
  '\t': [' '],
  '\u301C': ['~'],
  '\uFF5E': ['~'],
  '\u2713': ['\u221A', 'V'],
  '\u2714': ['\u221A', 'V'],
  '\u2705': ['\u221A', 'V'],
  '\u2022': ['\u00B7', '-'],
  '\u30FB': ['\u00B7'],
  '\u318D': ['\u00B7'],
  '\u00B7': ['-'],
  '\u2018': ["'"],
  '\u2019': ["'"],
  '\u201C': ['"'],
  '\u201D': ['"'],
  '\u00AB': ['\u300A', '"'],
  '\u00BB': ['\u300B', '"'],
  '\u2026': ['...'],
  '\u203C': ['!!'],
  '\u2044': ['/'],
  '\u260E': ['\u260F', 'Tel.'],
  '\u{1F4DE}': ['\u260E', 'Tel.'],
  '\u2764': ['\u2665'],
  '\u2B50': ['\u2605', '*'],
  '\u27A1': ['\u2192', '->'],
  '\u2192': ['->'],
  '\u00A9': ['(c)'],
  '\u00AE': ['(R)'],
  '\u2122': ['(TM)'],
  '\u20AC': ['EUR'],
  '\u00A2': ['\uFFE0'],
  '\u00A3': ['\uFFE1', 'GBP'],
  '\u00A5': ['\uFFE5', 'JPY'],
  '\u0E3F': ['THB'],
  '\u20AB': ['VND'],
  '\u20B9': ['INR'],
  '\u00A6': ['|'],
  '\u201A': ["'"],
  '\u201B': ["'"],
  '\u201E': ['"'],
  '\u201F': ['"'],
  '\u2039': ['\u3008', '<'],
  '\u203A': ['\u3009', '>'],
  '\u27E8': ['\u3008', '<'],
  '\u27E9': ['\u3009', '>'],
  '\u2023': ['\u00B7', '-'],
  '\u2043': ['-'],
  '\u2219': ['\u00B7', '-'],
  '\u22C5': ['\u00B7', '-'],
  '\u25AA': ['\u00B7', '-'],
  '\u25E6': ['\u00B7', '-'],
  '\u22EF': ['\u2026', '...'],
  '\u2248': ['\u2252', '~'],
  '\u25B8': ['\u25B6', '>'],
  '\u25B9': ['\u25B7', '>'],
  '\u25BA': ['\u25B6', '>'],
  '\u2794': ['\u2192', '->'],
  '\u279C': ['\u2192', '->'],
  '\u27F6': ['\u2192', '->'],
  '\u2610': ['\u25A1', '[ ]'],
  '\u2611': ['\u25A0', '[v]'],
  '\u2612': ['\u25A3', '[x]'],
  '\u2715': ['X'],
  '\u2716': ['X'],
  '\u2717': ['X'],
  '\u2718': ['X'],
  '\u274C': ['X'],
  '\u26A0': ['\u203B', '!'],
  '\u2753': ['?'],
  '\u2754': ['?'],
  '\u2755': ['!'],
  '\u2757': ['!'],
};

/** Rows of one to ten in rings and discs that Korean charsets have not got; they have ① to ⑩. */
const ROWS_OF_TEN = [0x24_f5, 0x27_76, 0x27_80, 0x27_8a];

/** `❶` is `①`, and 1. */
function sameNumber(point: string): readonly string[] {
  const code = point.codePointAt(0) ?? 0;
  const first = ROWS_OF_TEN.find((row) => row <= code && code < row + 10);
  if (first === undefined) return [];
  return [String.fromCodePoint(0x24_60 + code - first), String(code - first + 1)];
}

/**
 * What may stand for a character in a charset, the best first. The empty string, that it is left
 * out, comes last and only where no meaning is lost by it; an empty list: the agent has to say it
 * in other words.
 * @param character as a person sees one: it may be of several code points
 */
export function offersFor(character: string, charset: Charset): readonly string[] {
  const points = [...composed(character)];
  const [only] = points;
  if (points.length === 1 && only !== undefined) return offersForPoint(only, charset);
  const best = points.map((one) =>
    unitsOf(one, charset) === null ? offersForPoint(one, charset)[0] : one,
  );
  return best.includes(undefined) ? [] : [best.join('')];
}

function offersForPoint(point: string, charset: Charset): readonly string[] {
  const sendable = (text: string): boolean =>
    [...text].every((one) => unitsOf(one, charset) !== null);
  // ½ is 1/2, é is e with an accent, １ is 1.
  const plain = composed(point.normalize('NFKD').replace(/\p{Mark}/gu, '')).replaceAll(
    '\u2044',
    '/',
  );
  const known = SAME_MEANING[point] ?? sameNumber(point);
  const offers = [...known, ...[plain].filter((one) => one !== point && one !== '')];
  const fit = [...new Set(offers)].filter(sendable);
  return isOrnament(point) ? [...fit, ''] : fit;
}

/** Emoji, what joins them, and marks nobody sees. */
function isOrnament(character: string): boolean {
  return (
    /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}/u.test(character) ||
    /\p{Format}|\p{Mark}|\p{Control}|\p{Surrogate}|\p{Unassigned}/u.test(character)
  );
}

/** The text with what cannot be sent replaced, or left out where nothing means the same. */
export function toSendable(text: string, charset: Charset = 'cp949'): string {
  return [...composed(text)]
    .map((one) => (unitsOf(one, charset) === null ? (offersFor(one, charset)[0] ?? '') : one))
    .join('');
}
