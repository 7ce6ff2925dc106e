import { z } from 'zod';

/**
 * A passphrase as the administrator's file holds it, in the PHC string format:
 * `$scrypt$ln=17,r=8,p=1$<salt>$<hash>`, both in base64 without padding. The bounds keep out what is too
 * weak (OWASP, Password Storage Cheat Sheet: 16 MiB at the least) and what would stop the computer.
 */
export interface PassphraseHash {
  /** N = 2^ln; RFC 7914, section 2. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly hash: Uint8Array<ArrayBuffer>;
}

/** 128 MiB and, on a computer of today, a third of a second. */
export const SCRYPT_COST = { ln: 17, r: 8, p: 1 } as const;
export const SALT_BYTES = 16;
export const HASH_BYTES = 32;
/** Characters of a passphrase: four words. */
export const SHORTEST_PASSPHRASE = 12;
export const LONGEST_PASSPHRASE = 256;

const PATTERN =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22,86})\$([A-Za-z0-9+/]{43,86})$/;
const LARGEST_MEMORY = 256 * 1_024 * 1_024;

/** Bytes that scrypt needs with these costs: RFC 7914, section 2 (128 · N · r · p, of which p is little). */
export const scryptMemory = ({ ln, r, p }: Pick<PassphraseHash, 'ln' | 'r' | 'p'>): number =>
  128 * r * (2 ** ln + p + 2);

/** @returns null for what is not such a string, too weak or too much */
export function parsePassphraseHash(text: string): PassphraseHash | null {
  const [, ln = '', r = '', p = '', salt = '', hash = ''] = PATTERN.exec(text) ?? [];
  if (ln === '') return null;
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  if (cost.ln < 14 || cost.r < 8 || cost.p < 1 || cost.p > 4) return null;
  if (scryptMemory(cost) > LARGEST_MEMORY) return null;
  const bytes = { salt: fromBase64(salt), hash: fromBase64(hash) };
  if (bytes.salt === null || bytes.hash === null) return null;
  return { ...cost, salt: bytes.salt, hash: bytes.hash };
}

export function formatPassphraseHash({ ln, r, p, salt, hash }: PassphraseHash): string {
  return `$scrypt$ln=${ln},r=${r},p=${p}$${toBase64(salt)}$${toBase64(hash)}`;
}

/**
 * The same words whatever keyboard they were typed on: composed Hangul, and one kind of space
 * (RFC 8265, section 4.2.1).
 */
export const preparedPassphrase = (typed: string): string =>
  typed.replace(/\p{Zs}/gu, ' ').normalize('NFC');

export const passphraseHashSchema = z
  .string()
  .max(300)
  .refine((text) => parsePassphraseHash(text) !== null);

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/=+$/, '');
}
