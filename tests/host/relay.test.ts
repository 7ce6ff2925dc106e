import { createServer } from 'node:http';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { connect as connectTo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostOptions } from '#host/host.ts';
import { createMemorySecrets } from '#host/secrets.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { missedTextsSchema } from '#shared/domain/outbox/policy.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { callRelay, freePort } from '../support/relayCaller.ts';
import type { RelayCall } from '../support/relayCaller.ts';
import { scriptedGateway } from '../support/scriptedGateway.ts';
import { virtualTime } from '../support/virtualTime.ts';
import { offer } from './replyFacts.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';
import { written } from './textFacts.ts';

const SECRET = 'a-shared-secret-of-more-than-32-characters';
/** A Wednesday, two in the afternoon in Seoul. */
const WEDNESDAY = Date.UTC(2026, 10, 25, 5);
const HOUR = 3_600_000;
const text = (change: object = {}): object => ({
  ...{ type: 'text', id: 'mo-1', from: '010-9999-1234', to: '0212345678', body: '안녕하세요' },
  ...change,
});

describe('the door for what gateways call back', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let port: number;
  let time: ReturnType<typeof virtualTime>;
  let secrets: ReturnType<typeof createMemorySecrets>;
  const running: TestHost[] = [];

  function start(options: Partial<HostOptions> = {}, dataDir = join(dir.path, 'data')) {
    const test = startHost(dataDir, { clock: time.clock, later: time.later, secrets, ...options });
    running.push(test);
    return { ...test, client: test.connect().client };
  }
  async function stop(): Promise<void> {
    for (const { host } of running.splice(0)) await host.stop();
  }
  const call = (body: string | object, change: RelayCall = {}) =>
    callRelay(port, body, { secret: SECRET, at: Math.floor(time.clock() / 1_000), ...change });
  const events = (...list: object[]): object => ({ events: list });

  async function listening(client: RpcClient<IeumContract>): Promise<void> {
    await expect.poll(async () => (await client.call('relay.state', {})).state).toBe('listening');
  }
  async function open(client: RpcClient<IeumContract>, more: object = {}): Promise<void> {
    const missedTexts = { ...missedTextsSchema.parse({}), quiet: false };
    const patch = { textRelay: { on: true, port }, missedTexts, ...more };
    await client.call('settings.update', { patch });
    await client.call('relay.setSecret', { value: SECRET });
    await listening(client);
  }

  beforeEach(async () => {
    dir = makeTempDir();
    port = await freePort();
    time = virtualTime(WEDNESDAY);
    secrets = createMemorySecrets();
  });
  afterEach(async () => {
    await stop();
    dir.remove();
  });

  describe('is', () => {
    it('closed until it is opened and has a secret', async () => {
      const { client } = start();
      expect(await client.call('relay.state', {})).toMatchObject({
        state: 'off',
        hasSecret: false,
      });
      expect(await call(events())).toBeNull();
      await client.call('settings.update', { patch: { textRelay: { on: true, port } } });
      expect((await client.call('relay.state', {})).state).toBe('no-secret');
      expect(await call(events())).toBeNull();
      await client.call('relay.setSecret', { value: SECRET });
      await listening(client);
      expect(await call(events())).toMatchObject({ status: 200 });
      await client.call('settings.update', { patch: { textRelay: { on: false, port } } });
      await expect.poll(() => call(events(), { at: WEDNESDAY / 1_000 + 1 })).toBeNull();
    });

    it('on this computer only', async () => {
      const { client } = start();
      await open(client);
      const others = Object.values(networkInterfaces())
        .flatMap((list) => list ?? [])
        .filter(({ internal, family }) => !internal && family === 'IPv4');
      for (const { address } of others) {
        const socket = connectTo(port, address);
        const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
        expect(error.code).toBe('ECONNREFUSED');
      }
    });

    it('said to be closed where another program has its port', async () => {
      const other = createServer().listen(port, '127.0.0.1');
      await once(other, 'listening');
      const { client, lines } = start();
      await client.call('settings.update', { patch: { textRelay: { on: true, port } } });
      await client.call('relay.setSecret', { value: SECRET });
      await expect.poll(async () => (await client.call('relay.state', {})).state).toBe('failed');
      expect(lines).toContainEqual(expect.objectContaining({ message: 'relay-failed' }));
      expect(await client.call('relay.test', {})).toEqual({ result: 'closed' });
      other.close();
    });

    it('tried from inside, as often as somebody likes', async () => {
      const { client } = start();
      await open(client);
      expect(await client.call('relay.test', {})).toEqual({ result: 'open' });
      expect(await client.call('relay.test', {})).toEqual({ result: 'open' });
    });
  });

  describe('lets in', () => {
    it('a text that came, once however often it is passed on, and its reply moves the promise', async () => {
      const { client } = start();
      await open(client);
      const slots = [4, 6].map((hours) => ({
        from: WEDNESDAY + hours * HOUR,
        to: WEDNESDAY + (hours + 1) * HOUR,
      }));
      const { promiseId } = await offer(client, { at: WEDNESDAY, slots });
      const body = events(text({ body: '2번이요', from: '+821099991234' }));
      expect(await call(body)).toEqual({ status: 200, told: { taken: 1, unknown: 0 } });
      const [thread] = (await client.call('messages.threads', {})).threads;
      expect(thread).toMatchObject({
        ...{ thread: '+821099991234', unread: 1, practice: false },
        last: { body: '2번이요', channel: 'sms', account: '0212345678', at: WEDNESDAY },
      });
      const { row } = await client.call('promises.get', { id: promiseId });
      expect(row.window).toEqual(slots[1]);
      // Signed anew it is another request, and the same text.
      const again = await call(body, { at: WEDNESDAY / 1_000 + 1 });
      expect(again).toEqual({ status: 200, told: { taken: 0, unknown: 1 } });
      expect(await client.call('messages.unread', {})).toEqual({ messages: 1, threads: 1 });
    });

    it('what became of a text, as the gateway calls it, and passes over what it does not know', async () => {
      const gateway = scriptedGateway();
      gateway.delivery = () => Promise.resolve({ kind: 'pending' });
      gateway.answer = () => ({ kind: 'accepted', ref: 'SM123' });
      const { client } = start({ textWays: () => [gateway.way] });
      await open(client);
      const fact = written({ at: WEDNESDAY });
      await client.call('outbox.append', { facts: [fact] });
      const state = async (): Promise<string | undefined> =>
        (await client.call('outbox.get', { id: fact.textId })).row.delivery?.state;
      await time.pass(1_000);
      expect(await state()).toBe('accepted');
      const report = { type: 'report', what: 'delivered' };
      expect(await call(events({ ...report, ref: 'SM999' }))).toMatchObject({
        told: { taken: 0, unknown: 1 },
      });
      expect(await state()).toBe('accepted');
      expect(await call(events({ ...report, ref: 'SM123' }))).toMatchObject({
        told: { taken: 1, unknown: 0 },
      });
      expect(await state()).toBe('delivered');
    });

    it('the callbacks of Twilio as they are, for a gateway of the settings', async () => {
      const { client } = start();
      const twilio = {
        kind: 'twilio',
        id: 'tw',
        name: 'Twilio',
        from: '+15005550006',
        accountSid: 'AC1',
      };
      await open(client, { textGateways: [twilio] as never });
      const form = (fields: Record<string, string>): [string, RelayCall] => [
        new URLSearchParams(fields).toString(),
        {
          path: '/v1/gateways/tw',
          headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        },
      ];
      const came = {
        MessageSid: 'SM1',
        SmsStatus: 'received',
        From: '+821099991234',
        To: '+15005550006',
      };
      expect(await call(...form({ ...came, Body: '감사합니다' }))).toMatchObject({
        told: { taken: 1, unknown: 0 },
      });
      expect((await client.call('messages.threads', {})).threads).toMatchObject([
        { thread: '+821099991234', last: { body: '감사합니다', channel: 'sms' } },
      ]);
      const status = { MessageSid: 'SM2', MessageStatus: 'delivered' };
      expect(await call(...form(status))).toMatchObject({ status: 200, told: { unknown: 1 } });
      expect(await call(...form({ nothing: 'known' }))).toMatchObject({ status: 400 });
      const [body, other] = form(status);
      expect(await call(`${body}&x=1`, { ...other, path: '/v1/gateways/none' })).toMatchObject({
        status: 404,
      });
    });
  });

  describe('refuses', () => {
    const nothingCame = async (client: RpcClient<IeumContract>): Promise<void> => {
      expect(await client.call('messages.unread', {})).toEqual({ messages: 0, threads: 0 });
    };

    it.each<[string, number, string | object, RelayCall]>([
      ['another secret', 401, events(text()), { secret: `${SECRET}!` }],
      ['no signature', 401, events(text()), { signature: '' }],
      ['a signature that is none', 401, events(text()), { signature: 'zz'.repeat(32) }],
      ['a signature of zeroes', 401, events(text()), { signature: '00'.repeat(32) }],
      ['an old time', 401, events(text()), { at: WEDNESDAY / 1_000 - 301 }],
      ['a time to come', 401, events(text()), { at: WEDNESDAY / 1_000 + 301 }],
      ['a time from before it was opened', 401, events(text()), { at: WEDNESDAY / 1_000 - 2 }],
      ['another host', 403, events(text()), { headers: { host: 'relay.example.com' } }],
      ['a host of another port', 403, events(text()), { headers: { host: '127.0.0.1:80' } }],
      ['a page', 403, events(text()), { headers: { origin: 'https://example.com' } }],
      ['another path', 404, events(text()), { path: '/v1/other' }],
      ['a path upwards', 404, events(text()), { path: '/v1/gateways/../callback/x' }],
      ['another method', 405, events(text()), { method: 'PUT' }],
      ['another kind', 415, events(text()), { headers: { 'content-type': 'text/plain' } }],
      ['a packed one', 415, events(text()), { headers: { 'content-encoding': 'gzip' } }],
      ['what is no JSON', 400, '{"events":[', {}],
      ['another form', 400, { event: text() }, {}],
      ['a field more', 400, events(text({ more: 1 })), {}],
      ['too many at once', 400, events(...Array.from({ length: 101 }, () => text())), {}],
      ['more than 64 kB', 413, events(text({ body: 'a'.repeat(70_000) })), {}],
      ['more than 64 kB in pieces', 413, 'a'.repeat(200_000), { chunked: true }],
    ])('%s: %i', async (_, status, body, change) => {
      const { client } = start();
      await open(client);
      const answer = await call(body, change);
      // The rest of a large body is not read: its sender may be cut off while it still writes.
      if (status === 413 && answer === null) return nothingCame(client);
      expect(answer?.status).toBe(status);
      await nothingCame(client);
      expect((await client.call('relay.state', {})).refused).toBe(1);
    });

    it('bytes that are no text', async () => {
      const { client } = start();
      await open(client);
      expect(await call('\uD800')).toMatchObject({ status: 400 });
    });

    it('what was let in before, until its time itself refuses it', async () => {
      const { client } = start();
      await open(client);
      const same = { at: WEDNESDAY / 1_000 };
      expect(await call(events(text()), same)).toMatchObject({ status: 200 });
      expect(await call(events(text()), same)).toMatchObject({
        status: 401,
        told: { error: 'replay' },
      });
      await time.pass(299_000);
      expect(await call(events(text()), same)).toMatchObject({ told: { error: 'replay' } });
      await time.pass(20_000);
      expect(await call(events(text()), same)).toMatchObject({ told: { error: 'time' } });
      // Nor by starting the app anew.
      await stop();
      time = virtualTime(WEDNESDAY + 10_000);
      await listening(start().client);
      expect(await call(events(text()), same)).toMatchObject({ told: { error: 'time' } });
    });

    it('a flood, and goes on afterwards', async () => {
      const { client } = start();
      await open(client);
      const statuses: (number | undefined)[] = [];
      for (let n = 0; n < 230; n += 1) {
        statuses.push((await call('x', { signature: 'f'.repeat(64) }))?.status);
      }
      expect(statuses.filter((one) => one === 401)).toHaveLength(200);
      expect(statuses.at(-1)).toBe(429);
      await time.pass(1_000);
      expect(await call(events(text()))).toMatchObject({ status: 200 });
      expect((await client.call('relay.state', {})).refused).toBe(230);
    });

    it('the earlier secret, and everything once there is none', async () => {
      const { client } = start();
      await open(client);
      await client.call('relay.setSecret', { value: `${SECRET}-anew` });
      await listening(client);
      expect(await call(events(text()))).toMatchObject({ status: 401 });
      const answer = await client.call('relay.setSecret', { value: null });
      expect(answer).toMatchObject({ state: 'no-secret', hasSecret: false });
      expect(JSON.stringify(answer)).not.toContain(SECRET);
      await expect.poll(() => call(events())).toBeNull();
    });

    it('nothing of it is in the log', async () => {
      const { client, lines } = start();
      await open(client);
      await call(events(text({ body: '비밀 이야기' })), { secret: 'wrong' });
      const log = JSON.stringify(lines);
      for (const word of ['비밀 이야기', '9999', SECRET]) expect(log).not.toContain(word);
      expect(lines).toContainEqual(expect.objectContaining({ message: 'relay-refused' }));
    });
  });

  it('says that nothing could be kept, and the same may come again', async () => {
    const file = join(dir.path, 'data');
    writeFileSync(file, 'no folder');
    const { client, host } = start();
    expect(host.storage.state).toBe('volatile');
    await open(client);
    const body = events(text());
    expect(await call(body)).toEqual({ status: 503, told: { error: 'storage' } });
    expect(await call(body)).toEqual({ status: 503, told: { error: 'storage' } });
  });
});
