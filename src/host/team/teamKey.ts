import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { CHECK_WORDS, CODE_ALPHABET, CODE_LENGTH, readCode } from '#shared/domain/team/teamCode.ts';

/** Made of a code; signs files, and makes of a customer's number what they are known by in them. */
export interface TeamKey {
  /** Kept in the secret store; hexadecimal. */
  readonly secret: string;
  /** Which key it is, for who has it; eight hexadecimal digits. */
  readonly id: string;
  readonly word: { readonly ko: string; readonly en: string };
  /** HMAC-SHA-256, hexadecimal. */
  sign(bytes: string): string;
  isSignedBy(bytes: string, mac: string): boolean;
  /** @param numberKey as `numberKey` makes it; '' for a withheld one, which is nobody's */
  customer(numberKey: string): string | null;
}

/** Ninety-five random bits and a character that a slip of the finger does not keep right. */
export function makeCode(): string {
  const random = [...randomBytes(CODE_LENGTH - 1)]
    .map((byte) => CODE_ALPHABET[byte % CODE_ALPHABET.length])
    .join('');
  return random + checkOf(random);
}

/** @returns null for what is no code, or one with a slip in it */
export function keyOfCode(typed: string): TeamKey | null {
  const code = readCode(typed);
  if (code === null || checkOf(code.slice(0, -1)) !== code.at(-1)) return null;
  // A random code needs no stretching: 2^95 of them are not tried.
  return keyOfSecret(
    Buffer.from(hkdfSync('sha256', code, '', 'ieum-team key', 32)).toString('hex'),
  );
}

export function keyOfSecret(secret: string): TeamKey {
  const root = Buffer.from(secret, 'hex');
  const part = (of: string): Buffer =>
    Buffer.from(hkdfSync('sha256', root, '', `ieum-team ${of}`, 32));
  const signing = part('signing');
  const naming = part('customers');
  const said = part('word');
  const hmac = (key: Buffer, text: string): string =>
    createHmac('sha256', key).update(text, 'utf8').digest('hex');
  return {
    secret,
    id: said.toString('hex').slice(-8),
    word: CHECK_WORDS[said.readUInt8(0) % CHECK_WORDS.length] ?? { ko: '', en: '' },
    sign: (bytes) => hmac(signing, bytes),
    isSignedBy: (bytes, mac) =>
      timingSafeEqual(Buffer.from(hmac(signing, bytes), 'hex'), Buffer.from(mac, 'hex')),
    customer: (numberKey) => (numberKey === '' ? null : hmac(naming, numberKey).slice(0, 32)),
  };
}

function checkOf(code: string): string {
  const [first = 0] = createHash('sha256').update(`ieum-team code ${code}`).digest();
  return CODE_ALPHABET[first % CODE_ALPHABET.length] ?? '';
}
