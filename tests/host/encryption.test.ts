import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupFolder, freeBytes } from '#host/backup/backupFolder.ts';
import type { HostOptions } from '#host/host.ts';
import { openFile, openForLooking } from '#host/db/database.ts';
import { databasePath } from '#host/db/files.ts';
import { keyOfRecoveryCode, recoveryCodeOf } from '#host/encryption/recoveryCode.ts';
import { makeKey, readSeal } from '#host/encryption/sealStore.ts';
import { exportCommand } from '#host/export/exportCommand.ts';
import { EXPORT_WORKER } from '#host/export/startExport.ts';
import type { SecretStore } from '#host/secrets.ts';
import type { EncryptionState } from '#shared/contract/encryption.ts';
import { keystoreSecrets } from './encryptionFacts.ts';
import { started, TEN_O_CLOCK, wholeCall } from './facts.ts';
import { CANNOT_MOUNT, mountTmpfs } from './mounts.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

/** A customer's name that is nowhere else. */
const MARKER = '표식고객홍길동';
const PATIENCE = { timeout: 20_000, interval: 10 };

let dir: ReturnType<typeof makeTempDir>;
let dataDir: string;
let now: number;
let secrets: SecretStore;
let test: TestHost;
let client: ReturnType<TestHost['connect']>['client'];

function start(options: Partial<HostOptions> = {}, folder = dataDir): void {
  test = startHost(folder, {
    ...{ clock: () => now, secrets },
    capabilities: { shell: 'electron', keystore: true },
    ...options,
  });
  ({ client } = test.connect());
}

async function restart(options: Partial<HostOptions> = {}): Promise<void> {
  await test.host.stop();
  start(options);
}

beforeEach(() => {
  dir = makeTempDir();
  dataDir = join(dir.path, 'data');
  now = TEN_O_CLOCK;
  secrets = keystoreSecrets();
  start();
});
afterEach(async () => {
  await test.host.stop();
  dir.remove();
});

const state = (): Promise<EncryptionState> => client.call('encryption.state', {});
const switchTo = (on: boolean) => client.call('encryption.switch', { on });
const append = (name: string) => client.call('calls.append', { facts: wholeCall({ name }) });
const namesNow = async () =>
  (await client.call('calls.list', { filter: {}, after: null, limit: 50 })).rows.map(
    ({ name }) => name,
  );

/** Every file of the folder in which the bytes are. */
function filesWith(text: string, folder = dataDir): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text))
    .map((path) => path.slice(folder.length + 1));
}

async function backUp(): Promise<string> {
  now += 1_000;
  await client.call('backups.make', {});
  await expect
    .poll(async () => (await client.call('backups.state', {})).working, PATIENCE)
    .toBe(false);
  const { backups, failed } = await client.call('backups.state', {});
  expect(failed).toBeNull();
  return backups[0]?.name ?? '';
}

