/** Why a request is not even looked at, and what its sender is told. */
export interface Refusal {
  readonly status: 400 | 406 | 415 | 416 | 420 | 501 | 505 | 603;
  readonly reason: string;
  /** Header lines that the status asks for. */
  readonly headers: readonly string[];
}

/** The short forms of header names that matter here. RFC 3261 §7.3.3. */
const LONG_NAMES: Readonly<Record<string, string>> = {
  v: 'via',
  f: 'from',
  t: 'to',
  i: 'call-id',
  l: 'content-length',
  c: 'content-type',
};

/** Without these nobody can be answered in a dialog. RFC 3261 §8.1.1. */
const MANDATORY = ['via', 'from', 'to', 'call-id', 'cseq'];
/** A second one would let two elements read two different requests. RFC 3261 §7.3.1. */
const ONCE = ['from', 'to', 'call-id', 'cseq', 'max-forwards', 'content-length', 'content-type'];

const METHODS =
  /^(?:ACK|BYE|CANCEL|INFO|INVITE|MESSAGE|NOTIFY|OPTIONS|PRACK|REFER|REGISTER|SUBSCRIBE|UPDATE|PUBLISH)$/;

/** RFC 3261 §8.1.1.5. */
const LARGEST_CSEQ = 2 ** 31;

type Headers = ReadonlyMap<string, readonly string[]>;

/**
 * What SIP.js does not look at, drops without a word, or takes for something else, and RFC 3261
 * wants answered. Whatever is well enough formed is left to it.
 * @param frame untrusted, one message
 * @param supported option tags that a Require may name
 * @returns null when there is nothing to say against it, or when it is no request
 */
export function refusalOf(frame: string, supported: readonly string[]): Refusal | null {
  const line = startLine(frame);
  if (!isRequestLine(line)) return null;
  const version = /SIP\/(\d+\.\d+) *$/i.exec(line)?.[1];
  // RFC 3261 §8.2.2 does not name it; RFC 4475 §3.1.2.16 does.
  if (version !== undefined && version !== '2.0') return refusal(505, 'Version Not Supported');
  const [, method = '', uri] = /^([^\s<>]+) ([^\s<>]+) SIP\/2\.0$/i.exec(line) ?? [];
  if (uri === undefined) return refusal(400, 'Malformed Request-Line');
  const headers = headersOf(frame);
  const fault = faultIn(headers, method);
  if (fault) return fault;
  // SIP.js throws on it, out of reach. RFC 3261 §20.15.
  if (!headers.has('content-type') && hasBody(frame, headers)) {
    return refusal(400, 'Missing content-type');
  }
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase() ?? '';
  if (!/^(?:sips?|tel)$/.test(scheme)) return refusal(416, 'Unsupported URI Scheme');
  // Neither may be refused. RFC 3261 §8.2.2.3.
  if (method === 'ACK' || method === 'CANCEL') return null;
  const unknown = list(headers, 'require').filter(
    (tag) => !supported.some((known) => known.toLowerCase() === tag.toLowerCase()),
  );
  if (unknown.length > 0) {
    return refusal(420, 'Bad Extension', [`Unsupported: ${unknown.join(', ')}`]);
  }
  return method === 'INVITE' ? unsuitable(frame, headers) : null;
}

function faultIn(headers: Headers, method: string): Refusal | null {
  const missing = MANDATORY.find((name) => !headers.has(name));
  if (missing !== undefined) return refusal(400, `Missing ${missing}`);
  const twice = ONCE.find((name) => (headers.get(name)?.length ?? 0) > 1);
  if (twice !== undefined) return refusal(400, `More than one ${twice}`);
  const length = headers.get('content-length')?.[0];
  if (length !== undefined && !/^\d{1,9}$/.test(length)) {
    return refusal(400, 'Malformed content-length');
  }
  const [, number, named] = /^(\d+)\s+(\S+)$/.exec(headers.get('cseq')?.[0] ?? '') ?? [];
  if (number === undefined || Number(number) >= LARGEST_CSEQ) {
    return refusal(400, 'Malformed cseq');
  }
  if (named === method) return null;
  // RFC 4475 §3.1.2.18: a later version may know the method.
  return METHODS.test(method) ? refusal(400, 'Two methods') : refusal(501, 'Not Implemented');
}

