import { createHash } from 'node:crypto';
import { CODE_ALPHABET, readCharacters } from '#shared/domain/team/teamCode.ts';
import type { FileKey } from '../db/seal.ts';

const BITS = 5;
const KEY_BITS = 256;
/** The last one holds a single bit of the key. */
const KEY_LENGTH = Math.ceil(KEY_BITS / BITS);
/** Forty bits: a slip of the finger is seen before any file is tried. */
const CHECK_LENGTH = 8;

/** The key in sixty characters that nobody mixes up when they are read out, the last eight a check. */
export function recoveryCodeOf(key: FileKey): string {
  const bits = BigInt(`0x${key}`) << BigInt(KEY_LENGTH * BITS - KEY_BITS);
  const characters = Array.from({ length: KEY_LENGTH }, (_, at) => {
    const shift = BigInt((KEY_LENGTH - 1 - at) * BITS);
    return CODE_ALPHABET[Number((bits >> shift) & 31n)] ?? '';
  }).join('');
  return characters + checkOf(characters);
}

/** @returns null for what is no code, or one with a slip in it */
export function keyOfRecoveryCode(typed: string): FileKey | null {
  const code = readCharacters(typed, KEY_LENGTH + CHECK_LENGTH);
  if (code === null) return null;
  const characters = code.slice(0, KEY_LENGTH);
  if (checkOf(characters) !== code.slice(KEY_LENGTH)) return null;
  const bits = [...characters].reduce(
    (sum, one) => (sum << BigInt(BITS)) | BigInt(CODE_ALPHABET.indexOf(one)),
    0n,
  );
  const key = bits >> BigInt(KEY_LENGTH * BITS - KEY_BITS);
  return key.toString(16).padStart(KEY_BITS / 4, '0');
}

function checkOf(characters: string): string {
  const hash = createHash('sha256').update(`ieum recovery code ${characters}`).digest();
  return [...hash.subarray(0, CHECK_LENGTH)].map((byte) => CODE_ALPHABET[byte % 32]).join('');
}