describe('records at rest', { timeout: 30_000 }, () => {
  it('are readable to whoever has the files while they are not encrypted', async () => {
    await append(MARKER);
    const name = await backUp();
    expect(await state()).toMatchObject({ state: 'off', fixed: null, codeOwed: false, others: 0 });
    expect(filesWith(MARKER)).toEqual(expect.arrayContaining([`backups/${name}`]));
    expect(filesWith(MARKER).some((path) => path.startsWith('ieum.sqlite'))).toBe(true);
  });

  it('are in no file of the folder once they are: not in the log, nor in what was there before', async () => {
    await append(MARKER);
    await backUp();
    writeFileSync(join(dataDir, 'ieum.before-v9.x.sqlite'), readFileSync(databasePath(dataDir)));
    expect(await switchTo(true)).toMatchObject({ state: 'on', codeOwed: true, failed: null });
    await append(`${MARKER} 다시`);
    // The log is open, and the copies of before are there until the next backup.
    expect(filesWith(MARKER).every((path) => !/^ieum\.sqlite/.test(path))).toBe(true);
    expect(existsSync(`${databasePath(dataDir)}-wal`)).toBe(true);
    const name = await backUp();
    expect(filesWith(MARKER)).toEqual([]);
    expect(readdirSync(backupFolder(dataDir))).toEqual([name]);
    expect(await state()).toMatchObject({ state: 'on', others: 0 });

    await restart();
    expect(filesWith(MARKER)).toEqual([]);
    expect(await namesNow()).toEqual([`${MARKER} 다시`, MARKER]);
    expect(test.host.storage).toMatchObject({ state: 'ok', code: null });
  });

  it('are readable again when that is taken back, and the key is forgotten with the last that needs it', async () => {
    await append(MARKER);
    await switchTo(true);
    await backUp();
    expect(await switchTo(false)).toMatchObject({ state: 'off', codeOwed: false });
    expect(readSeal(secrets)).not.toBeNull();
    const name = await backUp();
    expect(readdirSync(backupFolder(dataDir))).toEqual([name]);
    expect(readSeal(secrets)).toBeNull();
    await restart();
    expect(await namesNow()).toEqual([MARKER]);
    const db = openForLooking(databasePath(dataDir));
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
  });

  it('that are new are encrypted from their first byte where the administrator says so', async () => {
    await test.host.stop();
    const file = join(dir.path, 'provisioning.json');
    const account = { uri: 'sip:a@pbx.example.com', servers: ['wss://pbx.example.com'] };
    const policy = { storage: { encryption: 'on' } };
    writeFileSync(file, JSON.stringify({ version: 1, account, policy }));
    start({ provisioningFile: file }, join(dir.path, 'other'));
    await append(MARKER);
    expect(filesWith(MARKER, join(dir.path, 'other'))).toEqual([]);
    expect(await state()).toMatchObject({ state: 'on', fixed: 'policy', codeOwed: true });
    await expect(switchTo(false)).rejects.toMatchObject({ code: 'encryption.refused' });
    // Records of before are encrypted at the next start.
    await test.host.stop();
    secrets = keystoreSecrets();
    start();
    await append(MARKER);
    await restart({ provisioningFile: file });
    expect(await state()).toMatchObject({ state: 'on', failed: null });
    expect(filesWith(MARKER)).toEqual([]);
    // Where nothing keeps a key it is said that it could not be done.
    await test.host.stop();
    secrets = { ...keystoreSecrets(), kept: 'memory' };
    start({ provisioningFile: file }, join(dir.path, 'third'));
    expect(await state()).toMatchObject({ state: 'off', failed: 'encryption.keystore' });
  });

  it('are read by the threads and by the command without a window', async () => {
    await append(MARKER);
    await switchTo(true);
    await backUp();
    const preview = await client.call('backups.preview', {
      name: (await client.call('backups.state', {})).backups[0]?.name ?? '',
    });
    expect(preview.then).toMatchObject({ calls: 1 });
    // The first answer is the host's own while the thread starts.
    await expect
      .poll(async () => {
        await client.call('contacts.list', {});
        return test.lines.filter(({ message }) => message === 'reader ready').length;
      }, PATIENCE)
      .toBeGreaterThan(0);
    expect(await namesNow()).toEqual([MARKER]);
    expect(test.lines.filter(({ message }) => message === 'reader refused')).toEqual([]);
    await test.host.stop();

    const out = join(dir.path, 'out.csv');
    const run = (seal: () => ReturnType<typeof readSeal>) => {
      const said: string[] = [];
      return exportCommand(
        [
          ...['--from', '2020-01-01', '--to', '2030-01-01', '--format', 'csv', '--out', out],
          ...['--reason', '시험', '--data-dir', dataDir],
        ],
        {
          ...{ name: 'ieum export', env: {}, worker: EXPORT_WORKER, progress: null },
          seal: () => Promise.resolve(seal()),
          print: (line) => void said.push(line),
          complain: (line) => void said.push(line),
          onCancel: () => undefined,
        },
      ).then((status) => ({ status, said }));
    };
    expect(await run(() => readSeal(secrets))).toMatchObject({ status: 0 });
    expect(readFileSync(out, 'utf8').split('\n')).toHaveLength(3);
    const { status, said } = await run(() => null);
    expect([status, said[0]]).toEqual([74, expect.stringContaining('storage.locked')]);
    start();
  });

  it('lay nothing aside on the disk while they are sorted', () => {
    const path = join(dir.path, 'a.sqlite');
    const db = openFile(path, makeKey());
    expect(db.pragma('temp_store', { simple: true })).toBe(2);
    db.close();
  });
});

