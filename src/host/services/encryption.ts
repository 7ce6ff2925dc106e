import { existsSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EncryptionState } from '#shared/contract/encryption.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { EncryptionPolicy } from '#shared/domain/encryption/policy.ts';
import { groupedCode } from '#shared/domain/team/teamCode.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import { backupFolder } from '../backup/backupFolder.ts';
import { unfinishedCalls } from '../db/calls.ts';
import { storageCodeOf, toStorageError } from '../db/errors.ts';
import type { StorageCode } from '../db/errors.ts';
import { databasePath, fileStamp, moveAside } from '../db/files.ts';
import { lockFolder } from '../db/folderLock.ts';
import { sealingOf } from '../db/seal.ts';
import type { Storage } from '../db/storage.ts';
import { keyOfRecoveryCode, recoveryCodeOf } from '../encryption/recoveryCode.ts';
import { forgetSeal, keepSeal, makeKey, readSeal } from '../encryption/sealStore.ts';
import type { KeptSeal } from '../encryption/sealStore.ts';
import { dropStrays, findStrays, isKeyNeeded } from '../encryption/strays.ts';
import type { Strays } from '../encryption/strays.ts';
import { describeError } from '../log.ts';
import type { Log } from '../log.ts';
import type { Reader } from '../reader/reader.ts';
import type { SecretStore } from '../secrets.ts';
import type { BackupsService } from './backups.ts';

export interface EncryptionServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly dataDir: string;
  readonly clock: () => number;
  readonly log: Log;
  readonly secrets: SecretStore;
  /** What the administrator decided; null: nothing. */
  readonly policy: EncryptionPolicy | null;
  readonly reader: Pick<Reader, 'leave'>;
  readonly backups: Pick<BackupsService, 'erased' | 'refuseUnlessIdle'>;
}

type EncryptionHandlers = Pick<
  Handlers<IeumContract>,
  Extract<keyof Handlers<IeumContract>, `encryption.${string}`>
>;

