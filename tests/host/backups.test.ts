import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupFolder, backupPath } from '#host/backup/backupFolder.ts';
import { openForLooking } from '#host/db/database.ts';
import { databasePath } from '#host/db/files.ts';
import type { BackupsState } from '#shared/contract/backups.ts';
import { newId } from '#host/newId.ts';
import { MOBILE, somebody } from './customerFacts.ts';
import { started, TEN_O_CLOCK, wholeCall } from './facts.ts';
import { CANNOT_MOUNT, mountTmpfs } from './mounts.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

const HOUR = 3_600_000;
const PATIENCE = { timeout: 20_000, interval: 10 };

let dir: ReturnType<typeof makeTempDir>;
let dataDir: string;
let now: number;
let test: TestHost;
let client: ReturnType<TestHost['connect']>['client'];

function start(folder = dataDir): void {
  test = startHost(folder, { clock: () => now });
  ({ client } = test.connect());
}

beforeEach(() => {
  dir = makeTempDir();
  dataDir = join(dir.path, 'data');
  now = TEN_O_CLOCK;
  start();
});
afterEach(async () => {
  await test.host.stop();
  dir.remove();
});

const idle = async (): Promise<BackupsState> => {
  let state = await client.call('backups.state', {});
  await expect
    .poll(async () => (state = await client.call('backups.state', {})).working, PATIENCE)
    .toBe(false);
  return state;
};

async function makeOne(): Promise<BackupsState> {
  await client.call('backups.make', {});
  return idle();
}

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const append = (name: string): Promise<unknown> =>
  client.call('calls.append', { facts: wholeCall({ name }) });

const namesNow = async (): Promise<string[]> =>
  (await client.call('calls.list', { filter: {}, after: null, limit: 50 })).rows.map(
    ({ name }) => name ?? '',
  );

/** As if the power had failed after something had written over it. */
async function damage(change: (bytes: Buffer) => Buffer = (bytes) => bytes.fill(0x5a, 0, 100)) {
  await test.host.stop();
  const path = databasePath(dataDir);
  writeFileSync(path, change(readFileSync(path)));
}

describe('a backup', () => {
  it('is a whole database, readable by the person alone, of what was committed then', async () => {
    await append('김서연');
    const { backups, failed } = await makeOne();
    expect(failed).toBeNull();
    expect(backups).toHaveLength(1);
    const path = backupPath(dataDir, backups[0]?.name ?? '');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(path).size).toBe(backups[0]?.bytes);
    const db = openForLooking(path);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.prepare('SELECT name FROM calls').pluck().all()).toEqual(['김서연']);
    db.close();
    expect(readdirSync(backupFolder(dataDir))).toEqual([backups[0]?.name]);
  });

  it('is made by itself: ten minutes after the first start, then every four hours with something new', async () => {
    const made = async (): Promise<number> => {
      test.tick();
      return (await idle()).backups.length;
    };
    expect(await made()).toBe(0);
    now += 10 * 60_000;
    expect(await made()).toBe(1);
    now += 4 * HOUR - 1;
    await append('박하늘');
    expect(await made()).toBe(1);
    now += 1;
    expect(await made()).toBe(2);
    now += 4 * HOUR;
    expect(await made()).toBe(2);
    await append('이바다');
    expect(await made()).toBe(3);
  });

  it('that was being written when the app was killed is cleaned away, and nothing else', async () => {
    const { backups } = await makeOne();
    await test.host.stop();
    writeFileSync(join(backupFolder(dataDir), 'ieum-2026-11-21T01-00-00-000Z.sqlite.part'), 'half');
    writeFileSync(join(backupFolder(dataDir), 'notes.txt'), 'mine');
    start();
    expect(readdirSync(backupFolder(dataDir)).sort()).toEqual([...[backups[0]?.name, 'notes.txt']]);
    expect((await client.call('backups.state', {})).backups).toEqual(backups);
  });

  it('is not begun where the disk has no room, in words', async (context) => {
    context.skip(CANNOT_MOUNT !== null, CANNOT_MOUNT ?? undefined);
    const mount = mountTmpfs(40_000);
    try {
      await test.host.stop();
      start(join(mount.path, 'data'));
      await expect(client.call('backups.make', {})).rejects.toMatchObject({ code: 'storage.full' });
      now += 10 * 60_000;
      test.tick();
      const { failed, backups } = await client.call('backups.state', {});
      expect(failed).toEqual({ at: now, code: 'storage.full' });
      expect(backups).toEqual([]);
      await test.host.stop();
    } finally {
      mount.remove();
      start();
    }
  });

  it('holds nobody who was erased: the next one replaces all before it', async () => {
    const kim = somebody('김하늘별', [MOBILE]);
    await client.call('customers.append', { facts: kim.facts });
    const before = (await makeOne()).backups[0]?.name ?? '';
    await client.call('backups.restore', { name: before });
    now += HOUR;
    await makeOne();
    now += HOUR;
    const erase = { id: newId(), customerId: kim.id, reason: '고객 요청', contacts: true };
    await client.call('customers.erase', erase);
    // From now on nobody can bring them back.
    expect((await client.call('backups.state', {})).backups).toEqual([]);
    await expect(client.call('backups.restore', { name: before })).rejects.toMatchObject({
      code: 'backup.unknown',
    });
    await test.host.stop();
    // Over a restart too, and without waiting for anything to be recorded.
    start();
    now += 1;
    test.tick();
    const { backups } = await idle();
    expect(backups.map(({ at }) => at)).toEqual([now]);
    for (const path of filesUnder(dataDir)) {
      expect(readFileSync(path).includes('김하늘별'), path).toBe(false);
    }
  });
});

