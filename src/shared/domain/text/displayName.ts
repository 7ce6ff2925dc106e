import { withoutUnseenCharacters } from './unsafeCharacters.ts';

/** In UTF-16 units, as the contract counts. */
const LONGEST_NAME = 128;

/** Work is bounded before the name is looked at: a name on the wire may be a megabyte. */
const LONGEST_READ = 4_096;

const graphemes = new Intl.Segmenter('ko', { granularity: 'grapheme' });

/**
 * A name from the network made fit to show: no control or direction characters, white space
 * collapsed, composed Hangul (NFC), at most 128 characters and never cut inside one.
 * @returns an empty string when nothing visible is left
 */
export function cleanDisplayName(raw: string): string {
  const text = withoutUnseenCharacters(raw.slice(0, LONGEST_READ))
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .trim();
  if (!/[^\u200C\u200D\s\p{M}]/u.test(text)) return '';
  return cutAtGrapheme(text, LONGEST_NAME).trimEnd();
}

function cutAtGrapheme(text: string, longest: number): string {
  if (text.length <= longest) return text;
  let end = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    if (index + segment.length > longest) break;
    end = index + segment.length;
  }
  // One letter under hundreds of combining marks: cut inside it, at a whole code point.
  if (end === 0) return text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '');
  return text.slice(0, end);
}
