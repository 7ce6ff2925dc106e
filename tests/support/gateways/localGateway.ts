import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GatewaySecret, HostGatewaySettings } from '#shared/domain/outbox/gateways.ts';

/*
 * A gateway of texts within this computer. What it understands and says is its vendor's, as
 * documented; what goes wrong on the way goes wrong alike for all.
 */

/** A text as a gateway has taken it. */
export interface TakenText {
  readonly to: string;
  readonly from: string;
  readonly body: string;
  readonly form: string;
  readonly subject: string;
  readonly advertising: boolean;
  readonly pictures: number;
}

export interface GatewayState {
  /** The gateway's clock, epoch milliseconds. */
  now: number;
  registered: readonly string[];
  /** What becomes of texts that were taken. */
  delivery: 'pending' | 'delivered' | 'failed';
  hasBalance: boolean;
  readonly taken: TakenText[];
  /** Bytes of every picture that was brought, in order. */
  readonly pictures: Buffer[];
}

export interface VendorRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface VendorAnswer {
  readonly status: number;
  readonly json: unknown;
}

export interface Vendor {
  readonly name: string;
  settings(server: string): HostGatewaySettings;
  readonly secret: { readonly field: GatewaySecret; readonly value: string };
  answer(request: VendorRequest, state: GatewayState): VendorAnswer;
}

/** What goes wrong with the next requests. */
export type Weather =
  | 'fair'
  | 'throttled'
  | 'server-error'
  | 'unavailable'
  | 'silent'
  | 'cut'
  | 'no-json'
  | 'empty'
  | 'wrong-json'
  | 'truncated'
  | 'drip'
  | 'huge'
  | 'redirect';

export interface LocalGateway {
  readonly url: string;
  readonly state: GatewayState;
  weather: Weather;
  /** Where it sends whoever is redirected. */
  elsewhere: string;
  /** Method and path of every request, whether it was answered or not. */
  readonly requests: string[];
  /** Resolves when the next request has come in whole. */
  asked(): Promise<void>;
  stop(): Promise<void>;
}

export async function startLocalGateway(vendor: Vendor, now: number): Promise<LocalGateway> {
  const state: GatewayState = {
    ...{ now, registered: ['025550100'], delivery: 'pending', hasBalance: true },
    ...{ taken: [], pictures: [] },
  };
  const requests: string[] = [];
  let waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url = '/', headers } = request;
      requests.push(`${method} ${url}`);
      for (const tell of waiting) tell();
      waiting = [];
      response.setHeader('date', new Date(state.now).toUTCString());
      response.setHeader('content-type', 'application/json');
      const body = Buffer.concat(parts);
      const asked = { method, url: new URL(url, 'http://gateway.test'), headers, body };
      RESPOND[gateway.weather](response, () => vendor.answer(asked, state), gateway);
    });
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;
  const gateway: LocalGateway = {
    ...{ url: `http://127.0.0.1:${port}`, state, requests, weather: 'fair', elsewhere: '' },
    asked: () => new Promise((resolve) => waiting.push(resolve)),
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return gateway;
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

type Respond = (
  response: ServerResponse,
  answer: () => VendorAnswer,
  gateway: Pick<LocalGateway, 'elsewhere'>,
) => void;

function plain(status: number, body = ''): Respond {
  return (response) => {
    response.statusCode = status;
    response.end(body);
  };
}

const RESPOND: Readonly<Record<Weather, Respond>> = {
  fair: (response, answer) => {
    const { status, json } = answer();
    response.statusCode = status;
    response.end(JSON.stringify(json));
  },
  throttled: (response) => {
    response.setHeader('retry-after', '7');
    plain(429, '{}')(response, unasked, nowhere);
  },
  'server-error': plain(500, 'Internal Server Error'),
  unavailable: plain(503, '<html>Service Unavailable</html>'),
  // Taken, and nothing said: the worst there is.
  silent: (_response, answer) => void answer(),
  cut: (response, answer) => {
    answer();
    response.destroy();
  },
  'no-json': (response, answer) => {
    answer();
    response.end('<html>OK</html>');
  },
  empty: (response, answer) => {
    answer();
    response.end();
  },
  'wrong-json': (response, answer) => {
    answer();
    response.end('[{"ok":true}]');
  },
  truncated: (response, answer) => {
    const text = JSON.stringify(answer().json);
    response.setHeader('content-length', String(Buffer.byteLength(text) + 10));
    response.write(text, () => response.destroy());
  },
  drip: (response, answer) => {
    const text = JSON.stringify(answer().json);
    response.setHeader('content-length', String(Buffer.byteLength(text)));
    // Its first bytes, and never the rest.
    response.write(text.slice(0, 3));
  },
  huge: (response, answer) => {
    answer();
    response.end('9'.repeat(600_000));
  },
  redirect: (response, _answer, { elsewhere }) => {
    response.setHeader('location', elsewhere);
    plain(302)(response, unasked, nowhere);
  },
};

const nowhere = { elsewhere: '' };
const unasked = (): VendorAnswer => ({ status: 500, json: null });

/** Fields of a form that is a query, or of one with files. RFC 7578. */
export function formOf(request: VendorRequest): ReadonlyMap<string, string> {
  const parts = partsOf(request);
  if (parts === null) return new Map(new URLSearchParams(request.body.toString('utf8')));
  return new Map(parts.map(({ name, content }) => [name, content.toString('utf8')]));
}

/** The files of a form, in order. */
export function filesOf(request: VendorRequest): Buffer[] {
  const files = partsOf(request)?.filter(({ isFile }) => isFile) ?? [];
  return files.map(({ content }) => content);
}

interface Part {
  readonly name: string;
  readonly isFile: boolean;
  readonly content: Buffer;
}

/** Null for a form without parts. */
function partsOf({ headers, body }: VendorRequest): Part[] | null {
  const type = headers['content-type'] ?? '';
  const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(type)?.[1];
  if (boundary === undefined) return null;
  // One character a byte, so that nothing of a file is lost.
  const parts = body.toString('latin1').split(`--${boundary}\r\n`).slice(1);
  return parts.map((part): Part => {
    const [head = '', ...rest] = part.split('\r\n\r\n');
    const value = rest.join('\r\n\r\n').replace(/\r\n(?:--[^\r\n]*--\r\n)?$/, '');
    return {
      name: / name="([^"]*)"/.exec(head)?.[1] ?? '',
      isFile: / filename="/.test(head),
      content: Buffer.from(value, 'latin1'),
    };
  });
}

export function jsonOf<T>({ body }: VendorRequest): T {
  return JSON.parse(body.toString('utf8')) as T;
}
