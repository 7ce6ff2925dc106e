import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UnsignedUpdate } from '#host/services/updates.ts';
import type { Updater } from '#host/services/updates.ts';
import type { UpdatesState } from '#shared/contract/updates.ts';
import { CHECK_EVERY_MS, FIRST_CHECK_AFTER_MS } from '#shared/domain/update/update.ts';
import type { Installation } from '#shared/domain/update/update.ts';
import { ended, started, TEN_O_CLOCK } from './facts.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

const WINDOWS: Installation = {
  installed: true,
  platform: 'windows',
  publisherKnown: true,
  address: 'https://updates.example.com/ieum',
};

let dir: ReturnType<typeof makeTempDir>;
let now: number;
let test: TestHost;
let client: ReturnType<TestHost['connect']>['client'];
/** What the shell was asked to do. */
let asked: string[];
let newer: string | null;
let fetching: () => Promise<void>;

function start(installation: Partial<Installation> = {}): void {
  const updater: Updater = {
    installation: { ...WINDOWS, ...installation },
    async check(url) {
      asked.push(`check ${url}`);
      return Promise.resolve(newer);
    },
    async fetch() {
      asked.push('fetch');
      await fetching();
    },
    install: () => void asked.push('install'),
  };
  test = startHost(dir.path, { clock: () => now, updater });
  ({ client } = test.connect());
}

beforeEach(() => {
  dir = makeTempDir();
  now = TEN_O_CLOCK;
  asked = [];
  newer = '0.2.0';
  fetching = () => Promise.resolve();
});
afterEach(async () => {
  await test.host.stop();
  dir.remove();
});

const state = (): Promise<UpdatesState> => client.call('updates.state', {});
async function until(step: UpdatesState['step']): Promise<void> {
  await expect.poll(async () => (await state()).step).toBe(step);
}

describe('updates', () => {
  it('are asked for ten minutes after the start, fetched, and put in place when asked', async () => {
    start();
    now += FIRST_CHECK_AFTER_MS - 1;
    test.tick();
    expect(asked).toEqual([]);
    now += 1;
    test.tick();
    await until('ready');
    expect(asked).toEqual([`check ${WINDOWS.address}`, 'fetch']);
    expect(await state()).toEqual({
      ...{ refusal: null, step: 'ready', version: '0.2.0', checkedAt: now, failed: null },
    });
    await client.call('updates.install', {});
    expect(asked.at(-1)).toBe('install');
  });

  it('are asked for again six hours later where there was none', async () => {
    start();
    newer = null;
    await client.call('updates.check', {});
    await expect.poll(async () => (await state()).checkedAt).toBe(now);
    now += CHECK_EVERY_MS - 1;
    test.tick();
    expect(asked).toHaveLength(1);
    now += 1;
    test.tick();
    expect(asked).toHaveLength(2);
  });

  it('wait for the end of a call: nothing is asked, fetched or put in place meanwhile', async () => {
    start();
    await client.call('updates.check', {});
    await until('ready');
    const call = started({ at: now });
    await client.call('calls.append', { facts: [call] });
    await expect(client.call('updates.install', {})).rejects.toMatchObject({
      code: 'update.in-call',
    });
    await expect(client.call('updates.check', {})).rejects.toMatchObject({
      code: 'update.in-call',
    });
    expect(asked).not.toContain('install');
    await client.call('calls.append', { facts: [ended(call.callId, now)] });
    await client.call('updates.install', {});
    expect(asked.at(-1)).toBe('install');
  });

  it('are not looked for by themselves during a call', async () => {
    start();
    await client.call('calls.append', { facts: [started()] });
    now += CHECK_EVERY_MS;
    test.tick();
    expect(asked).toEqual([]);
  });

  it.each([
    ['update.unsigned', 'does not bear the signature', new UnsignedUpdate('ERR')],
    ['update.failed', 'broke off', new Error('net::ERR_CONNECTION_RESET')],
  ])('say %s when what came %s, and are not ready', async (code, _what, error) => {
    start();
    fetching = () => Promise.reject(error);
    await client.call('updates.check', {});
    await expect.poll(async () => (await state()).failed).toBe(code);
    expect(await state()).toMatchObject({ step: 'idle', version: null });
    await expect(client.call('updates.install', {})).rejects.toMatchObject({
      code: 'update.not-ready',
    });
  });

  it('are none where the app may not: it says why and asks nobody', async () => {
    start({ platform: 'linux' });
    expect(await state()).toMatchObject({ refusal: 'by-system' });
    now += CHECK_EVERY_MS;
    test.tick();
    await expect(client.call('updates.check', {})).rejects.toMatchObject({ code: 'update.off' });
    expect(asked).toEqual([]);
  });
});
