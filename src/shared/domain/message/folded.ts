/*
 * A text as rules read it: full-width forms as their plain ones, syllables in one piece, nothing
 * unseen between two digits. Every character knows where it stands in the text as it was written,
 * so that what is found has a place there that cuts no character in two.
 */

const graphemes = new Intl.Segmenter('ko', { granularity: 'grapheme' });

export interface Folded {
  readonly text: string;
  /** For every UTF-16 unit of `text`, where its character begins in the text as written. */
  readonly starts: readonly number[];
  /** And behind it. */
  readonly ends: readonly number[];
}

export interface Place {
  readonly from: number;
  readonly to: number;
}

/** Characters of one unit each that stand for themselves. */
const PLAIN = /^[ -~가-힣]*$/;

export function folded(written: string): Folded {
  if (PLAIN.test(written)) {
    const starts = Array.from(written, (_, at) => at);
    return { text: written, starts, ends: starts.map((at) => at + 1) };
  }
  const starts: number[] = [];
  const ends: number[] = [];
  let text = '';
  for (const { segment, index } of graphemes.segment(written)) {
    const plain = plainOf(segment);
    text += plain;
    for (let unit = 0; unit < plain.length; unit += 1) {
      starts.push(index);
      ends.push(index + segment.length);
    }
  }
  return { text, starts, ends };
}

/** Blank letters and what is not seen: a number is no other one with them in it. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\u115F\u1160\u3164\uFFA0]/gu;

function plainOf(grapheme: string): string {
  if (/^[ -~가-힣]$/.test(grapheme)) return grapheme;
  if (/^[\r\n\u0085\u2028\u2029]/.test(grapheme)) return '\n';
  if (/^[\s\t]$/.test(grapheme)) return ' ';
  // １ and ① are 1, with or without a ring, a stroke or a key around them.
  if (/[\p{N}\uFF01-\uFF5E]/u.test(grapheme)) {
    return grapheme.normalize('NFKC').replace(/\p{M}/gu, '').replace(UNSEEN, '');
  }
  return grapheme.normalize('NFC').replace(UNSEEN, '');
}

/**
 * Where something of the folded text stands as it was written.
 * @param to behind it; the same as `from` for a place between two characters
 */
export function placeOf({ starts, ends }: Folded, from: number, to: number): Place {
  const start = starts[from] ?? ends.at(-1) ?? 0;
  return { from: start, to: to > from ? (ends[to - 1] ?? start) : start };
}
