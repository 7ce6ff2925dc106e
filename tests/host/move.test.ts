import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFile } from '#host/db/database.ts';
import { databasePath } from '#host/db/files.ts';
import { migrations } from '#host/db/migrations/index.ts';
import { MEDIA_PATH } from '#host/media.ts';
import { createMemorySecrets } from '#host/secrets.ts';
import type { MoveState } from '#shared/contract/move.ts';
import { keystoreSecrets } from './encryptionFacts.ts';
import { started, TEN_O_CLOCK } from './facts.ts';
import { CANNOT_MOUNT, mountTmpfs } from './mounts.ts';
import { fill, filesOf, fingerprint, open, PASSPHRASE, send, settled } from './moveFolder.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

const PATIENCE = { timeout: 60_000 };

let dir: ReturnType<typeof makeTempDir>;
let hosts: TestHost[] = [];
beforeEach(() => {
  dir = makeTempDir();
  hosts = [];
});
afterEach(async () => {
  for (const { host } of hosts) await host.stop();
  dir.remove();
});

function start(name: string, options: Parameters<typeof startHost>[1] = {}) {
  const dataDir = name.startsWith('/') ? name : join(dir.path, name);
  const test = startHost(dataDir, { clock: () => TEN_O_CLOCK, ...options });
  hosts.push(test);
  return { ...test, dataDir, client: test.connect().client };
}
type Started = ReturnType<typeof start>;

/** A computer with something on it. */
async function computer(name: string, options = {}): Promise<Started> {
  const test = start(name, options);
  await fill(test.client, test.dataDir, { name });
  return test;
}

async function pack({ client, host }: Started): Promise<{ file: Buffer; state: MoveState }> {
  const over = settled(client);
  await client.call('move.pack', { passphrase: PASSPHRASE });
  const state = await over;
  const { path } = await client.call('move.download', {});
  const media = host.media(path.slice(MEDIA_PATH.length));
  return { state, file: readFileSync(media?.path ?? '') };
}

const callNames = async ({ client }: Started): Promise<string[]> =>
  (await client.call('calls.list', {})).rows.map(({ name }) => name ?? '').sort();

describe('everything in one file', PATIENCE, () => {
  it('goes to a new computer: records, recordings, greetings and pictures, byte for byte', async () => {
    const old = await computer('old');
    const { file, state } = await pack(old);
    expect(state.packed).toEqual({
      ...{ name: 'ieum-move-20261121.ieum', bytes: file.length, at: TEN_O_CLOCK },
    });

    const fresh = start('fresh');
    await send(fresh.client, file);
    const { opened } = await open(fresh.client);
    expect(opened).toMatchObject({
      ...{ madeAt: TEN_O_CLOCK, app: '0.0.0-test', files: 12 },
      ...{ then: { calls: 3 }, now: { calls: 0 } },
    });
    await fresh.client.call('move.replace', {});
    expect(await callNames(fresh)).toEqual(['old 0', 'old 1', 'old 2']);
    expect(filesOf(fresh.dataDir)).toEqual(filesOf(old.dataDir));
    // And goes on there: what comes next is stored, also over a restart.
    await fresh.client.call('calls.append', { facts: [started({ name: '새 컴퓨터에서' })] });
    await fresh.host.stop();
    expect(await callNames(start('fresh'))).toContain('새 컴퓨터에서');
  });

  it('needs no key of the old computer where its records are encrypted, and gets one of the new', async () => {
    const encrypted = () => ({
      secrets: keystoreSecrets(),
      capabilities: { shell: 'electron', keystore: true } as const,
    });
    const old = await computer('고객이름', encrypted());
    await old.client.call('encryption.switch', { on: true });
    const { file } = await pack(old);
    const fresh = start('fresh', encrypted());
    await fresh.client.call('encryption.switch', { on: true });
    await send(fresh.client, file);
    await open(fresh.client);
    await fresh.client.call('move.replace', {});
    expect(await callNames(fresh)).toEqual(['고객이름 0', '고객이름 1', '고객이름 2']);
    expect(await fresh.client.call('encryption.state', {})).toMatchObject({
      ...{ state: 'on', others: 0 },
    });
    for (const { dataDir } of [old, fresh]) {
      for (const path of readdirSync(dataDir, { recursive: true, encoding: 'utf8' })) {
        if (!/\.sqlite/.test(path)) continue;
        expect(readFileSync(join(dataDir, path)).includes('고객이름'), path).toBe(false);
      }
    }
  });

  it('shows nobody anything without the passphrase, and holds no secret of the keystore', async () => {
    const secrets = createMemorySecrets();
    secrets.set('account.password:sip:1001@pbx.example', 'only-in-the-keystore');
    const { file, state } = await pack(await computer('고객이름', { secrets }));
    for (const word of ['고객이름', 'SQLite format', 'only-in-the-keystore', 'recordings']) {
      expect(file.includes(word), word).toBe(false);
    }
    const other = start('other');
    await send(other.client, file);
    await open(other.client);
    for (const path of readdirSync(other.dataDir, { recursive: true, encoding: 'utf8' })) {
      const whole = join(other.dataDir, path);
      if (!statSync(whole).isFile()) continue;
      expect(readFileSync(whole).includes('only-in-the-keystore'), path).toBe(false);
    }
    expect(state.step).toBe('packed');
  });

  it('is for the person alone, leaves its line in the access log, and nothing else beside it', async () => {
    const test = await computer('desk');
    await pack(test);
    const folder = join(test.dataDir, 'move');
    expect(readdirSync(folder)).toEqual(['out.ieum']);
    expect(statSync(join(folder, 'out.ieum')).mode & 0o777).toBe(0o600);
    const db = openFile(databasePath(test.dataDir));
    expect(
      db.prepare("SELECT count(*) FROM access_log WHERE action = 'move.pack'").pluck().get(),
    ).toBe(1);
    db.close();
    // Gone with the next start: it holds everything.
    await test.host.stop();
    expect(readdirSync(start('desk').dataDir)).not.toContain('move');
  });

  it('is not made with a passphrase that is guessed at once', async () => {
    const { client } = start('desk');
    await expect(client.call('move.pack', { passphrase: '짧은 암호' })).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });

  it('is called off in the middle, and begun again', async () => {
    const test = await computer('desk');
    await test.client.call('move.pack', { passphrase: PASSPHRASE });
    await expect(test.client.call('move.pack', { passphrase: PASSPHRASE })).rejects.toMatchObject({
      code: 'move.busy',
    });
    expect(await test.client.call('move.cancel', {})).toMatchObject({ step: 'idle', failed: null });
    expect(readdirSync(test.dataDir)).not.toContain('move');
    expect((await pack(test)).state.step).toBe('packed');
  });
});

