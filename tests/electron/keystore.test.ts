import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeSafeStorage } from './stub/electron.ts';
import { recordLog } from './stub/recordLog.ts';
import { openSecrets } from '../../src/main/keystore.ts';
import type { Keystore } from '../../src/main/keystore.ts';

const PASSWORD = '아주비밀-pässword';
let folder: string;
let path: string;
let fake: FakeSafeStorage;
const recording = recordLog();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ieum-keystore-'));
  path = join(folder, 'secrets.json');
  fake = new FakeSafeStorage();
  recording.lines.length = 0;
});

afterEach(() => rmSync(folder, { recursive: true }));

const open = (platform: NodeJS.Platform = 'linux') =>
  openSecrets(fake as unknown as Keystore, path, recording.log, platform);

describe('with a keystore', () => {
  it('keeps a secret over a restart, encrypted, readable by the user only', () => {
    const secrets = open();
    expect(secrets.kept).toBe('keystore');
    secrets.set('account', PASSWORD);
    expect(open().get('account')).toBe(PASSWORD);
    expect(readFileSync(path, 'utf8')).not.toContain(PASSWORD);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('keeps others when one is set or deleted', () => {
    const secrets = open();
    secrets.set('a', '1');
    secrets.set('b', '2');
    secrets.set('a', '3');
    expect([secrets.get('a'), secrets.get('b')]).toEqual(['3', '2']);
    secrets.delete('a');
    secrets.delete('never there');
    expect([secrets.get('a'), secrets.get('b')]).toEqual([null, '2']);
  });

  it('knows no name that every object has', () => {
    expect(open().get('constructor')).toBeNull();
    expect(open().get('__proto__')).toBeNull();
  });

  it.each(['', '{', 'null', '{"version":2,"secrets":{}}', '{"version":1,"secrets":{"account":7}}'])(
    'has no secret in a damaged file %j, and takes a new one',
    (text) => {
      writeFileSync(path, text);
      expect(open().get('account')).toBeNull();
      open().set('account', PASSWORD);
      expect(open().get('account')).toBe(PASSWORD);
    },
  );

  it('has none when the keystore cannot read it any more', () => {
    const sealed = Buffer.from('from another computer').toString('base64');
    writeFileSync(path, JSON.stringify({ version: 1, secrets: { account: sealed } }));
    expect(open().get('account')).toBeNull();
    expect(recording.lines[0]?.message).toBe('the keystore no longer gives out a secret');
  });

  it('closes an earlier unfinished file that others could read', () => {
    writeFileSync(`${path}.new`, 'left over', { mode: 0o644 });
    open().set('account', PASSWORD);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(existsSync(`${path}.new`)).toBe(false);
  });

  it('asks for a backend on Linux only', () => {
    fake.backend = 'unknown';
    expect(open('darwin').kept).toBe('keystore');
    expect(open('win32').kept).toBe('keystore');
  });
});

describe('without a keystore worth the name', () => {
  it.each([
    ['basic_text', true],
    ['unknown', true],
    ['gnome_libsecret', false],
  ])('keeps secrets in memory: backend %s, available %s', (backend, available) => {
    fake.backend = backend;
    fake.available = available;
    const secrets = open();
    expect(secrets.kept).toBe('memory');
    secrets.set('account', PASSWORD);
    expect(secrets.get('account')).toBe(PASSWORD);
    expect(existsSync(path)).toBe(false);
    expect(recording.lines[0]?.level).toBe('warn');
    expect(JSON.stringify(recording.lines)).not.toContain(PASSWORD);
  });
});
