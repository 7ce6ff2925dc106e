import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFile } from '#host/db/database.ts';
import { allCalls } from '#host/db/calls.ts';
import { newId } from '#host/newId.ts';
import type { StorageHealth } from '#shared/contract/app.ts';
import { later, noted, started, TEN_O_CLOCK, wholeCall } from './facts.ts';
import { CANNOT_MOUNT, mountTmpfs } from './mounts.ts';
import type { Mount } from './mounts.ts';
import { makeReadOnlyFolder } from '../support/readOnlyFolder.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

describe('the storage', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let dataDir: string;
  const running: TestHost[] = [];

  function start(folder = dataDir): TestHost {
    const test = startHost(folder);
    running.push(test);
    return test;
  }

  beforeEach(() => {
    dir = makeTempDir();
    dataDir = join(dir.path, 'data');
  });
  afterEach(async () => {
    for (const { host } of running.splice(0)) await host.stop();
    dir.remove();
  });

  it('is for the person alone', () => {
    start();
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, 'ieum.sqlite')).mode & 0o777).toBe(0o600);
  });

  it('ends what an earlier run left unfinished, and says how many', async () => {
    const first = start();
    const call = started();
    const { client } = first.connect();
    await client.call('calls.append', { facts: [call, ...wholeCall()] });
    await client.call('calls.heartbeat', { callIds: [call.callId], at: call.at + 12_000 });
    const { agentId } = await client.call('app.info', {});
    await first.host.stop();

    const second = start().connect().client;
    expect(await second.call('app.info', {})).toMatchObject({ interruptedAtStart: 1, agentId });
    const { row, facts } = await second.call('calls.get', { id: call.callId });
    expect(row).toMatchObject({ outcome: 'interrupted', endedAt: call.at + 12_000 });
    expect(facts.map(({ type }) => type)).toEqual(['started', 'ended']);
    // A page that lived on knows better.
    const end = { ...facts[1], id: newId(), at: call.at + 90_000, outcome: 'answered' as const };
    await second.call('calls.append', { facts: [end as (typeof facts)[number]] });
    expect((await second.call('calls.get', { id: call.callId })).row).toMatchObject({
      outcome: 'answered',
      endedAt: call.at + 90_000,
    });
  });

  it('keeps settings, and falls back alone for one that does not fit', async () => {
    const first = start();
    await first.connect().client.call('settings.update', {
      patch: { theme: 'dark', ringVolume: 0.3 },
    });
    await first.host.stop();
    const db = openFile(join(dataDir, 'ieum.sqlite'));
    db.exec(`UPDATE settings SET value = '"neon"' WHERE key = 'theme'`);
    db.exec(`INSERT INTO settings VALUES ('fromTheFuture', '{"a":1}', 0)`);
    db.close();
    expect(await start().connect().client.call('settings.get', {})).toMatchObject({
      theme: 'system',
      ringVolume: 0.3,
      language: 'ko',
    });
  });

  describe('used twice', () => {
    it('belongs to the first host; the second works in memory and takes over later', async () => {
      const first = start();
      const second = start();
      expect(first.host.storage.state).toBe('ok');
      expect(second.host.storage).toMatchObject({ state: 'volatile', code: 'storage.in-use' });
      const { client } = second.connect();
      const call = started();
      await client.call('calls.append', { facts: [call] });
      second.tick();
      expect(second.host.storage.state).toBe('volatile');
      await first.host.stop();
      second.tick();
      expect(second.host.storage).toMatchObject({ state: 'ok', code: null });
      expect((await client.call('calls.get', { id: call.callId })).facts).toEqual([call]);
    });

    it('is free at once after kill -9 of the first process', async () => {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'hostChild.ts'), dataDir], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      await once(createInterface(child.stdout), 'line');
      expect(start().host.storage).toMatchObject({ state: 'volatile', code: 'storage.in-use' });
      child.kill('SIGKILL');
      await once(child, 'exit');
      const after = start();
      expect(after.host.storage).toMatchObject({ state: 'ok', code: null });
    });
  });

  describe('without a usable folder', () => {
    async function fill(test: TestHost) {
      const { client } = test.connect();
      const [open, done] = [started(), wholeCall({ name: '끝난 통화' })];
      await client.call('calls.append', { facts: [open, ...done] });
      await client.call('calls.append', { facts: [later(open.callId, 'answered', open.at + 1)] });
      await client.call('calls.heartbeat', { callIds: [open.callId], at: open.at + 5_000 });
      await client.call('settings.update', { patch: { theme: 'dark' } });
      return { client, open, done };
    }

    it('goes on in memory, and moves everything over when it works', async () => {
      // An earlier run's data are in the folder that cannot be reached now.
      const earlier = start();
      await earlier.connect().client.call('settings.update', {
        patch: { theme: 'light', ringVolume: 0.1 },
      });
      await earlier.connect().client.call('calls.append', { facts: wholeCall({ name: '어제' }) });
      const { agentId } = await earlier.connect().client.call('app.info', {});
      await earlier.host.stop();
      const aside = join(dir.path, 'aside');
      renameSync(dataDir, aside);
      writeFileSync(dataDir, 'not a folder');

      const test = start();
      expect(test.host.storage).toMatchObject({ state: 'volatile', code: 'storage.failed' });
      const { client, open, done } = await fill(test);
      const told: StorageHealth[] = [];
      client.on('app.storageChanged', (health) => told.push(health));
      const settings: unknown[] = [];
      client.on('settings.changed', (changed) => settings.push(changed));
      test.tick();
      expect(test.host.storage.state).toBe('volatile');

      rmSync(dataDir);
      renameSync(aside, dataDir);
      test.tick();
      expect(test.host.storage).toMatchObject({ state: 'ok', code: null });
      await expect.poll(() => told.map(({ state }) => state)).toEqual(['ok']);
      expect(settings).toEqual([expect.objectContaining({ theme: 'dark', ringVolume: 0.1 })]);

      const { rows } = await client.call('calls.list', {});
      expect(rows.map(({ name }) => name).sort()).toEqual(['김철수', '끝난 통화', '어제']);
      expect(new Set(rows.map((row) => row.agentId))).toEqual(new Set([agentId]));
      expect((await client.call('calls.get', { id: done[0]?.callId ?? '' })).facts).toEqual(done);
      // The call goes on: it is not among those that an earlier run left.
      expect((await client.call('calls.get', { id: open.callId })).row.endedAt).toBeNull();
      await test.host.stop();
      expect(
        (await start().connect().client.call('calls.get', { id: open.callId })).row.endedAt,
      ).toBe(open.at + 5_000);
    });

    it('moves over on its way out, when the folder works by then', async () => {
      writeFileSync(join(dir.path, 'data'), '');
      const test = start();
      const { done } = await fill(test);
      rmSync(dataDir);
      await test.host.stop();
      const { client } = start().connect();
      expect((await client.call('calls.get', { id: done[0]?.callId ?? '' })).facts).toEqual(done);
    });

    it('starts on a read-only folder', async () => {
      const readOnly = makeReadOnlyFolder(dataDir);
      try {
        const test = start();
        expect(test.host.storage).toMatchObject({ state: 'volatile', code: 'storage.read-only' });
        const { client, done } = await fill(test);
        readOnly.makeWritable();
        expect(await client.call('app.retryStorage', {})).toMatchObject({ state: 'ok' });
        expect((await client.call('calls.get', { id: done[0]?.callId ?? '' })).facts).toEqual(done);
      } finally {
        // What has files open keeps the folder mounted.
        for (const { host } of running.splice(0)) await host.stop();
        readOnly.release();
      }
    });
  });

  describe('on a full disk', () => {
    let mount: Mount;
    beforeEach(() => {
      if (CANNOT_MOUNT === null) mount = mountTmpfs(4_096);
    });
    afterEach(async () => {
      try {
        for (const { host } of running.splice(0)) await host.stop();
      } finally {
        if (CANNOT_MOUNT === null) mount.remove();
      }
    });

    it('refuses a write whole, says so, and takes everything when there is room', async (context) => {
      context.skip(CANNOT_MOUNT !== null, CANNOT_MOUNT ?? '');
      const test = start(mount.path);
      const { client } = test.connect();
      const told: StorageHealth[] = [];
      client.on('app.storageChanged', (health) => told.push(health));
      const call = started();
      await client.call('calls.append', { facts: [call] });
      const ballast = join(mount.path, 'ballast');
      fillDisk(ballast);

      const stored = [call.id];
      let refused: { code: string } | null = null;
      let waiting = [noted(call.callId, call.at, '')];
      for (let count = 0; count < 200 && !refused; count += 1) {
        waiting = Array.from({ length: 5 }, (_, index) =>
          noted(call.callId, call.at, `${count}.${index} ${'가'.repeat(3_000)}`),
        );
        await client.call('calls.append', { facts: waiting }).then(
          () => stored.push(...waiting.map(({ id }) => id)),
          (error: unknown) => (refused = error as { code: string }),
        );
      }
      expect(refused).toMatchObject({ code: 'storage.full' });
      expect(test.host.storage).toMatchObject({ state: 'failing', code: 'storage.full' });
      // Nothing half stored, and what was acknowledged is all there.
      const kept = (await client.call('calls.get', { id: call.callId })).facts;
      expect(kept.map(({ id }) => id)).toEqual(stored);
      test.tick();
      expect(test.host.storage.state).toBe('failing');

      rmSync(ballast);
      test.tick();
      expect(test.host.storage).toMatchObject({ state: 'ok', code: null });
      expect(await client.call('calls.append', { facts: waiting })).toEqual({ stored: 5 });
      expect(told.map(({ state }) => state)).toEqual(['failing', 'ok']);
      await test.host.stop();
      const again = start(mount.path);
      expect(again.host.storage).toMatchObject({ state: 'ok', code: null });
      const facts = (await again.connect().client.call('calls.get', { id: call.callId })).facts;
      expect(facts.slice(0, -1).map(({ id }) => id)).toEqual([
        ...stored,
        ...waiting.map(({ id }) => id),
      ]);
      await again.host.stop();
    });

    it('ends in order, and starts again', async (context) => {
      context.skip(CANNOT_MOUNT !== null, CANNOT_MOUNT ?? '');
      const test = start(mount.path);
      const { client } = test.connect();
      const call = started();
      await client.call('calls.append', { facts: [call] });
      fillDisk(join(mount.path, 'ballast'));
      for (let count = 0; test.host.storage.state === 'ok'; count += 1) {
        const facts = [noted(call.callId, call.at, `${count} ${'가'.repeat(3_000)}`)];
        await client.call('calls.append', { facts }).catch(() => undefined);
      }
      await test.host.stop();
      rmSync(join(mount.path, 'ballast'));
      const again = start(mount.path);
      expect(again.host.storage).toMatchObject({ state: 'ok', code: null });
    });

    it('starts in memory', (context) => {
      context.skip(CANNOT_MOUNT !== null, CANNOT_MOUNT ?? '');
      fillDisk(join(mount.path, 'ballast'));
      const test = start(mount.path);
      expect(test.host.storage).toMatchObject({ state: 'volatile', code: 'storage.full' });
      rmSync(join(mount.path, 'ballast'));
      test.tick();
      expect(test.host.storage.state).toBe('ok');
    });
  });

  describe('with a damaged file', () => {
    async function makeUsed(): Promise<string> {
      const first = start();
      const { client } = first.connect();
      for (let count = 0; count < 40; count += 1) {
        await client.call('calls.append', { facts: wholeCall({ name: `n${count}` }) });
      }
      await first.host.stop();
      return join(dataDir, 'ieum.sqlite');
    }

    it.each<[string, (bytes: Buffer) => Buffer]>([
      ['a header of another kind', (bytes) => (bytes.fill(0x5a, 0, 100), bytes)],
      ['half of it gone', (bytes) => bytes.subarray(0, bytes.length / 2)],
      ['pages written over', (bytes) => (bytes.fill(0xa5, 4_096, 40_960), bytes)],
      // Met by no query at the start: only the check finds it.
      [
        'one page deep inside',
        (bytes) => (bytes.fill(0xa5, bytes.length - 20_480, bytes.length - 16_384), bytes),
      ],
    ])('moves it aside, begins anew and says so: %s', async (_name, damage) => {
      const path = await makeUsed();
      const db = openFile(path);
      // As after a crash: an orderly end is not looked behind.
      db.exec("UPDATE meta SET value = '0' WHERE key = 'closed_cleanly'");
      db.close();
      const damaged = damage(readFileSync(path));
      writeFileSync(path, damaged);

      const test = start();
      const { storage } = test.host;
      expect(storage).toMatchObject({ state: 'ok', code: 'storage.corrupt' });
      expect(storage.quarantined).toMatch(/^ieum\.damaged-.*\.sqlite$/);
      expect(readFileSync(join(dataDir, storage.quarantined ?? '')).equals(damaged)).toBe(true);
      const { client } = test.connect();
      const call = started();
      expect(await client.call('calls.append', { facts: [call] })).toEqual({ stored: 1 });
      expect((await client.call('app.info', {})).storage).toEqual(storage);
    });

    it('never loses the quarantined file to a second one', async () => {
      const path = await makeUsed();
      writeFileSync(path, 'x'.repeat(8_192));
      const first = start();
      await first.host.stop();
      writeFileSync(path, 'y'.repeat(8_192));
      start();
      expect(readdirSync(dataDir).filter((name) => name.includes('damaged'))).toHaveLength(2);
    });
  });

  it('of a newer Ieum is left alone, and the host works in memory', async () => {
    const first = start();
    await first.host.stop();
    const path = join(dataDir, 'ieum.sqlite');
    const db = openFile(path);
    db.pragma('user_version = 99');
    db.close();
    const before = readFileSync(path);
    const test = start();
    expect(test.host.storage).toMatchObject({ state: 'volatile', code: 'storage.newer' });
    const { client } = test.connect();
    await client.call('calls.append', { facts: [started()] });
    await test.host.stop();
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  it('writes nothing of a batch with a fault in it', async () => {
    const test = start();
    const { client } = test.connect();
    const call = started();
    await client.call('calls.append', { facts: [call] });
    // A fault of our own, made by hand in the middle of the batch.
    const db = openFile(join(dataDir, 'ieum.sqlite'));
    db.exec(`CREATE TRIGGER test_fault BEFORE INSERT ON call_events WHEN new.type = 'held'
      BEGIN SELECT RAISE(ABORT, 'fault'); END`);
    db.close();
    const facts = [
      later(call.callId, 'ringing', TEN_O_CLOCK),
      later(call.callId, 'held', TEN_O_CLOCK),
    ];
    await expect(client.call('calls.append', { facts })).rejects.toMatchObject({
      code: 'internal',
    });
    expect((await client.call('calls.get', { id: call.callId })).facts).toEqual([call]);
    // Our own fault is not the disk's.
    expect(test.host.storage.state).toBe('ok');
    expect(test.lines.find(({ message }) => message === 'fault')).toMatchObject({
      level: 'error',
      details: { method: 'calls.append' },
    });
    await test.host.stop();
    const left = openFile(join(dataDir, 'ieum.sqlite'));
    expect([...allCalls(left)]).toHaveLength(1);
    left.close();
  });
});

/** Until not one more block fits. */
function fillDisk(path: string): void {
  for (const size of [65_536, 4_096]) {
    for (;;) {
      try {
        writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
      } catch {
        break;
      }
    }
  }
}
