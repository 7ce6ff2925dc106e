import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSealedSecrets } from '#host/sealedSecrets.ts';
import type { SecretStore } from '#host/secrets.ts';
import { makeTempDir } from './support.ts';

const PASSPHRASE = '노란 우산 여섯 바다';
/** scrypt's cost, as little as the format takes. */
const LN = 14;

let dir: ReturnType<typeof makeTempDir>;
let path: string;
beforeEach(() => {
  dir = makeTempDir();
  path = join(dir.path, 'secrets.sealed');
});
afterEach(() => dir.remove());

/** As after a start of the app. */
const start = (): SecretStore => createSealedSecrets(path, LN);

function sealed(): SecretStore {
  const secrets = start();
  secrets.set('account.password', '비밀하나');
  secrets.file?.seal(PASSPHRASE);
  return secrets;
}

describe('secrets where the system keeps none', () => {
  it('are in memory, and gone with the app', () => {
    const secrets = start();
    secrets.set('account.password', '비밀하나');
    expect([secrets.kept, secrets.get('account.password')]).toEqual(['memory', '비밀하나']);
    expect([start().kept, start().get('account.password')]).toEqual(['memory', null]);
  });

  it('are put into a file on wish, which nobody else may open and which says nothing', () => {
    expect(sealed().kept).toBe('file');
    expect(readFileSync(path).includes('비밀하나')).toBe(false);
    expect(readFileSync(path).includes('account')).toBe(false);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('are there again once the passphrase is given, and changes are kept from then on', () => {
    sealed();
    const next = start();
    expect([next.kept, next.get('account.password')]).toEqual(['locked', null]);
    next.file?.open(PASSPHRASE);
    expect([next.kept, next.get('account.password')]).toEqual(['file', '비밀하나']);
    next.set('gateway.key', '열쇠둘');
    next.delete('account.password');

    const third = start();
    third.file?.open(PASSPHRASE);
    expect([third.get('account.password'), third.get('gateway.key')]).toEqual([null, '열쇠둘']);
  });

  it('stay locked with another passphrase, and are not replaced by a new file', () => {
    sealed();
    const next = start();
    const before = readFileSync(path);
    expect(() => next.file?.open(`${PASSPHRASE} `.repeat(2))).toThrow(
      expect.objectContaining({ code: 'secrets.passphrase' }),
    );
    expect(() => next.file?.seal('다른 암호를 새로 정함')).toThrow(
      expect.objectContaining({ code: 'secrets.passphrase' }),
    );
    expect([next.kept, next.get('account.password')]).toEqual(['locked', null]);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('typed while the file is locked are newer than those in it', () => {
    sealed();
    const next = start();
    next.set('account.password', '새비밀');
    expect(next.get('account.password')).toBe('새비밀');
    next.file?.open(PASSPHRASE);
    const third = start();
    third.file?.open(PASSPHRASE);
    expect(third.get('account.password')).toBe('새비밀');
  });

  it('in a damaged file are lost with a word, and a removed file leaves those that are known', () => {
    const secrets = sealed();
    const bytes = readFileSync(path);
    bytes[bytes.length - 3]! ^= 1;
    writeFileSync(path, bytes);
    const next = start();
    expect(() => next.file?.open(PASSPHRASE)).toThrow(
      expect.objectContaining({ code: 'secrets.damaged' }),
    );
    secrets.file?.remove();
    expect([secrets.kept, secrets.get('account.password')]).toEqual(['memory', '비밀하나']);
    expect(start().kept).toBe('memory');
  });

  it('that cannot be written stay as they were', () => {
    const secrets = sealed();
    const before = readFileSync(path);
    dir.remove();
    expect(() => secrets.set('account.password', '새비밀')).toThrow('ENOENT');
    expect(secrets.get('account.password')).toBe('비밀하나');
    expect(before.length).toBeGreaterThan(0);
  });
});