describe('what is on this computer', PATIENCE, () => {
  it('is kept whole, and put back as it was when that is asked for', async () => {
    const { file } = await pack(await computer('old'));
    const here = await computer('here');
    await here.client.call('backups.make', {});
    await expect
      .poll(async () => (await here.client.call('backups.state', {})).backups.length, PATIENCE)
      .toBe(1);
    const before = fingerprint(here.dataDir);
    await send(here.client, file);
    await open(here.client);
    expect(fingerprint(here.dataDir)).toBe(before);
    const { replaced } = await here.client.call('move.replace', {});
    expect(await callNames(here)).toEqual(['old 0', 'old 1', 'old 2']);
    // Backups are of the records that were replaced: a damaged file would bring those back.
    expect((await here.client.call('backups.state', {})).backups).toEqual([]);
    const { replaced: kept } = await here.client.call('move.state', {});
    expect(kept).toEqual([{ name: replaced, at: TEN_O_CLOCK }]);
    expect(fingerprint(join(here.dataDir, 'replaced', replaced))).toBe(before);

    const back = await here.client.call('move.takeBack', { name: replaced });
    expect(await callNames(here)).toEqual(['here 0', 'here 1', 'here 2']);
    expect(fingerprint(here.dataDir)).toBe(before);
    expect((await here.client.call('backups.state', {})).backups).toHaveLength(1);
    const state = await here.client.call('move.forget', { name: back.replaced });
    expect(state.replaced).toEqual([]);
  });

  it('is not replaced in a call, nor by what nobody has opened', async () => {
    const { file } = await pack(await computer('old'));
    const here = start('here');
    const refused = (code: string) =>
      expect(here.client.call('move.replace', {})).rejects.toMatchObject({ code });
    await refused('move.unknown');
    await send(here.client, file);
    await refused('move.unknown');
    await open(here.client);
    await here.client.call('calls.append', { facts: [started({ name: '통화 중' })] });
    await refused('move.in-call');
    expect(await callNames(here)).toEqual(['통화 중']);
    await expect(here.client.call('move.takeBack', { name: '../..' })).rejects.toMatchObject({
      code: 'move.unknown',
    });
  });
});

