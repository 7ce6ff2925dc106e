import { randomBytes } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isGatewayAddress } from '#shared/domain/outbox/gatewayAddress.ts';

/*
 * How every gateway is reached. Not by fetch: it does not tell whether a request had begun to leave
 * when it failed, and on that rests whether a text may be sent once more.
 */

export interface GatewayRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
}

export type Reply =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: string;
      /** The gateway's clock, epoch milliseconds; null where it tells none. RFC 9110 §6.6.1. */
      readonly date: number | null;
      /** What it asks to be left alone for, milliseconds; null where it does not say. */
      readonly retryAfterMs: number | null;
    }
  /** Nothing has left: no connection was made, or none that may be trusted. */
  | { readonly kind: 'unreached'; readonly why: 'address' | 'offline' | 'certificate' | 'timeout' }
  /** It may have been taken: there was a connection, and no whole answer. */
  | { readonly kind: 'lost'; readonly why: 'timeout' | 'cut' | 'too-large' };

export interface GatewayTransport {
  /** Epoch milliseconds: signatures hold it. */
  readonly clock: () => number;
  /** Random, for signatures: hexadecimal, never the same again. */
  readonly nonce: () => string;
  /** Never rejects. Follows no redirects and keeps no connection. */
  readonly request: (request: GatewayRequest) => Promise<Reply>;
}

export interface TransportLimits {
  /** Milliseconds until there is a connection that may be trusted. */
  readonly connectMs: number;
  /** Milliseconds until the answer is whole, connecting included. */
  readonly wholeMs: number;
  /** Bytes of an answer. */
  readonly bytes: number;
}

const LIMITS: TransportLimits = { connectMs: 10_000, wholeMs: 30_000, bytes: 262_144 };

/** Calls once after so many milliseconds, unless what it returns was called before. */
export type Timer = (act: () => void, ms: number) => () => void;

const realTimer: Timer = (act, ms) => {
  const timeout = setTimeout(act, ms);
  return () => clearTimeout(timeout);
};

export interface TransportOptions {
  readonly clock: () => number;
  readonly timer?: Timer;
  readonly nonce?: () => string;
  readonly limits?: Partial<TransportLimits>;
}

/** Over HTTPS, and within this computer HTTP. */
export function createTransport({
  clock,
  nonce = () => randomBytes(16).toString('hex'),
  limits,
  timer = realTimer,
}: TransportOptions): GatewayTransport {
  const all = { ...LIMITS, ...limits };
  return { clock, nonce, request: (request) => exchange(request, all, clock, timer) };
}

/** Faults of a certificate, by what Node calls them. */
const UNTRUSTED = /^(?:CERT_|ERR_TLS_|ERR_SSL_|EPROTO|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_)/;

function exchange(
  { method, url, headers, body }: GatewayRequest,
  limits: TransportLimits,
  clock: () => number,
  timer: Timer,
): Promise<Reply> {
  if (!isGatewayAddress(url)) return Promise.resolve({ kind: 'unreached', why: 'address' });
  return new Promise((resolve) => {
    const bytes = body === null ? null : Buffer.from(body);
    const secure = url.startsWith('https:');
    let connected = false;
    let settled = false;
    let sent: ClientRequest | null = null;

    function settle(reply: Reply): void {
      if (settled) return;
      settled = true;
      stopConnecting();
      stopWhole();
      resolve(reply);
      sent?.destroy();
    }
    function fail(why: 'timeout' | 'cut' | 'too-large', code = ''): void {
      if (connected) settle({ kind: 'lost', why });
      else if (why === 'timeout') settle({ kind: 'unreached', why });
      else settle({ kind: 'unreached', why: UNTRUSTED.test(code) ? 'certificate' : 'offline' });
    }

    const stopWhole = timer(() => fail('timeout'), limits.wholeMs);
    const stopConnecting = timer(() => {
      if (!connected) fail('timeout');
    }, limits.connectMs);

    try {
      sent = (secure ? requestHttps : requestHttp)(url, {
        method,
        // One connection for one text: one kept from before may be dead without anybody knowing.
        agent: false,
        headers: {
          accept: 'application/json',
          ...headers,
          ...(bytes === null ? {} : { 'content-length': String(bytes.byteLength) }),
        },
      });
    } catch {
      // A header that cannot be written: nothing was.
      settle({ kind: 'unreached', why: 'address' });
      return;
    }
    sent.once('socket', (socket) => {
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        connected = true;
        stopConnecting();
      });
    });
    sent.once('error', (error: NodeJS.ErrnoException) => fail('cut', error.code));
    sent.once('close', () => fail('cut'));
    sent.once('response', (response) => read(response, limits.bytes, clock, settle, fail));
    sent.end(bytes ?? undefined);
  });
}

function read(
  response: IncomingMessage,
  most: number,
  clock: () => number,
  settle: (reply: Reply) => void,
  fail: (why: 'cut' | 'too-large') => void,
): void {
  const parts: Buffer[] = [];
  let size = 0;
  response.on('data', (part: Buffer) => {
    size += part.byteLength;
    if (size > most) fail('too-large');
    else parts.push(part);
  });
  response.once('error', () => fail('cut'));
  response.once('aborted', () => fail('cut'));
  response.once('end', () => {
    if (!response.complete) {
      fail('cut');
      return;
    }
    const date = Date.parse(response.headers.date ?? '');
    settle({
      kind: 'answer',
      status: response.statusCode ?? 0,
      body: Buffer.concat(parts).toString('utf8'),
      date: Number.isNaN(date) ? null : date,
      retryAfterMs: retryAfter(response.headers['retry-after'], clock()),
    });
  });
}

const LONGEST_PAUSE_MS = 24 * 60 * 60_000;

/** Seconds or a date. RFC 9110 §10.2.3. */
function retryAfter(written: string | undefined, now: number): number | null {
  if (written === undefined) return null;
  const ms = /^\d+$/.test(written) ? Number(written) * 1_000 : Date.parse(written) - now;
  return Number.isNaN(ms) ? null : Math.min(Math.max(0, ms), LONGEST_PAUSE_MS);
}
