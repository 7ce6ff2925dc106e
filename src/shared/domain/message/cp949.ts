/*
 * What Korean text gateways carry and count: CP949, that is KS X 1001 and every other Hangul
 * syllable. DOMAIN: Hangul and full-width characters are two bytes, ASCII is one.
 */

/** Bytes of one SMS; what is longer goes as an LMS. */
export const SMS_BYTES = 90;

const FIRST_SYLLABLE = 0xac_00;
const LAST_SYLLABLE = 0xd7_a3;

let others: ReadonlySet<string> | null = null;

/** Everything of KS X 1001. Node's decoder knows no more than that, and no more is needed. */
function ksX1001(): ReadonlySet<string> {
  if (others) return others;
  const pairs: number[] = [];
  for (let lead = 0xa1; lead <= 0xfe; lead += 1) {
    for (let trail = 0xa1; trail <= 0xfe; trail += 1) pairs.push(lead, trail);
  }
  const text = new TextDecoder('euc-kr').decode(new Uint8Array(pairs));
  others = new Set([...text].filter((character) => character > '\u{7f}' && character !== '\uFFFD'));
  return others;
}

/** @returns bytes in CP949; null for what has none */
function bytesOf(character: string): 1 | 2 | null {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x0a || (code >= 0x20 && code < 0x7f)) return 1;
  if (code >= FIRST_SYLLABLE && code <= LAST_SYLLABLE) return 2;
  return ksX1001().has(character) ? 2 : null;
}

/** Bytes of the text; what cannot be sent counts as two, as what would replace it. */
export function cp949Bytes(text: string): number {
  return [...text].reduce((sum, character) => sum + (bytesOf(character) ?? 2), 0);
}

/** The characters that no gateway can send, each of them once. */
export function unsendableIn(text: string): readonly string[] {
  return [...new Set([...text].filter((character) => bytesOf(character) === null))];
}

/** What is meant is the same; DOMAIN names these as met in practice. */
const REPLACEMENTS: Readonly<Record<string, string>> = {
  '\u20A9': '원',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2212': '-',
  '\u00A0': ' ',
  '\u2009': ' ',
  '\u202F': ' ',
  '\u301C': '~',
  '\t': ' ',
};

/** The text with what cannot be sent replaced, or left out where nothing means the same. */
export function toSendable(text: string): string {
  return [...text.normalize('NFC')]
    .map((character) => REPLACEMENTS[character] ?? character)
    .filter((character) => bytesOf(character) !== null)
    .join('');
}
