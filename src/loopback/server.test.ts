import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { MediaFile } from '#host/media.ts';
import { createLog } from '#host/log.ts';
import type { LogLine } from '#host/log.ts';
import type { RpcPort } from '#shared/rpc/port.ts';
import { makeTempDir } from '../../tests/host/support.ts';
import { startLoopbackServer } from './server.ts';
import { textOf } from './serverPort.ts';
import type { LoopbackServer } from './server.ts';
import { createSession } from './session.ts';
import type { Session } from './session.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('the loopback server', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let server: LoopbackServer;
  let session: Session;
  let now: number;
  let lines: LogLine[];
  let ports: RpcPort[];
  let links: string[];

  const media = new Map<string, MediaFile>();
  beforeEach(async () => {
    dir = makeTempDir();
    const renderer = join(dir.path, 'renderer');
    mkdirSync(join(renderer, 'assets'), { recursive: true });
    writeFileSync(join(dir.path, 'secret.txt'), 'not for the page');
    writeFileSync(join(renderer, 'index.html'), '<!doctype html>');
    writeFileSync(join(renderer, '.hidden'), 'hidden');
    writeFileSync(join(renderer, 'assets', 'app.js'), 'export {}');
    writeFileSync(join(renderer, 'assets', '소리 1.wav'), 'RIFF');
    symlinkSync(join(dir.path, 'secret.txt'), join(renderer, 'link.txt'));
    media.clear();
    now = 1_000;
    session = createSession(() => now);
    lines = [];
    ports = [];
    links = [];
    server = await startLoopbackServer({
      host: {
        media: (ticket) => media.get(ticket) ?? null,
        connect(port) {
          ports.push(port);
          return () => port.close();
        },
      },
      onLink: (link) => links.push(link),
      session,
      log: createLog((line) => lines.push(line)),
      rendererDir: renderer,
      port: 0,
      heartbeatMs: 50,
    });
  });
  afterEach(async () => {
    await server.close();
    dir.remove();
  });

  /** Sends the path as it is: `fetch` would tidy it first. */
  function ask(
    path: string,
    headers: Readonly<Record<string, string>> = {},
    method = 'GET',
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const { port } = server;
      request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => (body += text));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      })
        .on('error', reject)
        .end();
    });
  }

  /** @returns the refused status, or the socket once it is open */
  function openLine(change: {
    readonly path?: string;
    readonly protocols?: string[];
    readonly origin?: string | null;
    readonly host?: string;
  }): Promise<number | WebSocket> {
    const { path = '/rpc', origin = server.origin, host } = change;
    const { protocols = ['ieum.rpc', `ieum.token.${session.token}`] } = change;
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, protocols, {
      ...(origin === null ? {} : { origin }),
      ...(host === undefined ? {} : { headers: { host } }),
    });
    return new Promise((resolve, reject) => {
      socket.on('open', () => resolve(socket));
      socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode ?? 0));
      socket.on('error', reject);
    });
  }

  it('listens on 127.0.0.1 alone', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ address, family }) => family === 'IPv4' && address !== '127.0.0.1')
      .map(({ address }) => address);
    for (const host of ['127.0.0.2', '::1', ...others]) {
      const refused = await new Promise((resolve) => {
        const socket = connect({ host, port: server.port }, () => resolve(false));
        socket.on('error', () => resolve(true));
      });
      expect(refused, host).toBe(true);
    }
  });

  it('serves the built page with its types and its guards', async () => {
    const page = await ask('/');
    expect(page).toMatchObject({ status: 200, body: '<!doctype html>' });
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(page.headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self';.*frame-ancestors 'none'$/,
    );
    expect(page.headers['content-security-policy']).not.toMatch(/unsafe-(eval|inline)/);
    expect(page.headers['permissions-policy']).toContain('microphone=(self)');
    expect(page.headers['access-control-allow-origin']).toBeUndefined();

    expect((await ask('/assets/app.js?v=1')).headers['content-type']).toMatch(/^text\/javascript/);
    const sound = await ask(`/assets/${encodeURIComponent('소리 1.wav')}`);
    expect(sound).toMatchObject({ status: 200, body: 'RIFF' });
    expect(sound.headers['content-type']).toBe('audio/wav');
    expect(await ask('/', {}, 'HEAD')).toMatchObject({ status: 200, body: '' });
  });

  it.each([
    '/nothing.js',
    '/assets',
    '/assets/',
    '/.hidden',
    '/link.txt',
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '//secret.txt',
    '/%00index.html',
    '/index.html%00.js',
    '/index.html::$DATA',
    '/C:/secret.txt',
    '/%zz',
    'index.html',
    'http://127.0.0.1/index.html',
  ])('has nothing at %s', async (path) => {
    const { status, body } = await ask(path);
    expect(body).not.toContain('not for the page');
    expect([400, 404]).toContain(status);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])(
    'does not know %s',
    async (method) => {
      const { status, headers } = await ask('/', {}, method);
      expect(status).toBe(405);
      expect(headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  it.each<[string, Record<string, string>]>([
    ['another name, as in DNS rebinding', { host: 'evil.example' }],
    ['localhost, which is another origin', { host: 'localhost:PORT' }],
    ['another port', { host: '127.0.0.1:1' }],
    ['no port', { host: '127.0.0.1' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['another server of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a file', { origin: 'null' }],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a page of another port', { 'sec-fetch-site': 'same-site' }],
  ])('refuses %s, for files, the session and the line', async (_name, given) => {
    const headers = Object.fromEntries(
      Object.entries(given).map(([key, value]) => [
        key,
        value.replace('PORT', String(server.port)),
      ]),
    );
    expect((await ask('/', headers)).status).toBe(403);
    const authorization = `Bearer ${session.token}`;
    expect((await ask('/session', { ...headers, authorization })).status).toBe(403);
    const socket = new WebSocket(
      `ws://127.0.0.1:${server.port}/rpc`,
      ['ieum.rpc', `ieum.token.${session.token}`],
      { headers: { origin: server.origin, ...headers } },
    );
    const status = await new Promise((resolve, reject) => {
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.on('open', () => reject(new Error('The line was opened.')));
      socket.on('error', reject);
    });
    expect(status).toBe(403);
    expect(ports).toEqual([]);
    expect(lines.length).toBeGreaterThan(0);
  });

  it('lets a link clicked on any page bring the page, and nothing else', async () => {
    const navigation = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    const link = `/?link=${encodeURIComponent('tel:010-1234-5678')}`;
    expect(await ask(link, navigation)).toMatchObject({ status: 200, body: '<!doctype html>' });
    expect((await ask(link, { ...navigation, 'sec-fetch-dest': 'iframe' })).status).toBe(403);
    expect((await ask(link, { ...navigation, 'sec-fetch-mode': 'no-cors' })).status).toBe(403);
    expect((await ask(link, { ...navigation, origin: 'https://evil.example' })).status).toBe(403);
    expect((await ask(link, { ...navigation, host: 'evil.example' })).status).toBe(403);
    expect((await ask(link, navigation, 'POST')).status).toBe(403);
    expect((await ask('/assets/app.js?link=tel:1', navigation)).status).toBe(403);
    expect((await ask('/', navigation)).status).toBe(403);
    expect(links).toEqual([]);
  });

  describe('the door for links', () => {
    const hand = (
      link: string,
      headers: Readonly<Record<string, string>> = {},
      method = 'POST',
    ): Promise<number> =>
      fetch(`${server.origin}/link`, {
        method,
        headers: { authorization: `HandOver ${session.linkSecret}`, ...headers },
        ...(method === 'POST' ? { body: link } : {}),
      }).then(({ status }) => status);

    it('takes a link from whoever may read the data folder', async () => {
      expect(await hand('tel:010-1234-5678')).toBe(204);
      expect(links).toEqual(['tel:010-1234-5678']);
    });

    it.each<[string, Record<string, string>]>([
      ['no secret', { authorization: '' }],
      ['a wrong secret', { authorization: 'HandOver x' }],
      ['another scheme', { authorization: 'Bearer x' }],
      ['an origin', { origin: 'ORIGIN' }],
      ['another site', { 'sec-fetch-site': 'cross-site' }],
    ])('is closed to %s', async (_name, given) => {
      const headers = Object.fromEntries(
        Object.entries(given).map(([key, value]) => [key, value.replace('ORIGIN', server.origin)]),
      );
      expect(await hand('tel:1', headers)).toBe(403);
      expect(links).toEqual([]);
    });

    it('does not open with the token of the page, nor the line with its secret', async () => {
      expect(await hand('tel:1', { authorization: `HandOver ${session.token}` })).toBe(403);
      const protocols = ['ieum.rpc', `ieum.token.${session.linkSecret}`];
      expect(await openLine({ protocols })).toBe(403);
    });

    it('takes one link of a sensible size, by POST', async () => {
      expect(await hand('')).toBe(413);
      expect(await hand(`tel:${'1'.repeat(5_000_000)}`)).toBe(413);
      expect(await hand('', {}, 'GET')).toBe(405);
      expect(links).toEqual([]);
    });
  });

  describe('the line', () => {
    it.each<[string, Parameters<typeof openLine>[0]]>([
      ['no token', { protocols: ['ieum.rpc'] }],
      ['an empty token', { protocols: ['ieum.rpc', 'ieum.token.'] }],
      ['a wrong token', { protocols: ['ieum.rpc', 'ieum.token.AAAA'] }],
      ['no origin', { origin: null }],
      ['another path', { path: '/' }],
      ['a token in the query', { path: '/rpc?token=x', protocols: ['ieum.rpc'] }],
    ])('is refused with %s', async (_name, change) => {
      expect(await openLine(change)).toBe(403);
      expect(ports).toEqual([]);
      expect(JSON.stringify(lines)).not.toContain(session.token);
    });

    it('does not show the token in an answer', async () => {
      const socket = await openLine({});
      expect(socket).toBeInstanceOf(WebSocket);
      expect((socket as WebSocket).protocol).toBe('ieum.rpc');
      (socket as WebSocket).terminate();
    });

    it('answers a ping, and ends over what is no message', async () => {
      for (const [junk, code] of [
        ['{', 1007],
        [Buffer.from([1, 2]), 1003],
        ['x'.repeat(1_048_577), 1009],
      ] as const) {
        const socket = (await openLine({})) as WebSocket;
        const pong = new Promise((resolve) =>
          socket.once('message', (data) => resolve(textOf(data))),
        );
        socket.send('ping');
        expect(await pong).toBe('pong');
        const closed = new Promise((resolve) => socket.on('close', resolve));
        socket.send(junk);
        expect(await closed).toBe(code);
      }
      await expect
        .poll(() => ports.map(({ state }) => state))
        .toEqual(['closed', 'closed', 'closed']);
    });

    it('is given up when its page no longer answers pings', async () => {
      const socket = (await openLine({})) as WebSocket;
      expect(ports[0]?.state).toBe('open');
      // A page that hangs: its end neither answers nor closes.
      socket.pause();
      await vi.waitFor(() => expect(ports[0]?.state).toBe('closed'));
      socket.terminate();
    });

    it('lives on while its page answers', async () => {
      const socket = (await openLine({})) as WebSocket;
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(ports[0]?.state).toBe('open');
      socket.terminate();
    });
  });

  describe('a recording', () => {
    const SOUND = '0123456789';
    let path: string;
    beforeEach(() => {
      path = join(dir.path, 'sound.ogg');
      writeFileSync(path, SOUND);
      media.set('ticket', { path, type: 'audio/ogg', size: SOUND.length, saveAs: null });
    });

    it('is sent to whoever has its ticket, whole and to be kept by nobody', async () => {
      const answer = await ask('/recordings/ticket');
      expect(answer).toMatchObject({ status: 200, body: SOUND });
      expect(answer.headers).toMatchObject({
        'content-type': 'audio/ogg',
        'content-length': '10',
        'accept-ranges': 'bytes',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      expect(await ask('/recordings/ticket', {}, 'HEAD')).toMatchObject({ status: 200, body: '' });
    });

    it.each([
      ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
      ['bytes=7-', 206, '789', 'bytes 7-9/10'],
      ['bytes=-3', 206, '789', 'bytes 7-9/10'],
      ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
      ['bytes=-99', 206, SOUND, 'bytes 0-9/10'],
      ['bytes=10-', 416, '', 'bytes */10'],
      ['bytes=-0', 416, '', 'bytes */10'],
      // Not understood is as if it had not been asked. RFC 9110 §14.2.
      ['bytes=4-2', 200, SOUND, undefined],
      ['bytes=0-1,3-4', 200, SOUND, undefined],
      ['lines=1-2', 200, SOUND, undefined],
      ['bytes=-', 200, SOUND, undefined],
    ])('is sent in part: %s', async (range, status, body, where) => {
      const answer = await ask('/recordings/ticket', { range });
      expect(answer).toMatchObject({ status, body });
      expect(answer.headers['content-range']).toBe(where);
    });

    it('is not there for another ticket, another site, another way of asking', async () => {
      expect((await ask('/recordings/other')).status).toBe(404);
      expect((await ask('/recordings/')).status).toBe(404);
      expect((await ask('/recordings/ticket', {}, 'POST')).status).toBe(405);
      for (const headers of [
        { origin: 'http://127.0.0.1:1' },
        { 'sec-fetch-site': 'same-site' },
        { 'sec-fetch-site': 'cross-site' },
      ]) {
        expect((await ask('/recordings/ticket', headers)).status).toBe(403);
      }
    });

    it('to be saved comes with its name', async () => {
      media.set('save', { path, type: 'audio/ogg', size: 10, saveAs: 'ieum-2026.ogg' });
      const { headers } = await ask('/recordings/save');
      expect(headers['content-disposition']).toBe('attachment; filename="ieum-2026.ogg"');
    });
  });

  describe('the session', () => {
    const post = (authorization: string, origin: string | null = server.origin): Promise<Answer> =>
      ask('/session', { authorization, ...(origin === null ? {} : { origin }) }, 'POST');

    it('tells whether a token is good', async () => {
      const bearer = (token: string): Promise<Answer> =>
        ask('/session', { authorization: `Bearer ${token}` });
      expect((await bearer(session.token)).status).toBe(204);
      expect((await bearer('x')).status).toBe(403);
      expect((await ask('/session')).status).toBe(403);
    });

    it('changes a ticket for the token once', async () => {
      const ticket = session.newTicket();
      expect((await post(`Ticket ${ticket}`, null)).status).toBe(403);
      expect(await post(`Ticket ${ticket}`)).toMatchObject({ status: 200, body: session.token });
      expect((await post(`Ticket ${ticket}`)).status).toBe(403);
      expect((await post('Ticket x')).status).toBe(403);
    });

    it('does not take a ticket after a minute, nor a ticket as a token', async () => {
      const ticket = session.newTicket();
      expect((await ask('/session', { authorization: `Bearer ${ticket}` })).status).toBe(403);
      now += 60_001;
      expect((await post(`Ticket ${ticket}`)).status).toBe(403);
    });
  });
});
