import { sha256, sha512_256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Digest algorithms beside MD5, which SIP.js knows itself. RFC 8760 §2.1, RFC 7616 §3.2. */
const HASHES = {
  'SHA-256': sha256,
  'SHA-512-256': sha512_256,
} as const;
export type StrongAlgorithm = keyof typeof HASHES;

/** What a 401 or 407 asks, as SIP.js's parser gives it. RFC 3261 §20.44. */
export interface Challenge {
  readonly realm?: string;
  readonly nonce?: string;
  readonly opaque?: string;
  /** Left out: MD5. */
  readonly algorithm?: string;
  readonly qop?: readonly string[];
}

export interface DigestRequest {
  readonly method: string;
  readonly uri: string;
  readonly body: string;
}

/** Names are compared without regard to case. RFC 7616 §3.3. */
export function strongAlgorithm(name: string): StrongAlgorithm | null {
  const upper = name.toUpperCase();
  return upper in HASHES ? (upper as StrongAlgorithm) : null;
}

/** Whether this phone can answer it at all, whoever asks. */
export function isKnownAlgorithm(name: string | undefined): boolean {
  return name === undefined || name.toUpperCase() === 'MD5' || strongAlgorithm(name) !== null;
}

/**
 * The value of Authorization or Proxy-Authorization. RFC 7616 §3.4; without `qop` the older form
 * that RFC 3261 §22.4 keeps.
 * @param cnonce fresh for each request, so that the first count always serves
 * @returns null where `qop` offers nothing this phone knows, or a part that it needs is missing
 */
export function digestHeader(
  algorithm: StrongAlgorithm,
  challenge: Challenge,
  credentials: { readonly user: string; readonly password: string },
  request: DigestRequest,
  cnonce: string,
): string | null {
  const { realm, nonce, opaque } = challenge;
  if (realm === undefined || realm === '' || nonce === undefined || nonce === '') return null;
  const qop = chosenQop(challenge.qop);
  if (qop === null) return null;

  const hash = (text: string): string => bytesToHex(HASHES[algorithm](utf8ToBytes(text)));
  const ha1 = hash(`${credentials.user}:${realm}:${credentials.password}`);
  const entity = qop === 'auth-int' ? `:${hash(request.body)}` : '';
  const ha2 = hash(`${request.method}:${request.uri}${entity}`);
  const count = '00000001';
  const middle = qop === undefined ? nonce : `${nonce}:${count}:${cnonce}:${qop}`;

  const parts = [
    `algorithm=${algorithm}`,
    `username="${escaped(credentials.user)}"`,
    `realm="${escaped(realm)}"`,
    `nonce="${escaped(nonce)}"`,
    `uri="${request.uri}"`,
    `response="${hash(`${ha1}:${middle}:${ha2}`)}"`,
  ];
  if (opaque !== undefined && opaque !== '') parts.push(`opaque="${escaped(opaque)}"`);
  if (qop !== undefined) parts.push(`qop=${qop}`, `cnonce="${cnonce}"`, `nc=${count}`);
  return `Digest ${parts.join(', ')}`;
}

/** Undefined where none is offered, null where none of those offered is known. */
function chosenQop(offered: readonly string[] | undefined): 'auth' | 'auth-int' | undefined | null {
  if (offered === undefined || offered.length === 0) return undefined;
  if (offered.includes('auth')) return 'auth';
  return offered.includes('auth-int') ? 'auth-int' : null;
}

/** Inside a quoted string. RFC 3261 §25.1. */
function escaped(text: string): string {
  return text.replace(/["\\]/g, (character) => `\\${character}`);
}