/** An INVITE whose description nobody here can read, or whose answer its sender could not. */
function unsuitable(frame: string, headers: Headers): Refusal | null {
  const type = /^[^\s;]*/.exec(headers.get('content-type')?.[0] ?? '')?.[0].toLowerCase() ?? '';
  const optional = /handling\s*=\s*optional/i.test(headers.get('content-disposition')?.[0] ?? '');
  const body = frame.slice(headEnd(frame) + 4);
  const readable = type === 'application/sdp' || type.startsWith('multipart/');
  // RFC 3261 §8.2.3.
  if (body !== '' && type !== '' && !readable && !optional) {
    return refusal(415, 'Unsupported Media Type', ['Accept: application/sdp']);
  }
  const accepted = list(headers, 'accept').map((range) => (range.split(';')[0] ?? '').trim());
  if (accepted.length > 0 && !accepted.some((range) => SDP_RANGES.has(range.toLowerCase()))) {
    return refusal(406, 'Not Acceptable');
  }
  return null;
}

const SDP_RANGES: ReadonlySet<string> = new Set(['application/sdp', 'application/*', '*/*']);

/**
 * The answer to a request that is not taken up; without state, so that a repeated request gets the
 * same one. RFC 3261 §8.2.6, §8.2.7.
 * @returns null when it may not be answered, or nobody knows where to
 */
export function answerTo(frame: string, { status, reason, headers }: Refusal): string | null {
  const line = startLine(frame);
  if (!isRequestLine(line) || line.startsWith('ACK ')) return null;
  const given = headersOf(frame);
  const via = given.get('via') ?? [];
  if (via.length === 0) return null;
  const first = (name: string, label: string, more = ''): string[] => {
    const value = given.get(name)?.[0];
    return value === undefined ? [] : [`${label}: ${value}${more}`];
  };
  const tagged = /;\s*tag\s*=/i.test(given.get('to')?.[0] ?? '');
  return [
    `SIP/2.0 ${status} ${reason}`,
    ...via.map((value) => `Via: ${value}`),
    ...first('from', 'From'),
    ...first('to', 'To', tagged ? '' : `;tag=${tagFor(via[0] ?? '')}`),
    ...first('call-id', 'Call-ID'),
    ...first('cseq', 'CSeq'),
    ...headers,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}

/**
 * The answer to a request that even the parser could not read: to a REFER the same as to any other,
 * though it be to `javascript:`, which is no address of SIP's.
 */
export function refusalOfUnreadable(frame: string): Refusal {
  return frame.startsWith('REFER ') ? refusal(603, 'Decline') : refusal(400, 'Bad Request');
}

/** What RFC 3261 §17.2.3 tells requests apart by. */
export interface RequestIdentity {
  /** Of the topmost Via. */
  readonly branch: string | undefined;
  /** Host and port of the topmost Via. */
  readonly sentBy: string;
  readonly method: string;
  /** What else stays the same in the request, its CANCEL and its ACK. */
  readonly rest: readonly string[];
}

/**
 * The key of the request's transaction: the same for its repetition, its CANCEL and its ACK, and no
 * other sender's or method's, whatever branch that may choose.
 */
export function transactionKey({ branch, sentBy, method, rest }: RequestIdentity): string {
  const asked = method === 'ACK' || method === 'CANCEL' ? 'INVITE' : method;
  // Senders of before RFC 3261 give no branch that counts.
  const unique = branch !== undefined && /^z9hG4bK./i.test(branch);
  return (unique ? [branch, sentBy, asked] : ['rfc2543', ...rest, sentBy, asked]).join(' ');
}

function refusal(
  status: Refusal['status'],
  reason: string,
  headers: readonly string[] = [],
): Refusal {
  return { status, reason, headers };
}

function startLine(frame: string): string {
  return frame.slice(0, Math.max(0, frame.indexOf('\r\n')));
}

function isRequestLine(line: string): boolean {
  return /^[!-~]+ .*SIP\/\d/i.test(line) && !/^SIP\//i.test(line);
}

function headEnd(frame: string): number {
  const end = frame.indexOf('\r\n\r\n');
  return end < 0 ? frame.length : end;
}

/** What comes after the length it gives is no body. RFC 3261 §18.3. */
function hasBody(frame: string, headers: Headers): boolean {
  return frame.length > headEnd(frame) + 4 && Number(headers.get('content-length')?.[0] ?? 1) > 0;
}

function headersOf(frame: string): Headers {
  const headers = new Map<string, string[]>();
  const begin = frame.indexOf('\r\n') + 2;
  // A line that begins with a blank goes on with the one before. RFC 3261 §7.3.1.
  const head = frame.slice(begin, headEnd(frame)).replace(/\r\n[ \t]+/g, ' ');
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const short = line.slice(0, colon).trim().toLowerCase();
    const name = LONG_NAMES[short] ?? short;
    const value = line
      .slice(colon + 1)
      .replace(/[\r\n\0]/g, ' ')
      .trim();
    const known = headers.get(name);
    if (known) known.push(value);
    else headers.set(name, [value]);
  }
  return headers;
}

function list(headers: Headers, name: string): readonly string[] {
  return (headers.get(name) ?? [])
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

/** FNV-1a. Tells apart, hides nothing. */
function tagFor(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}
