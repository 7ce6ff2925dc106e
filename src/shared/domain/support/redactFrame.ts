import { maskNumbers } from '../privacy/maskNumber.ts';

/** Characters of a message that are looked at: what is longer is an attack, of which its size says enough. */
const LONGEST_READ = 8_192;

const GONE = '(removed)';

/** Of a challenge the realm and the algorithm say what support has to know. */
const CHALLENGES = new Set(['www-authenticate', 'proxy-authenticate', 'authentication-info']);
const CREDENTIALS = new Set(['authorization', 'proxy-authorization']);
/** What a person wrote or is called. */
const WORDS = new Set(['subject', 's', 'call-info', 'alert-info', 'error-info', 'organization']);
/** Digits here are no telephone number, and are what ties messages together. */
const TECHNICAL = new Set([
  ...['via', 'v', 'call-id', 'i', 'cseq', 'rseq', 'rack', 'content-length', 'l', 'expires'],
  ...['min-expires', 'max-forwards', 'date', 'timestamp', 'retry-after', 'session-expires'],
]);

/**
 * A SIP message as support may see it: who asked what and how it was answered, without passwords,
 * digests and nonces, keys of the sound, names, what people wrote, and whole numbers.
 */
export function redactFrame(frame: string): string {
  const size = frame.length;
  const text = frame.slice(0, LONGEST_READ);
  const end = text.indexOf('\r\n\r\n');
  const head = end < 0 ? text : text.slice(0, end);
  const body = end < 0 ? '' : text.slice(end + 4);
  // A header may go on in the next line. RFC 3261 §7.3.1.
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const [first = '', ...headers] = lines;
  const type = headers
    .map((line) => /^(?:content-type|c)\s*:\s*(\S+)/i.exec(line)?.[1])
    .find(Boolean);
  const cut = size > LONGEST_READ ? [`(${size - LONGEST_READ} more characters)`] : [];
  return [
    redactAddresses(first),
    ...headers.map(redactHeader),
    '',
    ...redactBody(body, type ?? ''),
    ...cut,
  ].join('\r\n');
}

function redactHeader(line: string): string {
  const colon = line.indexOf(':');
  if (colon < 0) return GONE;
  const written = line.slice(0, colon).trim();
  const name = written.toLowerCase();
  const value = line.slice(colon + 1).trim();
  if (CREDENTIALS.has(name) || WORDS.has(name)) return `${written}: ${GONE}`;
  if (CHALLENGES.has(name)) return `${written}: ${redactChallenge(value)}`;
  if (TECHNICAL.has(name)) return `${written}: ${redactParameters(value)}`;
  return `${written}: ${redactAddresses(value)}`;
}

function redactChallenge(value: string): string {
  const kept = value.match(/\b(?:realm="[^"]{0,128}"|algorithm=[\w-]{1,32})/gi) ?? [];
  return `Digest ${[...kept, GONE].join(', ')}`;
}

/** A Call-ID may be made of the caller's number by their phone; a pure number in it is one. */
function redactParameters(value: string): string {
  return value.replace(/(?<![\w.-])\+?\d{9,15}(?=@)/g, (number) => maskNumbers(number));
}

function redactAddresses(value: string): string {
  const unnamed = value
    .replace(/"(?:[^"\\]|\\.)*"/g, '"(name)"')
    // A name without quotation marks before an address.
    .replace(/(^|,)\s*[^\s<>",;:=][^<>",;:=]*(?=<)/g, '$1(name) ');
  const kept = unnamed.replace(/(;(?:password|nonce|token)=)[^;>\s]*/gi, `$1${GONE}`);
  // Tags tie the messages of a call together.
  return kept
    .split(/(;(?:tag|to-tag|from-tag|expires)=[^;>,\s]*)/i)
    .map((part, index) => (index % 2 === 1 ? part : maskNumbers(part)))
    .join('');
}

function redactBody(body: string, type: string): string[] {
  if (body === '') return [];
  if (/^application\/sdp\b/i.test(type)) {
    return body.split(/\r?\n/).map(redactSdpLine);
  }
  // How a transferred call fares: a status line. RFC 3420.
  if (/^message\/sipfrag\b/i.test(type)) return [redactAddresses(body.split(/\r?\n/)[0] ?? '')];
  return [`(${body.length} characters removed)`];
}

function redactSdpLine(line: string): string {
  return (
    line
      .replace(/^(a=(?:ice-pwd|ice-ufrag|crypto|key-mgmt):).*/i, `$1${GONE}`)
      .replace(/^(a=fingerprint:[\w-]+ ).*/i, `$1${GONE}`)
      // Some phones are called by their number here. RFC 5576 §6.1.
      .replace(/^(a=ssrc:\d+ (?:cname|msid|label|mslabel):).*/i, `$1${GONE}`)
      .replace(/^([siuep]=).*/i, `$1${GONE}`)
  );
}
