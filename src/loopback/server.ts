import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Host } from '#host/host.ts';
import { HAND_OVER_PATH } from '#host/handOver.ts';
import { MEDIA_PATH } from '#host/media.ts';
import { describeError } from '#host/log.ts';
import type { Log } from '#host/log.ts';
import { CONTENT_SECURITY_POLICY_HEADER } from '#shared/contentSecurityPolicy.ts';
import {
  LOOPBACK_LARGEST_MESSAGE,
  LOOPBACK_PROTOCOL,
  LOOPBACK_RPC_PATH,
  LOOPBACK_SESSION_PATH,
  LOOPBACK_TOKEN_PREFIX,
} from '#shared/rpc/loopback.ts';
import { answerLink } from './linkDoor.ts';
import { isLinkNavigation, refusalOf } from './requestGuard.ts';
import { createServerPort } from './serverPort.ts';
import type { Session } from './session.ts';
import { sendMedia } from './sendMedia.ts';
import { findStaticFile, sendFile } from './staticFiles.ts';

export interface LoopbackOptions {
  readonly host: Pick<Host, 'connect' | 'media'>;
  /** A second start hands a link over. */
  readonly onLink: (link: string) => void;
  readonly session: Session;
  readonly log: Log;
  /** The built page. */
  readonly rendererDir: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly heartbeatMs?: number;
  /** Told how many pages are connected whenever that changes. */
  readonly onPages?: (pages: number) => void;
}

export interface LoopbackServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  close(): Promise<void>;
}

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY_HEADER,
  'permissions-policy':
    'microphone=(self), camera=(), geolocation=(), display-capture=(), usb=(), serial=()',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * The host for a browser on this machine: the built page over HTTP, the contract over a WebSocket.
 * The page's files are no secret and need no token; the line behind them does.
 * @throws the error of `listen`, e.g. `EADDRINUSE`
 */
export async function startLoopbackServer(options: LoopbackOptions): Promise<LoopbackServer> {
  const { host, onLink, session, log, rendererDir, heartbeatMs, onPages } = options;
  let port = 0;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const path = pathOf(request);
    const isSession = path === LOOPBACK_SESSION_PATH;
    const needsOrigin = isSession && request.method === 'POST';
    const { method = '', url = '', headers } = request;
    const fromAnySite = isLinkNavigation(method, url, headers);
    const refusal = refusalOf(headers, port, { needsOrigin, fromAnySite });
    if (refusal !== null) {
      log.warn('request refused', { reason: refusal });
      return end(response, 403);
    }
    if (path === HAND_OVER_PATH) {
      return answerLink(request, session, onLink, (status) => end(response, status));
    }
    if (isSession) return answerSession(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return end(response, 405, { allow: 'GET, HEAD' });
    }
    const answered = path.startsWith(MEDIA_PATH)
      ? answerMedia(request, response, path.slice(MEDIA_PATH.length))
      : answerFile(request, response);
    answered.catch((error: unknown) => {
      response.destroy();
      // A page that was left while it loaded is no news.
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ERR_STREAM_PREMATURE_CLOSE') log.warn('file not sent', describeError(error));
    });
  }

  /** GET asks whether a token is good; POST changes a ticket for the token. */
  function answerSession(request: IncomingMessage, response: ServerResponse): void {
    const [scheme, value = ''] = (request.headers.authorization ?? '').split(' ');
    response.setHeader('cache-control', 'no-store');
    if (request.method === 'GET') {
      return end(response, scheme === 'Bearer' && session.isToken(value) ? 204 : 403);
    }
    if (request.method !== 'POST') return end(response, 405, { allow: 'GET, POST' });
    const token = scheme === 'Ticket' ? session.redeem(value) : null;
    if (token === null) return end(response, 403);
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(token);
  }

  async function answerFile(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const file = await findStaticFile(rendererDir, request.url ?? '');
    if (file) await sendFile(response, file, request.method === 'GET');
    else end(response, 404);
  }

  /** What a page's own line gave it a ticket for; the ticket stands for the token. */
  async function answerMedia(
    request: IncomingMessage,
    response: ServerResponse,
    ticket: string,
  ): Promise<void> {
    const media = host.media(ticket);
    if (media) await sendMedia(request, response, media);
    else end(response, 404);
  }

  const server = createServer(answer);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LOOPBACK_LARGEST_MESSAGE,
    perMessageDeflate: false,
    // Never the one that carries the token: it would come back in a header.
    handleProtocols: () => LOOPBACK_PROTOCOL,
  });

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal = refusalOf(request.headers, port, { needsOrigin: true }) ?? lineRefusal(request);
    if (refusal !== null) {
      log.warn('line refused', { reason: refusal });
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      host.connect(createServerPort(webSocket, heartbeatMs));
      onPages?.(sockets.clients.size);
      webSocket.once('close', () => onPages?.(sockets.clients.size));
    });
  });

  function lineRefusal(request: IncomingMessage): string | null {
    if (pathOf(request) !== LOOPBACK_RPC_PATH) return 'path';
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',');
    const protocols = offered.map((protocol) => protocol.trim());
    if (!protocols.includes(LOOPBACK_PROTOCOL)) return 'protocol';
    const token = protocols.find((protocol) => protocol.startsWith(LOOPBACK_TOKEN_PREFIX));
    return session.isToken(token?.slice(LOOPBACK_TOKEN_PREFIX.length) ?? '') ? null : 'token';
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: options.port, exclusive: true }, resolve);
  });
  ({ port } = server.address() as AddressInfo);

  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets.clients) socket.close(1001);
      // A page that does not answer the close must not hold up the end.
      setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
      }, 500).unref();
      server.closeAllConnections();
      await closed;
    },
  };
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?')[0] ?? '';
}

function end(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { ...headers, 'cache-control': 'no-store' }).end();
}
