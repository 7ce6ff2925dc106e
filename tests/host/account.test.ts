import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#host/newId.ts';
import { createMemorySecrets } from '#host/secrets.ts';
import type { HostOptions } from '#host/host.ts';
import type { SecretStore } from '#host/secrets.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

const ACCOUNT = {
  uri: 'sip:1001@pbx.example.com',
  authorizationUser: '1001',
  displayName: '',
  servers: ['wss://pbx.example.com/ws'],
  iceServers: [{ urls: ['turn:turn.example.com'], username: 'u', credential: 'turn-s3cret' }],
  iceTransportPolicy: 'all' as const,
  registerExpires: 600,
};

const PROVISIONED = {
  version: 1,
  account: { uri: 'sip:2002@pbx.example.com', servers: ['wss://pbx.example.com/ws'] },
};

describe('the account', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let secrets: SecretStore;
  const running: TestHost[] = [];
  beforeEach(() => {
    dir = makeTempDir();
    secrets = createMemorySecrets();
  });
  afterEach(async () => {
    for (const { host } of running.splice(0)) await host.stop();
    dir.remove();
  });

  function start(options: Partial<HostOptions> = {}) {
    const test = startHost(join(dir.path, 'data'), { secrets, ...options });
    running.push(test);
    return { ...test, client: test.connect().client };
  }

  function provision(value: unknown): string {
    const file = join(dir.path, 'ieum.json');
    writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
    return file;
  }

  it('keeps no secret in the folder, the log or a message', async () => {
    const { client, host, lines } = start();
    const deskId = newId();
    await client.call('desk.claim', { deskId });
    await client.call('account.save', { account: ACCOUNT, password: 'p4ssw0rd!' });
    await client
      .call('account.save', { account: { ...ACCOUNT, uri: 'x' }, password: 'p4ssw0rd!' })
      .catch((error: unknown) => expect(JSON.stringify(error)).not.toContain('p4ssw0rd!'));
    await client.call('account.secret', { deskId });
    const words = ['p4ssw0rd!', 'turn-s3cret'];
    const files = (): string =>
      readdirSync(join(dir.path, 'data'))
        .map((name) => readFileSync(join(dir.path, 'data', name), 'latin1'))
        .join('');
    const open = files();
    await host.stop();
    for (const word of words) {
      expect(open).not.toContain(word);
      expect(files()).not.toContain(word);
      expect(JSON.stringify(lines)).not.toContain(word);
    }
    expect(open).toContain('turn.example.com');
  });

  it('comes back after a restart, with a keystore whole, without one asking again', async () => {
    const first = start();
    await first.client.call('account.save', { account: ACCOUNT, password: 'pw' });
    await first.host.stop();
    const kept = start();
    expect(await kept.client.call('account.get', {})).toMatchObject({
      source: 'saved',
      hasSecret: true,
      account: ACCOUNT,
    });
    await kept.host.stop();
    const forgot = start({ secrets: createMemorySecrets() });
    expect(await forgot.client.call('account.get', {})).toMatchObject({
      source: 'saved',
      hasSecret: false,
      account: { uri: ACCOUNT.uri },
    });
    const deskId = newId();
    await forgot.client.call('desk.claim', { deskId });
    await expect(forgot.client.call('account.secret', { deskId })).rejects.toMatchObject({
      code: 'account.secret-missing',
    });
  });

  it('keeps the password when it is saved without one, also under a new address', async () => {
    const { client } = start();
    await client.call('account.save', { account: ACCOUNT, password: 'pw' });
    const moved = { ...ACCOUNT, uri: 'sip:1002@pbx.example.com', iceServers: [] };
    expect(await client.call('account.save', { account: moved })).toMatchObject({
      hasSecret: true,
      account: moved,
    });
    expect(secrets.get(`account.password:${moved.uri}`)).toBe('pw');
    expect(secrets.get(`account.password:${ACCOUNT.uri}`)).toBeNull();
  });

  it('leaves no secret behind when it is forgotten', async () => {
    const names = new Set<string>();
    const inner = createMemorySecrets();
    const { client } = start({
      secrets: {
        ...inner,
        set: (name, value) => (names.add(name), inner.set(name, value)),
        delete: (name) => (names.delete(name), inner.delete(name)),
      },
    });
    await client.call('account.save', { account: ACCOUNT, password: 'pw' });
    expect(names.size).toBe(2);
    await client.call('account.forget', {});
    expect([...names]).toEqual([]);
  });

  describe('from the administrator', () => {
    it('is used, is locked, and gives its password to the desk', async () => {
      const file = provision({
        ...PROVISIONED,
        account: { ...PROVISIONED.account, password: 'given' },
        language: 'en',
        policy: { dtmf: 'info' },
      });
      const { client, lines } = start({ provisioningFile: file });
      expect(await client.call('account.get', {})).toEqual({
        account: {
          uri: 'sip:2002@pbx.example.com',
          authorizationUser: '2002',
          displayName: '',
          servers: ['wss://pbx.example.com/ws'],
          iceServers: [],
          iceTransportPolicy: 'all',
          registerExpires: 600,
        },
        source: 'provisioned',
        hasSecret: true,
        secretKept: 'memory',
        provisioning: { file, faults: [] },
      });
      for (const answer of [
        client.call('account.save', { account: ACCOUNT, password: 'mine' }),
        client.call('account.forget', {}),
      ]) {
        await expect(answer).rejects.toMatchObject({ code: 'account.locked' });
      }
      const deskId = newId();
      await client.call('desk.claim', { deskId });
      expect(await client.call('account.secret', { deskId })).toEqual({ password: 'given' });
      expect(JSON.stringify(lines)).not.toContain('given');
    });

    it('decides policy, and only suggests the rest', async () => {
      const file = provision({
        ...PROVISIONED,
        language: 'en',
        theme: 'dark',
        policy: { dtmf: 'info' },
      });
      const { client } = start({ provisioningFile: file });
      expect(await client.call('settings.get', {})).toMatchObject({
        language: 'en',
        theme: 'dark',
        dtmf: 'info',
        line: 'account',
      });
      await expect(
        client.call('settings.update', { patch: { dtmf: 'rfc4733' } }),
      ).rejects.toMatchObject({ code: 'settings.locked', details: { key: 'dtmf' } });
      expect(
        await client.call('settings.update', { patch: { language: 'ko', dtmf: 'info' } }),
      ).toMatchObject({ language: 'ko', theme: 'dark', dtmf: 'info' });
    });

    it('leaves the password to the agent where it brings none', async () => {
      const { client } = start({ provisioningFile: provision(PROVISIONED) });
      const { account, hasSecret } = await client.call('account.get', {});
      expect(hasSecret).toBe(false);
      if (!account) throw new Error('There is no account.');
      await expect(
        client.call('account.save', {
          account: { ...account, servers: ['wss://evil.example'] },
          password: 'pw',
        }),
      ).rejects.toMatchObject({ code: 'account.locked' });
      expect(await client.call('account.save', { account, password: 'pw' })).toMatchObject({
        source: 'provisioned',
        hasSecret: true,
      });
    });

    it('with a faulty file: says where, and goes on with the saved account', async () => {
      const first = start();
      await first.client.call('account.save', { account: ACCOUNT, password: 'pw' });
      await first.host.stop();
      const { client } = start({
        provisioningFile: provision('{\n  "version": 1,\n  "acount": {}\n}'),
      });
      const state = await client.call('account.get', {});
      expect(state).toMatchObject({ source: 'saved', hasSecret: true, account: ACCOUNT });
      expect(state.provisioning?.faults).toContainEqual({
        line: 3,
        column: 3,
        field: 'acount',
        code: 'field.unknown',
        suggestion: 'account',
        message: 'There is no field acount. Did you mean account?',
      });
    });
  });
});