describe('the switch', { timeout: 30_000 }, () => {
  it('is refused in a call, without a keystore, and where the administrator has decided', async () => {
    await client.call('calls.append', { facts: [started()] });
    await expect(switchTo(true)).rejects.toMatchObject({ code: 'backup.in-call' });
    secrets = { ...keystoreSecrets(), kept: 'memory' };
    await restart();
    expect(await state()).toMatchObject({ state: 'off', fixed: 'keystore' });
    await expect(switchTo(true)).rejects.toMatchObject({ code: 'encryption.refused' });
  });

  it('changes nothing where the keystore does not keep the key', async () => {
    await append(MARKER);
    secrets = { ...keystoreSecrets(), set: () => undefined };
    await restart();
    await expect(switchTo(true)).rejects.toMatchObject({ code: 'encryption.keystore' });
    expect(await state()).toMatchObject({ state: 'off' });
    expect(await namesNow()).toEqual([MARKER]);
  });

  it('is refused, with the records as they were, where another program reads them', async () => {
    await append(MARKER);
    const other = openForLooking(databasePath(dataDir));
    other.exec('BEGIN');
    other.prepare('SELECT count(*) FROM calls').get();
    await expect(switchTo(true)).rejects.toMatchObject({ code: 'storage.in-use' });
    expect(await state()).toMatchObject({ state: 'off', codeOwed: false });
    expect(readSeal(secrets)).toBeNull();
    expect(await namesNow()).toEqual([MARKER]);
    other.close();
    expect(await switchTo(true)).toMatchObject({ state: 'on' });
  });

  it('is refused, with the records as they were, where the disk has no room', async (context) => {
    context.skip(CANNOT_MOUNT !== null, CANNOT_MOUNT ?? undefined);
    const mount = mountTmpfs(12_000);
    try {
      await test.host.stop();
      const small = join(mount.path, 'data');
      start({}, small);
      await append(MARKER);
      await test.host.stop();
      start({}, small);
      // As much as leaves room for the records to go on, and none for a second copy.
      const room = freeBytes(mount.path) - statSync(databasePath(small)).size;
      writeFileSync(join(mount.path, 'ballast'), Buffer.alloc(room));
      await expect(switchTo(true)).rejects.toMatchObject({ code: 'storage.full' });
      expect(await state()).toMatchObject({ state: 'off' });
      expect(readdirSync(small).filter((name) => name.includes('converting'))).toEqual([]);
      await append('그 뒤');
      expect(await namesNow()).toEqual(['그 뒤', MARKER]);
      await test.host.stop();
    } finally {
      mount.remove();
      start();
    }
  });
});

