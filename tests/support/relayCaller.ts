import { request } from 'node:http';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { relaySignature } from '#host/relay/signature.ts';

export interface RelayCall {
  readonly path?: string;
  readonly method?: string;
  readonly secret?: string;
  /** Whole seconds. */
  readonly at?: number;
  readonly signature?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** In pieces, without saying how much it will be. */
  readonly chunked?: boolean;
}

/** @returns a port that nothing listens on */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
}

/** As a relay calls. @returns the status and what it was told; null where nobody answers */
export function callRelay(
  port: number,
  body: string | object,
  { path = '/v1/callback', method = 'POST', secret = '', at, headers, ...call }: RelayCall = {},
): Promise<{ status: number; told: unknown } | null> {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const timestamp = String(at ?? Math.floor(Date.now() / 1_000));
  return new Promise((resolve) => {
    const asked = request(
      {
        ...{ host: '127.0.0.1', port, path, method, agent: false },
        headers: {
          'content-type': 'application/json',
          ...(call.chunked === true ? {} : { 'content-length': String(bytes.length) }),
          'x-ieum-timestamp': timestamp,
          'x-ieum-signature': call.signature ?? relaySignature(secret, timestamp, bytes),
          ...headers,
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            told: JSON.parse(text || 'null') as unknown,
          }),
        );
      },
    );
    asked.on('error', () => resolve(null));
    asked.end(bytes);
  });
}
