import { randomBytes } from 'node:crypto';
import type { FileKey, Seal } from '../db/seal.ts';
import type { SecretStore } from '../secrets.ts';

const NAME = 'database.seal';
const KEY = /^[0-9a-f]{64}$/;

/** The seal as it is kept, with whether the person says that they have its recovery code. */
export interface KeptSeal extends Seal {
  readonly noted: boolean;
}

/** @returns null where none is kept, or the keystore no longer gives it out */
export function readSeal(secrets: SecretStore): KeptSeal | null {
  const [key = '', wanted, noted] = (secrets.get(NAME) ?? '').split(' ');
  return KEY.test(key) ? { key, wanted: wanted === 'on', noted: noted === 'noted' } : null;
}

/** @throws whatever the keystore has against it; then what was there is still there */
export function keepSeal(secrets: SecretStore, { key, wanted, noted }: KeptSeal): void {
  secrets.set(NAME, [key, wanted ? 'on' : 'off', noted ? 'noted' : 'unseen'].join(' '));
}

export function forgetSeal(secrets: SecretStore): void {
  secrets.delete(NAME);
}

export const makeKey = (): FileKey => randomBytes(32).toString('hex');
