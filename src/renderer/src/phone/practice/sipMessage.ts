/**
 * Reading and writing SIP messages (RFC 3261 section 7) for the practice exchange.
 *
 * SIP.js's own `Parser` and `constructOutgoingResponse` are marked internal, so this is a small
 * second implementation: two that check each other find more than one that agrees with itself.
 * It covers what SIP.js sends; anything else gives `undefined`, which the exchange ignores.
 */

export interface SipHeader {
  /** As written by the sender, compact forms expanded: `Call-ID`, `via`. Compared without case. */
  readonly name: string;
  readonly value: string;
}

interface SipMessageParts {
  readonly headers: readonly SipHeader[];
  readonly body: string;
}

export interface SipRequest extends SipMessageParts {
  readonly kind: 'request';
  readonly method: string;
  readonly uri: string;
}

export interface SipResponse extends SipMessageParts {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
}

export type SipMessage = SipRequest | SipResponse;

/** RFC 3261 section 7.3.3. */
const COMPACT: Readonly<Record<string, string>> = {
  i: 'call-id',
  m: 'contact',
  e: 'content-encoding',
  l: 'content-length',
  c: 'content-type',
  f: 'from',
  s: 'subject',
  k: 'supported',
  t: 'to',
  v: 'via',
  r: 'refer-to',
};

/** Section 8.1.1: without these no answer can be addressed. */
const MANDATORY = ['via', 'from', 'to', 'call-id', 'cseq'];

/** The message in `text`, or undefined when it is not a usable SIP message. */
export function parseSip(text: string): SipMessage | undefined {
  const split = text.indexOf('\r\n\r\n');
  if (split < 0) return undefined;
  // A header may go on in the next line when that begins with white space (section 7.3.1).
  const [start = '', ...lines] = text
    .slice(0, split)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers: SipHeader[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) return undefined;
    const name = line.slice(0, colon).trim();
    headers.push({
      name: COMPACT[name.toLowerCase()] ?? name,
      value: line.slice(colon + 1).trim(),
    });
  }
  const parts = { headers, body: text.slice(split + 4) };
  if (MANDATORY.some((name) => header(parts, name) === undefined)) return undefined;
  if (cseqOf(parts) === undefined) return undefined;

  const request = /^([A-Z]+) (\S+) SIP\/2\.0$/.exec(start);
  if (request?.[1] !== undefined && request[2] !== undefined) {
    return { kind: 'request', method: request[1], uri: request[2], ...parts };
  }
  const response = /^SIP\/2\.0 ([1-6]\d\d) (.*)$/.exec(start);
  if (response?.[1] !== undefined) {
    const reason = response[2] ?? '';
    return { kind: 'response', status: Number(response[1]), reason, ...parts };
  }
  return undefined;
}

/** The text of a message. Content-Length is set from the body, in bytes (section 20.14). */
export function formatSip(message: SipMessage): string {
  const start =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason}`;
  const headers = message.headers.filter(({ name }) => !same(name, 'content-length'));
  const length = new TextEncoder().encode(message.body).length;
  return [
    start,
    ...headers.map(({ name, value }) => `${name}: ${value}`),
    `Content-Length: ${length}`,
    '',
    message.body,
  ].join('\r\n');
}

/**
 * A response to a request (section 8.2.6): Via, From, To, Call-ID and CSeq are the request's; `toTag`
 * is added to To when the request had none and the status is above 100.
 */
export function responseTo(
  request: SipRequest,
  status: number,
  reason: string,
  options: { toTag?: string; headers?: readonly SipHeader[]; body?: string } = {},
): SipResponse {
  const copied = ['via', 'from', 'to', 'call-id', 'cseq'].flatMap((name) =>
    request.headers.filter((header) => same(header.name, name)),
  );
  const { toTag, headers = [], body = '' } = options;
  const tagged = copied.map((header) =>
    same(header.name, 'to') && status > 100 && toTag !== undefined && tagOf(header.value) === ''
      ? { name: header.name, value: `${header.value};tag=${toTag}` }
      : header,
  );
  return { kind: 'response', status, reason, headers: [...tagged, ...headers], body };
}

/** The first header of that name; comparison ignores case. */
export function header(
  message: { readonly headers: readonly SipHeader[] },
  name: string,
): string | undefined {
  return message.headers.find((header) => same(header.name, name))?.value;
}

export function callIdOf(message: { readonly headers: readonly SipHeader[] }): string {
  return header(message, 'call-id') ?? '';
}

export function cseqOf(message: {
  readonly headers: readonly SipHeader[];
}): { number: number; method: string } | undefined {
  const parts = /^(\d{1,10})\s+([A-Z]+)$/.exec(header(message, 'cseq') ?? '');
  if (parts?.[1] === undefined || parts[2] === undefined) return undefined;
  return { number: Number(parts[1]), method: parts[2] };
}

/** Branch of the topmost Via: what identifies a transaction (section 17.2.3). */
export function branchOf(message: { readonly headers: readonly SipHeader[] }): string {
  return parameter(header(message, 'via') ?? '', 'branch');
}

/** The tag of a From or To value, '' when it has none. */
export function tagOf(nameAddress: string): string {
  return parameter(outsideOfUri(nameAddress), 'tag');
}

/** The URI inside a From, To or Contact value: `"A" <sip:a@b;x=1>;tag=2` → `sip:a@b;x=1`. */
export function uriOf(nameAddress: string): string {
  const bracketed = /<([^>]*)>/.exec(withoutQuoted(nameAddress));
  return bracketed?.[1] ?? nameAddress.split(';')[0]?.trim() ?? '';
}

/** The user part of a sip: URI or the number of a tel: URI, unescaped; '' when there is none. */
export function userOf(uri: string): string {
  const user = /^sips?:([^@;?]*)(?:;[^@]*)?@/i.exec(uri)?.[1] ?? /^tel:([^;?]*)/i.exec(uri)?.[1];
  try {
    return decodeURIComponent(user?.split(':')[0] ?? '');
  } catch {
    return '';
  }
}

/** A header parameter outside the URI, e.g. `expires` of a Contact; '' when absent. */
export function headerParameter(nameAddress: string, name: string): string {
  return parameter(outsideOfUri(nameAddress), name);
}

function parameter(value: string, name: string): string {
  return new RegExp(`;\\s*${name}\\s*=\\s*"?([^;,\\s"]+)`, 'i').exec(value)?.[1] ?? '';
}

function outsideOfUri(nameAddress: string): string {
  return withoutQuoted(nameAddress).replace(/<[^>]*>/, '');
}

/** A display name may hold anything, `<` and `;tag=` included: it is blanked before searching. */
function withoutQuoted(value: string): string {
  return value.replace(/^\s*"(?:[^"\\]|\\.)*"/, '');
}

function same(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
