export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'cp949';

export interface DecodedText {
  readonly text: string;
  readonly encoding: TextEncoding;
}

/** What stands in the text where bytes made no character. */
export const UNREADABLE = '\uFFFD';

const MARKS: readonly (readonly [TextEncoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * The text of a file, whichever way it was saved: by its byte order mark, else UTF-16 by its zero
 * bytes, else UTF-8 where every byte fits, else CP949, as Korean Excel writes a plain CSV. The
 * Encoding Standard's `euc-kr` is CP949 (https://encoding.spec.whatwg.org/#index-euc-kr); Node's
 * knows only KS X 1001, so whole CP949 is read by the page.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  for (const [encoding, mark] of MARKS) {
    if (mark.every((byte, index) => bytes[index] === byte)) return decodeAs(bytes, encoding);
  }
  const zeros = unmarkedUtf16(bytes);
  if (zeros) return decodeAs(bytes, zeros);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, encoding: 'utf-8' };
  } catch {
    return decodeAs(bytes, 'cp949');
  }
}

function decodeAs(bytes: Uint8Array, encoding: TextEncoding): DecodedText {
  // A decoder leaves out the mark of its own encoding.
  const text = new TextDecoder(encoding === 'cp949' ? 'euc-kr' : encoding).decode(bytes);
  return { text, encoding };
}

/** Every separator and every figure has a zero byte in UTF-16; text in other encodings has none. */
function unmarkedUtf16(bytes: Uint8Array): TextEncoding | null {
  const looked = bytes.subarray(0, 4_096);
  const zeros = [0, 0];
  for (const [index, byte] of looked.entries()) {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = zeros;
  if (even + odd < looked.length / 20) return null;
  return odd > even ? 'utf-16le' : 'utf-16be';
}
