import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import {
  formatPassphraseHash,
  HASH_BYTES,
  parsePassphraseHash,
  preparedPassphrase,
  SALT_BYTES,
  SCRYPT_COST,
  scryptMemory,
} from '#shared/domain/roles/passphraseHash.ts';
import type { PassphraseHash } from '#shared/domain/roles/passphraseHash.ts';

const derive = promisify<string, Uint8Array, number, object, Buffer>(scrypt);

type Cost = Pick<PassphraseHash, 'ln' | 'r' | 'p'>;

/** On a thread of its own: a call goes on meanwhile. RFC 7914. */
function derived(typed: string, salt: Uint8Array, bytes: number, cost: Cost): Promise<Buffer> {
  const { ln, r, p } = cost;
  return derive(preparedPassphrase(typed), salt, bytes, {
    ...{ N: 2 ** ln, r, p },
    maxmem: scryptMemory(cost) + 1_048_576,
  });
}

/** For the administrator's file. Each time another, even of the same words. */
export async function hashPassphrase(typed: string, cost: Cost = SCRYPT_COST): Promise<string> {
  const salt = Uint8Array.from(randomBytes(SALT_BYTES));
  const hash = Uint8Array.from(await derived(typed, salt, HASH_BYTES, cost));
  return formatPassphraseHash({ ...cost, salt, hash });
}

/** @param kept what `passphraseHashSchema` has let through */
export async function isPassphrase(typed: string, kept: string): Promise<boolean> {
  const parsed = parsePassphraseHash(kept);
  if (parsed === null) return false;
  const { salt, hash } = parsed;
  return timingSafeEqual(await derived(typed, salt, hash.length, parsed), hash);
}
