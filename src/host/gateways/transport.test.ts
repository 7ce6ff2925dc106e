import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createTransport } from './transport.ts';
import type { GatewayRequest, TransportLimits } from './transport.ts';

const NOW = Date.UTC(2026, 10, 26, 9);

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    // What is cut from the other side is no fault of the test.
    socket.on('error', () => undefined);
  });
  stops.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function ask(
  url: string,
  limits: Partial<TransportLimits> = {},
  more: Partial<GatewayRequest> = {},
) {
  const request: GatewayRequest = { method: 'POST', url, headers: {}, body: 'x', ...more };
  return createTransport({ clock: () => NOW, limits }).request(request);
}

describe('the way to a gateway', () => {
  it.each([
    'http://gateway.example/',
    'http://10.0.0.1/',
    'http://127.0.0.1.example/',
    'https://user:pass@gateway.example/',
    'ftp://127.0.0.1/',
    'file:///etc/passwd',
    'gateway',
    '',
  ])('leads nowhere without TLS, but within this computer: %s', async (url) => {
    expect(await ask(url)).toEqual({ kind: 'unreached', why: 'address' });
  });

  it('says nothing to who cannot show that it is the gateway', async () => {
    const heard: Buffer[] = [];
    const server = createServer((socket) => {
      socket.on('data', (data: Buffer) => {
        heard.push(data);
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
      });
    });
    const port = await listening(server);
    const reply = await ask(`https://127.0.0.1:${port}/`, {}, { body: 'the text' });
    expect(reply).toEqual({ kind: 'unreached', why: 'certificate' });
    expect(Buffer.concat(heard).includes('the text')).toBe(false);
  });

  it('has surely said nothing while there is no connection that may be trusted', async () => {
    const port = await listening(createServer());
    const reply = await ask(`https://127.0.0.1:${port}/`, { connectMs: 100 });
    expect(reply).toEqual({ kind: 'unreached', why: 'timeout' });
  });

  it('does not know what became of a request that had begun to leave', async () => {
    const port = await listening(
      createServer((socket) => socket.once('data', () => socket.destroy())),
    );
    expect(await ask(`http://127.0.0.1:${port}/`)).toEqual({ kind: 'lost', why: 'cut' });
  });

  it('finds nobody by a name that nobody has', async () => {
    expect(await ask('https://gateway.invalid/', { connectMs: 2_000 })).toMatchObject({
      kind: 'unreached',
    });
  });

  it('writes no second line into a header', async () => {
    const server = createHttpServer((_request, response) => response.end('{}'));
    const port = await listening(server);
    const headers = { 'x-key': 'a\r\nx-evil: 1' };
    const reply = await ask(`http://127.0.0.1:${port}/`, {}, { headers });
    expect(reply).toEqual({ kind: 'unreached', why: 'address' });
  });

  it.each([
    ['12', 12_000],
    [new Date(NOW + 60_000).toUTCString(), 60_000],
    [new Date(NOW - 60_000).toUTCString(), 0],
    ['99999999', 86_400_000],
    ['soon', null],
  ])('understands how long it should wait: %s', async (written, retryAfterMs) => {
    const server = createHttpServer((_request, response) => {
      response.setHeader('retry-after', written);
      response.setHeader('date', new Date(NOW).toUTCString());
      response.statusCode = 429;
      response.end('{}');
    });
    const port = await listening(server);
    expect(await ask(`http://127.0.0.1:${port}/`)).toEqual({
      ...{ kind: 'answer', status: 429, body: '{}', date: NOW, retryAfterMs },
    });
  });
});