describe('putting one back', () => {
  it('says what is in it, and leaves what was there beside it', async () => {
    await append('첫째');
    const { backups } = await makeOne();
    const name = backups[0]?.name ?? '';
    now += HOUR;
    await append('둘째');
    const preview = await client.call('backups.preview', { name });
    expect(preview).toMatchObject({ name, at: TEN_O_CLOCK, newer: false });
    expect([preview.then.calls, preview.now.calls]).toEqual([1, 2]);

    const { setAside } = await client.call('backups.restore', { name });
    expect(await namesNow()).toEqual(['첫째']);
    const db = openForLooking(join(dataDir, setAside));
    expect(db.prepare('SELECT name FROM calls ORDER BY name').pluck().all()).toEqual([
      '둘째',
      '첫째',
    ]);
    db.close();
    // And goes on: what comes now is stored, also over a restart.
    await append('셋째');
    await test.host.stop();
    start();
    expect((await namesNow()).sort()).toEqual(['셋째', '첫째']);
  });

  it('is refused in a call, for what is no backup, and for a damaged one, which changes nothing', async () => {
    const { backups } = await makeOne();
    const name = backups[0]?.name ?? '';
    for (const other of ['../ieum.sqlite', 'ieum.sqlite', 'ieum-2026-11-21T09-09-09-999Z.sqlite']) {
      await expect(client.call('backups.restore', { name: other })).rejects.toMatchObject({
        code: 'backup.unknown',
      });
    }
    await client.call('calls.append', { facts: [started({ name: '통화 중' })] });
    await expect(client.call('backups.restore', { name })).rejects.toMatchObject({
      code: 'backup.in-call',
    });
    const path = backupPath(dataDir, name);
    writeFileSync(path, readFileSync(path).fill(0xa5, 4_096, 60_000));
    for (const method of ['backups.preview', 'backups.restore'] as const) {
      await expect(client.call(method, { name })).rejects.toMatchObject({
        code: 'storage.corrupt',
      });
    }
    expect(await namesNow()).toEqual(['통화 중']);
  });

  it('happens by itself when the database is damaged: the newest that can be read, and it is said', async () => {
    await append('오래된');
    await makeOne();
    now += HOUR;
    await append('새로운');
    const { backups } = await makeOne();
    await append('백업 뒤');
    await damage();
    start();
    expect(test.host.storage).toMatchObject({
      ...{ state: 'ok', code: 'storage.corrupt', restoredFrom: backups[0]?.at },
    });
    expect((await namesNow()).sort()).toEqual(['새로운', '오래된']);

    // The newest is damaged as well: the one before it.
    const newest = backupPath(dataDir, backups[0]?.name ?? '');
    writeFileSync(newest, readFileSync(newest).fill(0, 4_096, 60_000));
    await damage();
    start();
    expect(test.host.storage).toMatchObject({ restoredFrom: backups[1]?.at });
    expect(await namesNow()).toEqual(['오래된']);
  });

  it('begins empty where there is none, and says that too', async () => {
    await append('하나');
    await damage();
    start();
    expect(test.host.storage).toMatchObject({ code: 'storage.corrupt', restoredFrom: null });
    expect(await namesNow()).toEqual([]);
  });
});
