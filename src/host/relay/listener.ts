import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Doorkeeper } from './signature.ts';

/*
 * A small door on this computer for the relay, and for nobody else: 127.0.0.1 only, POST only, every
 * request signed. What it is told is small and rare; whatever is not is refused before it is read.
 */

export const LARGEST_BODY = 64 * 1_024;
/** Milliseconds for the whole request. */
const PATIENCE_MS = 5_000;
const MOST_CONNECTIONS = 16;

/** What became of the events in a body. `later`: nothing was kept, and the relay is to come again. */
export type Outcome =
  | { readonly kind: 'done'; readonly taken: number; readonly unknown: number }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'no-such-path' }
  | { readonly kind: 'later' };

export interface ListenerOptions {
  readonly port: number;
  readonly doorkeeper: Doorkeeper;
  /** Whether one more may be looked at, asked before anything is computed. */
  readonly mayLook: () => boolean;
  /** @param path without the query */
  readonly take: (path: string, body: string) => Outcome;
  /** @param why a short word, never anything of the request */
  readonly refused: (status: number, why: string) => void;
  readonly listening: () => void;
  readonly failed: (code: string) => void;
}

export interface Listener {
  stop(): void;
}

export function openListener(options: ListenerOptions): Listener {
  const server: Server = createServer(
    { requestTimeout: PATIENCE_MS, headersTimeout: PATIENCE_MS, maxHeaderSize: 8_192 },
    (request, response) => void answer(request, response, options),
  );
  server.maxConnections = MOST_CONNECTIONS;
  server.on('error', (error: NodeJS.ErrnoException) => options.failed(error.code ?? 'unknown'));
  server.listen({ port: options.port, host: '127.0.0.1', exclusive: true }, options.listening);
  // It must not keep the app from ending.
  server.unref();
  return {
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ListenerOptions,
): Promise<void> {
  const refuse = (status: number, why: string): void => {
    options.refused(status, why);
    // What is left of the body is not read.
    say(response, status, { error: why }, { connection: 'close' });
  };
  const { method, headers, url = '' } = request;
  const hosts = [`127.0.0.1:${options.port}`, `localhost:${options.port}`];
  // A page in a browser, or a name that somebody has pointed at this computer.
  if (!hosts.includes((headers.host ?? '').toLowerCase()) || headers.origin !== undefined) {
    return refuse(403, 'host');
  }
  if (!options.mayLook()) return refuse(429, 'rate');
  if (method !== 'POST') return refuse(405, 'method');
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json' && type !== 'application/x-www-form-urlencoded') {
    return refuse(415, 'type');
  }
  if (headers['content-encoding'] !== undefined) return refuse(415, 'encoding');
  if (Number(headers['content-length'] ?? 0) > LARGEST_BODY) return refuse(413, 'size');
  const body = await bodyOf(request);
  if (body === null) return refuse(413, 'size');
  const signed = {
    timestamp: headerOf(request, 'x-ieum-timestamp'),
    signature: headerOf(request, 'x-ieum-signature'),
    body,
  };
  const refusal = options.doorkeeper.refuse(signed);
  if (refusal !== null) return refuse(401, refusal);
  const outcome = take(options, url.split('?')[0] ?? '', body);
  switch (outcome.kind) {
    case 'done':
      return say(response, 200, { taken: outcome.taken, unknown: outcome.unknown });
    case 'malformed':
      return refuse(400, 'body');
    case 'no-such-path':
      return refuse(404, 'path');
    case 'later':
      options.doorkeeper.forget(signed);
      options.refused(503, 'storage');
      return say(response, 503, { error: 'storage' }, { 'retry-after': '30' });
  }
}

function take(options: ListenerOptions, path: string, body: Buffer): Outcome {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return { kind: 'malformed' };
  }
  return options.take(path, text);
}

function headerOf(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}

/** Null for one that is too large, or that broke off. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of request as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > LARGEST_BODY) return null;
      pieces.push(piece);
    }
  } catch {
    return null;
  }
  return Buffer.concat(pieces);
}

function say(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(JSON.stringify(body));
}