/** See `encryptionMethods` in the contract. */
export function createEncryptionService(options: EncryptionServiceOptions): EncryptionHandlers {
  const { storage, announcer, dataDir, clock, log, secrets, policy, reader, backups } = options;
  const path = databasePath(dataDir);
  const canKeep = secrets.kept === 'keystore';
  const key = () => readSeal(secrets)?.key ?? null;
  /** Asked for once: until the next backup there is nothing more to do. */
  let askedForBackup = false;

  function stateOf(): EncryptionState['state'] {
    const sealing = sealingOf(path, key());
    if (sealing === 'ours') return 'on';
    return sealing === 'other' ? 'locked' : 'off';
  }

  function failure(): string | null {
    if (policy === 'on' && !canKeep && stateOf() === 'off') return 'encryption.keystore';
    return storage.unconverted === null ? null : storageCodeOf(storage.unconverted);
  }

  function fixed(): EncryptionState['fixed'] {
    if (policy !== null) return 'policy';
    return canKeep ? null : 'keystore';
  }

  const state = (): EncryptionState => ({
    state: stateOf(),
    fixed: fixed(),
    codeOwed: stateOf() === 'on' && readSeal(secrets)?.noted === false,
    failed: failure(),
    others: countOf(findStrays(dataDir, key())),
  });
  const announce = (): EncryptionState => {
    const now = state();
    announcer.emit('encryption.changed', now);
    return now;
  };

  function keep(seal: KeptSeal): void {
    try {
      keepSeal(secrets, seal);
    } catch (error) {
      log.error('key not kept', describeError(error));
    }
    // A file is never encrypted with a key that would not be given out again.
    if (readSeal(secrets)?.key !== seal.key || readSeal(secrets)?.wanted !== seal.wanted) {
      throw new AppError('encryption.keystore', 'The keystore did not keep the key.');
    }
  }

  /** What is beside the records becomes like them with the next backup, which takes its place. */
  function tidy(): void {
    if (storage.health.state !== 'ok') return;
    try {
      const seal = readSeal(secrets);
      const strays = findStrays(dataDir, seal?.key ?? null);
      if (countOf(strays) > 0) {
        if (strays.replaced) dropStrays(dataDir, strays);
        else if (!askedForBackup) backups.erased();
        askedForBackup = true;
      }
      if (seal?.wanted === false && !isKeyNeeded(dataDir, seal.key)) forgetSeal(secrets);
    } catch (error) {
      log.warn('other databases not tidied', describeError(error));
    }
  }

  function change(on: boolean): EncryptionState {
    if (fixed() !== null) throw new AppError('encryption.refused', 'It cannot be switched here.');
    backups.refuseUnlessIdle();
    if (storage.read((db) => unfinishedCalls(db)).length > 0) {
      throw new AppError('backup.in-call', 'A call goes on.');
    }
    if (stateOf() === (on ? 'on' : 'off')) return state();
    const before = readSeal(secrets);
    // Before the file is changed: an encrypted file without its key is none.
    keep({ key: before?.key ?? makeKey(), wanted: on, noted: !on });
    reader.leave();
    storage.replaceFile(() => undefined);
    if (stateOf() !== (on ? 'on' : 'off')) {
      const code = (storage.health.code ?? 'storage.failed') as StorageCode;
      const why = storage.unconverted ?? new AppError(code, 'Nothing was converted.');
      log.warn('records not converted', describeError(why));
      if (before === null) forgetSeal(secrets);
      else keep(before);
      throw toStorageError(why);
    }
    log.info('records converted', { encrypted: on });
    askedForBackup = false;
    tidy();
    return announce();
  }

  function unlock(typed: string): EncryptionState {
    if (stateOf() !== 'locked') throw new AppError('encryption.refused', 'Nothing is locked.');
    const found = keyOfRecoveryCode(typed);
    if (found === null || sealingOf(path, found) !== 'ours') {
      throw new AppError('encryption.code', 'This is not the recovery code of these records.');
    }
    keep({ key: found, wanted: true, noted: true });
    storage.retry();
    log.info('records unlocked', { with: 'recovery code' });
    return announce();
  }

  function beginEmpty(): { setAside: string } {
    if (stateOf() !== 'locked') throw new AppError('encryption.refused', 'Nothing is locked.');
    const stamp = fileStamp(clock());
    const setAside = `ieum.locked-${stamp}.sqlite`;
    const release = lockFolder(dataDir);
    try {
      moveAside(path, join(dirname(path), setAside));
      // They need the same key, and would go with time.
      if (existsSync(backupFolder(dataDir))) {
        renameSync(backupFolder(dataDir), join(dataDir, `backups.locked-${stamp}`));
      }
    } finally {
      release();
    }
    if (canKeep && readSeal(secrets) === null) {
      keep({ key: makeKey(), wanted: true, noted: false });
    }
    storage.retry();
    log.info('began without the locked records', { setAside });
    announce();
    return { setAside };
  }

  announcer.subscribe(({ event, data }) => {
    if (event !== 'backups.changed') return;
    const { working } = data as { working: boolean };
    if (working) return;
    tidy();
    announce();
  });
  storage.onHealth(() => announce());
  tidy();

  return {
    'encryption.state': () => state(),
    'encryption.switch': ({ on }) => change(on),
    'encryption.code': () => {
      const seal = readSeal(secrets);
      if (seal === null || seal.noted || stateOf() !== 'on') {
        throw new AppError('encryption.refused', 'The code is not shown again.');
      }
      return { code: groupedCode(recoveryCodeOf(seal.key)) };
    },
    'encryption.codeNoted': () => {
      const seal = readSeal(secrets);
      if (seal) keep({ ...seal, noted: true });
      return announce();
    },
    'encryption.unlock': ({ code }) => unlock(code),
    'encryption.beginEmpty': () => beginEmpty(),
  };
}

const countOf = ({ paths, states }: Strays): number => paths.length + states.length;