describe('a file that cannot be used', PATIENCE, () => {
  async function refusal(file: Buffer, passphrase = PASSPHRASE): Promise<string | undefined> {
    const here = await computer('here');
    const before = fingerprint(here.dataDir);
    await send(here.client, file);
    const { failed, opened } = await open(here.client, passphrase);
    expect(opened).toBeNull();
    expect(fingerprint(here.dataDir)).toBe(before);
    return failed?.code;
  }
  const whole = async (): Promise<Buffer> => (await pack(await computer('old'))).file;

  it('because the passphrase is another: asked again, and the right one opens it', async () => {
    const file = await whole();
    const here = start('here');
    await send(here.client, file);
    expect(await open(here.client, `${PASSPHRASE}!`)).toMatchObject({
      ...{ step: 'received', failed: { code: 'move.passphrase' } },
    });
    expect(await open(here.client)).toMatchObject({ step: 'opened', failed: null });
  });

  it('because it is cut', async () => {
    const file = await whole();
    expect(await refusal(file.subarray(0, file.length - 70_000))).toBe('move.cut');
  });

  it('because a byte is another', async () => {
    const file = await whole();
    const at = Math.floor(file.length / 2);
    file[at] = (file[at] ?? 0) ^ 1;
    expect(await refusal(file)).toBe('move.damaged');
  });

  it('because it is something else', async () => {
    expect(await refusal(Buffer.alloc(5_000, 'PK'))).toBe('move.foreign');
  });

  it('because a newer Ieum has made it', async () => {
    const old = await computer('old');
    const db = openFile(databasePath(old.dataDir));
    db.pragma(`user_version = ${migrations.length + 1}`);
    db.close();
    expect(await refusal((await pack(old)).file)).toBe('move.newer');
  });
});

describe('pieces of a file', PATIENCE, () => {
  it('may come twice, but not out of turn, nor more than were told', async () => {
    const { client } = start('here');
    const piece = (at: number, bytes: number) =>
      client.call('move.piece', { at, data: Buffer.alloc(bytes, 'x').toString('base64') });
    await expect(piece(0, 10)).rejects.toMatchObject({ code: 'move.unknown' });
    await client.call('move.receive', { bytes: 100 });
    expect(await piece(0, 40)).toEqual({ received: 40 });
    expect(await piece(0, 40)).toEqual({ received: 40 });
    for (const [at, bytes] of [...[[80, 10] as const], [40, 70] as const]) {
      await expect(piece(at, bytes)).rejects.toMatchObject({ code: 'move.gap' });
    }
    expect(await piece(40, 60)).toEqual({ received: 100 });
    expect((await client.call('move.state', {})).step).toBe('received');
  });
});

describe('a disk without room', PATIENCE, () => {
  it('takes no file, makes none, and has lost nothing', async (context) => {
    context.skip(CANNOT_MOUNT !== null, CANNOT_MOUNT ?? undefined);
    const { file } = await pack(await computer('old'));
    const mount = mountTmpfs(58_000);
    try {
      const here = await computer(join(mount.path, 'data'));
      const before = fingerprint(here.dataDir);
      fillUp(mount.path, 40_000_000);
      await expect(here.client.call('move.receive', { bytes: file.length })).rejects.toMatchObject({
        code: 'storage.full',
      });
      const over = settled(here.client);
      await here.client.call('move.pack', { passphrase: PASSPHRASE });
      expect(await over).toMatchObject({ step: 'idle', failed: { code: 'storage.full' } });
      expect(fingerprint(here.dataDir)).toBe(before);
      await here.host.stop();
    } finally {
      mount.remove();
    }
  });

  it('that fills while a file is taken or laid out says so, and leaves what was there', async (context) => {
    context.skip(CANNOT_MOUNT !== null, CANNOT_MOUNT ?? undefined);
    const { file } = await pack(await computer('old'));
    const mount = mountTmpfs(58_000);
    try {
      const here = await computer(join(mount.path, 'data'));
      const before = fingerprint(here.dataDir);
      const codes: string[] = [];
      here.client.on('move.changed', ({ failed }) => void (failed && codes.push(failed.code)));
      await here.client.call('move.receive', { bytes: file.length });
      fillUp(mount.path, 150_000);
      await expect(
        here.client.call('move.piece', {
          at: 0,
          data: file.subarray(0, 393_216).toString('base64'),
        }),
      ).rejects.toMatchObject({ code: 'storage.full' });
      expect(codes).toEqual(['storage.full']);
      expect(fingerprint(here.dataDir)).toBe(before);
      await here.host.stop();
    } finally {
      mount.remove();
    }
  });
});

/** Until so many bytes are left. */
function fillUp(path: string, left: number): void {
  mkdirSync(path, { recursive: true });
  const block = Buffer.alloc(65_536);
  try {
    for (let n = 0; n < 10_000; n += 1) writeFileSync(join(path, 'ballast'), block, { flag: 'a' });
  } catch {
    // Full: so much is given back.
  }
  const { size } = statSync(join(path, 'ballast'));
  writeFileSync(join(path, 'ballast'), Buffer.alloc(Math.max(0, size - left)));
}
