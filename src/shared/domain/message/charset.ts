/*
 * What a text gateway carries, and how it counts. Korean ones count bytes: Hangul and full-width
 * characters two, ASCII one (DOMAIN.md). Elsewhere septets are counted, or UTF-16 code units.
 */

export const CHARSETS = [
  /** KS X 1001 and every other Hangul syllable: what Korean phones and most gateways know. */
  'cp949',
  /** EUC-KR taken strictly: 2,350 syllables. */
  'ksx1001',
  /** 3GPP TS 23.038 §6.2.1, the default alphabet and its extension. */
  'gsm7',
  /** UTF-16, as texts with anything else are sent outside Korea. */
  'ucs2',
] as const;
export type Charset = (typeof CHARSETS)[number];

const FIRST_SYLLABLE = 0xac_00;
const LAST_SYLLABLE = 0xd7_a3;

let ksX1001: ReadonlySet<string> | null = null;

/** KS X 1001:1998 added these two; CP949 has them, and not every decoder. */
const ADDED_1998 = ['\u20AC', '\u00AE'];

/** Everything the decoder knows by a pair of bytes between A1 and FE: WHATWG Encoding §14.1. */
function inKsX1001(character: string): boolean {
  if (ksX1001 === null) {
    const pairs: number[] = [];
    for (let lead = 0xa1; lead <= 0xfe; lead += 1) {
      for (let trail = 0xa1; trail <= 0xfe; trail += 1) pairs.push(lead, trail);
    }
    const text = new TextDecoder('euc-kr').decode(new Uint8Array(pairs));
    // Two rows are left to users, and decoded as private characters that no phone shows.
    const known = [...text].filter((one) => !/[\0-\x7F\uFFFD\p{Private_Use}]/u.test(one));
    ksX1001 = new Set([...known, ...ADDED_1998]);
  }
  return ksX1001.has(character);
}

function koreanBytes(character: string, everySyllable: boolean): 1 | 2 | null {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x0a || (code >= 0x20 && code < 0x7f)) return 1;
  if (everySyllable && code >= FIRST_SYLLABLE && code <= LAST_SYLLABLE) return 2;
  return inKsX1001(character) ? 2 : null;
}

/** One septet each. 3GPP TS 23.038 §6.2.1, in the order of the standard's table, by columns. */
const GSM_DEFAULT = new Set(
  [
    '@£$¥èéùìòÇ\nØø\rÅå',
    'Δ_ΦΓΛΩΠΨΣΘΞÆæßÉ',
    ' !"#¤%&\'()*+,-./',
    '0123456789:;<=>?',
    '¡ABCDEFGHIJKLMNO',
    'PQRSTUVWXYZÄÖÑÜ§',
    '¿abcdefghijklmno',
    'pqrstuvwxyzäöñüà',
  ].flatMap((column) => [...column]),
);
/** Two septets each: an escape goes before. 3GPP TS 23.038 §6.2.1.1. */
const GSM_EXTENSION = new Set('\f^{}\\[~]|€');

function septets(character: string): 1 | 2 | null {
  if (GSM_DEFAULT.has(character)) return 1;
  return GSM_EXTENSION.has(character) ? 2 : null;
}

/**
 * What one character counts.
 * @returns bytes, septets or UTF-16 code units; null for what the charset has not got
 */
export function unitsOf(character: string, charset: Charset): number | null {
  switch (charset) {
    case 'cp949':
      return koreanBytes(character, true);
    case 'ksx1001':
      return koreanBytes(character, false);
    case 'gsm7':
      return septets(character);
    case 'ucs2':
      // A half of a surrogate pair is no character, and no phone shows it.
      return /\p{Surrogate}/u.test(character) ? null : character.length;
  }
}

/** As it is sent: one syllable is one character, however it was typed. */
export function composed(text: string): string {
  return text.normalize('NFC').replace(/\r\n?/g, '\n');
}

/** The characters that cannot be sent, each of them once. */
export function unsendableIn(text: string, charset: Charset = 'cp949'): readonly string[] {
  return [...new Set([...text].filter((one) => unitsOf(one, charset) === null))];
}
