import { LARGEST_RECEIVED } from './record.ts';

/**
 * UTF-8 bytes. RFC 3428 §8: a MESSAGE outside of a session must not be larger than this as a whole
 * when it may cross a link without congestion control, which its sender cannot know.
 */
export const LARGEST_REQUEST = 1_300;

/** Bytes kept for the headers of a request, digest included: long names and nonces fit. */
const HEAD_ALLOWANCE = 700;

/** UTF-8 bytes of a body that may be sent: 200 Korean syllables. */
export const LARGEST_SENT = LARGEST_REQUEST - HEAD_ALLOWANCE;

/** In UTF-8. This layer knows neither the browser's nor Node's encoder. */
export function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}

const words = new Intl.Segmenter('ko', { granularity: 'word' });
const graphemes = new Intl.Segmenter('ko', { granularity: 'grapheme' });

/**
 * The text in pieces that may each be sent: cut between words, inside one only where it alone is
 * too long, and never inside a character.
 */
export function partsOf(text: string, largest = LARGEST_SENT): readonly string[] {
  const parts: string[] = [];
  let part = '';
  const add = (piece: string): void => {
    if (bytesOf(part + piece) > largest) {
      parts.push(part);
      part = '';
    }
    part += piece;
  };
  for (const { segment } of words.segment(text)) {
    if (bytesOf(segment) <= largest) add(segment);
    else for (const { segment: grapheme } of graphemes.segment(segment)) add(grapheme);
  }
  return [...parts, part].map((one) => one.trim()).filter((one) => one !== '');
}

export type ReadBody =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly status: 413 | 415 };

/** What is said to take, in the Accept of a 415. RFC 3261 §21.4.13. */
export const ACCEPTED = 'text/plain, message/cpim';

/**
 * The text of a received body, or the status that refuses it.
 * @param contentType the header as it came; RFC 3428 §7 takes text/plain where there is none
 */
export function readBody(
  contentType: string | undefined,
  encoding: string,
  body: string,
): ReadBody {
  if (body.length > LARGEST_RECEIVED || bytesOf(body) > LARGEST_RECEIVED) {
    return { ok: false, status: 413 };
  }
  if (encoding !== '' && encoding.toLowerCase() !== 'identity') return { ok: false, status: 415 };
  const type = contentType ?? 'text/plain';
  if (isPlain(type)) return { ok: true, text: body };
  const inner = /^message\/cpim\s*(;|$)/i.test(type) ? insideCpim(body) : null;
  return inner === null ? { ok: false, status: 415 } : { ok: true, text: inner };
}

/** A SIP message over a WebSocket is UTF-8: another charset would be shown as other letters. */
function isPlain(type: string): boolean {
  if (!/^text\/plain\s*(;|$)/i.test(type)) return false;
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(type)?.[1]?.toLowerCase();
  return charset === undefined || charset === 'utf-8' || charset === 'us-ascii';
}

/**
 * The content of a CPIM message (RFC 3862 §2): its own headers, the headers of the content, the
 * content, with an empty line after each. Who it says it is from is not believed over From.
 */
function insideCpim(body: string): string | null {
  const [envelope, head, ...content] = body.replace(/\r\n/g, '\n').split('\n\n');
  if (envelope === undefined || head === undefined) return null;
  const type = /^content-type[ \t]*:[ \t]*(.+)$/im.exec(head)?.[1] ?? 'text/plain';
  return isPlain(type.trim()) ? content.join('\n\n') : null;
}
