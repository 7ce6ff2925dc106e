import { withoutUnseenCharacters } from './unsafeCharacters.ts';

/**
 * A text of several lines from the network made fit to show: line breaks kept and made alike,
 * everything else that is not seen but changes what is seen taken out.
 * @returns an empty string when nothing visible is left
 */
export function cleanText(raw: string): string {
  const text = raw
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .split('\n')
    .map((line) => withoutUnseenCharacters(line).trimEnd())
    .join('\n')
    .replace(/^\n+|\s+$/g, '');
  return /[^\u200C\u200D\s\p{M}]/u.test(text) ? text : '';
}
