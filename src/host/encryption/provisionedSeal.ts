import { databasePath } from '../db/files.ts';
import { sealingOf } from '../db/seal.ts';
import { describeError } from '../log.ts';
import type { Log } from '../log.ts';
import type { SecretStore } from '../secrets.ts';
import { keepSeal, makeKey, readSeal } from './sealStore.ts';

/**
 * The administrator wants the records to be encrypted: a key is there before they are opened. Records
 * that need another key are left alone, to be opened with it.
 */
export function sealForPolicy(secrets: SecretStore, dataDir: string, log: Log): void {
  if (secrets.kept === 'memory') return;
  try {
    const kept = readSeal(secrets);
    const key = kept?.key ?? null;
    if (kept?.wanted || sealingOf(databasePath(dataDir), key) === 'other') return;
    keepSeal(secrets, { key: key ?? makeKey(), wanted: true, noted: false });
  } catch (error) {
    log.error('no key for the records', describeError(error));
  }
}