describe('a key that is lost', { timeout: 30_000 }, () => {
  let code: string;
  beforeEach(async () => {
    await append(MARKER);
    await switchTo(true);
    ({ code } = await client.call('encryption.code', {}));
    await backUp();
    await test.host.stop();
  });

  const bytesOf = (): Buffer => readFileSync(databasePath(dataDir));

  it('is said with a code; nothing is moved or written, and the recovery code opens all of it', async () => {
    const before = bytesOf();
    secrets = keystoreSecrets();
    start();
    expect(test.host.storage).toMatchObject({ state: 'volatile', code: 'storage.locked' });
    expect(await state()).toMatchObject({ state: 'locked' });
    await append('잠긴 동안');
    test.tick();
    expect(bytesOf()).toEqual(before);
    expect(readdirSync(dataDir).filter((name) => /damaged|locked-/.test(name))).toEqual([]);

    const slip = (code.startsWith('0') ? '1' : '0') + code.slice(1);
    for (const wrong of ['', '열쇠', slip, recoveryCodeOf(makeKey())]) {
      await expect(client.call('encryption.unlock', { code: wrong })).rejects.toMatchObject({
        code: 'encryption.code',
      });
    }
    const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o');
    expect(await client.call('encryption.unlock', { code: typed })).toMatchObject({
      ...{ state: 'on', codeOwed: false },
    });
    expect(test.host.storage).toMatchObject({ state: 'ok' });
    // What was recorded meanwhile is there as well.
    expect(await namesNow()).toEqual(['잠긴 동안', MARKER]);
    await restart();
    expect(await namesNow()).toEqual(['잠긴 동안', MARKER]);
  });

  it('leaves the old records whole where the person begins without them', async () => {
    secrets = keystoreSecrets();
    start();
    await append('새로');
    const { setAside } = await client.call('encryption.beginEmpty', {});
    expect(await namesNow()).toEqual(['새로']);
    // As it was: encrypted, with a key and a code of its own.
    expect(await state()).toMatchObject({ state: 'on', codeOwed: true });
    const [folder] = readdirSync(dataDir).filter((name) => name.startsWith('backups.locked-'));
    expect(readdirSync(join(dataDir, folder ?? ''))).toHaveLength(1);
    await backUp();
    const old = openForLooking(join(dataDir, setAside), keyOfRecoveryCode(code));
    expect(old.prepare('SELECT name FROM calls').pluck().all()).toEqual([MARKER]);
    old.close();
    await expect(client.call('encryption.beginEmpty', {})).rejects.toMatchObject({
      code: 'encryption.refused',
    });
  });

  it('is not taken for damage when another key is there instead', async () => {
    const before = bytesOf();
    secrets = keystoreSecrets();
    start({}, join(dir.path, 'other'));
    await switchTo(true);
    await test.host.stop();
    // The keystore of one computer with the folder of another.
    start();
    expect(test.host.storage).toMatchObject({ state: 'volatile', code: 'storage.locked' });
    expect(bytesOf()).toEqual(before);
    expect(await client.call('encryption.unlock', { code })).toMatchObject({ state: 'on' });
    expect(await namesNow()).toEqual([MARKER]);
  });

  it.each([
    ['the words at its beginning', 1],
    ['what says which key it needs', 12],
    ['its first page', 900],
  ])('is not what a damaged byte in %s is: the backup is put back', async (_where, at) => {
    const path = databasePath(dataDir);
    const bytes = bytesOf();
    bytes.writeUInt8((bytes[at] ?? 0) ^ 0x10, at);
    writeFileSync(path, bytes);
    start();
    expect(test.host.storage).toMatchObject({ state: 'ok', code: 'storage.corrupt' });
    expect(await namesNow()).toEqual([MARKER]);
    expect(await state()).toMatchObject({ state: 'on' });
    expect(filesWith(MARKER)).toEqual([]);
  });

  it('is needed by no backup of before that is put back: it is encrypted on the way', async () => {
    // A plain backup that a restore from elsewhere has brought, the only one that can be read.
    const [name = ''] = readdirSync(backupFolder(dataDir));
    const plain = join(dir.path, 'plain');
    mkdirSync(plain);
    start({ secrets: keystoreSecrets() }, plain);
    await append('옛 백업');
    await test.host.stop();
    copyFileSync(databasePath(plain), join(backupFolder(dataDir), name));
    writeFileSync(databasePath(dataDir), bytesOf().fill(0x5a, 0, 5_000));
    start();
    expect(await namesNow()).toEqual(['옛 백업']);
    expect(await state()).toMatchObject({ state: 'on', failed: null });
    expect(filesWith('옛 백업').filter((path) => /^ieum\.sqlite/.test(path))).toEqual([]);
  });

  it('opens a newer Ieum’s records no more than plain ones: they are left alone', async () => {
    const key = readSeal(secrets)?.key ?? null;
    const db = openFile(databasePath(dataDir), key);
    db.pragma('user_version = 9999');
    db.close();
    const before = bytesOf();
    start();
    expect(test.host.storage).toMatchObject({ state: 'volatile', code: 'storage.newer' });
    expect(bytesOf()).toEqual(before);
  });

  it('is shown until the person says that it is noted, and not again', async () => {
    start();
    expect(await client.call('encryption.code', {})).toEqual({ code });
    await restart();
    expect(await state()).toMatchObject({ codeOwed: true });
    expect(await client.call('encryption.codeNoted', {})).toMatchObject({ codeOwed: false });
    await expect(client.call('encryption.code', {})).rejects.toMatchObject({
      code: 'encryption.refused',
    });
    await restart();
    expect(await state()).toMatchObject({ codeOwed: false });
    // Nor is it in what is sent to whoever helps.
    const key = readSeal(secrets)?.key ?? '';
    const log = JSON.stringify(test.lines);
    for (const secret of [key, code, code.replaceAll('-', '')]) expect(log).not.toContain(secret);
  });

  it('stops what was moved to another name no more than its own', () => {
    const moved = join(dir.path, 'moved.sqlite');
    renameSync(databasePath(dataDir), moved);
    expect(() => openForLooking(moved)).toThrow(
      expect.objectContaining({ code: 'storage.locked' }) as Error,
    );
    openForLooking(moved, keyOfRecoveryCode(code)).close();
    renameSync(moved, databasePath(dataDir));
    start();
  });
});

describe('a recovery code', () => {
  it('is sixty characters that give the key back, and refuses each single slip', () => {
    for (let round = 0; round < 50; round += 1) {
      const key = makeKey();
      const code = recoveryCodeOf(key);
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{60}$/);
      expect(keyOfRecoveryCode(code)).toBe(key);
    }
    for (const key of ['0'.repeat(64), 'f'.repeat(64)]) {
      expect(keyOfRecoveryCode(recoveryCodeOf(key))).toBe(key);
    }
    const code = recoveryCodeOf(makeKey());
    for (let at = 0; at < code.length; at += 1) {
      const other = code[at] === '7' ? '8' : '7';
      expect(keyOfRecoveryCode(code.slice(0, at) + other + code.slice(at + 1))).toBeNull();
    }
  });
});
