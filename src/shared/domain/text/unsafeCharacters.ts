/**
 * Characters that change how the text around them is shown without being seen themselves: controls
 * (Cc), format characters (Cf: direction overrides, zero-width, tags), line and paragraph
 * separators, and lone surrogates (Cs). The Hangul fillers are letters to Unicode yet blank on
 * screen, and are used to make empty names.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u115F\u1160\u3164\uFFA0]/u;

/** The joiners are format characters too, but scripts and emoji are wrong without them. */
const UNSEEN_BUT_JOINERS =
  /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u115F\u1160\u3164\uFFA0]/gu;

export function hasUnseenCharacters(text: string): boolean {
  return UNSEEN.test(text);
}

/** White space among the controls becomes a space, so that words are not glued together. */
export function withoutUnseenCharacters(text: string): string {
  return text.replace(/[\t\n\v\f\r\u0085\u2028\u2029]/g, ' ').replace(UNSEEN_BUT_JOINERS, '');
}
