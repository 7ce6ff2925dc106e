import type { Random } from './random.ts';
import { join, template } from './templates.ts';
import type { Aim, Parts } from './templates.ts';

/** Values that have broken parsers and screens. */
const HOSTILE_VALUES: readonly string[] = [
  '',
  ' ',
  '\t',
  '0',
  '-1',
  '4294967296',
  '99999999999999999999999',
  '1e309',
  'NaN',
  '\u0000',
  '\u001B[31m',
  '\u202Egnp.exe\u202C',
  '\uFEFF',
  '%00%0d%0a',
  '%',
  '%E0%A4%A',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '"',
  '"\\',
  '<',
  '>',
  '<>',
  ';;;;',
  ',,,,',
  '::::',
  '@@@@',
  '*',
  'sip:',
  'sip:@',
  'sip:[::1]:5060',
  'sip:[::::::]',
  'sips:x@y',
  'tel:+82;phone-context=x',
  'javascript:alert(1)',
  'data:text/html,x',
  '<sip:a@b?Replaces=x%3Bto-tag%3Dy%3Bfrom-tag%3Dz>',
  '가나다라마바사',
  '👨‍👩‍👧‍👦',
  'constructor',
  '__proto__',
  'hasOwnProperty',
];

/** Headers that the stack reads, whatever the message. */
const HEADER_NAMES: readonly string[] = [
  'Via',
  'From',
  'To',
  'Call-ID',
  'CSeq',
  'Contact',
  'Content-Type',
  'Content-Length',
  'Content-Disposition',
  'Route',
  'Record-Route',
  'Require',
  'Replaces',
  'Refer-To',
  'Event',
  'Subscription-State',
  'RSeq',
  'RAck',
  'Reason',
  'P-Asserted-Identity',
  'WWW-Authenticate',
  'Proxy-Authenticate',
  'Session-Expires',
  'Min-Expires',
  'Retry-After',
  'Expires',
  'Max-Forwards',
  'Supported',
  'Alert-Info',
  'Call-Info',
  'Diversion',
  'History-Info',
  '__proto__',
  'constructor',
];

const SHORT: Readonly<Record<string, string>> = {
  Via: 'v',
  From: 'f',
  To: 't',
  'Call-ID': 'i',
  Contact: 'm',
  'Content-Type': 'c',
  'Content-Length': 'l',
};

type Spoil = (parts: Parts, random: Random) => void;

/** Each spoils one thing, in the terms of the grammar. */
const SPOILS: readonly Spoil[] = [
  // Headers: gone, twice, elsewhere.
  ({ headers }, random) => void headers.splice(random.below(headers.length), 1),
  ({ headers }, random) => {
    headers.splice(random.below(headers.length), 0, random.pick(headers));
  },
  ({ headers }, random) => {
    const [moved] = headers.splice(random.below(headers.length), 1);
    headers.splice(random.below(headers.length + 1), 0, moved ?? '');
  },
  ({ headers }, random) => {
    headers.push(`${random.pick(HEADER_NAMES)}: ${random.pick(HOSTILE_VALUES)}`);
  },
  // Values: replaced, lengthened, a parameter more, one less.
  (parts, random) => changeHeader(parts, random, () => random.pick(HOSTILE_VALUES)),
  (parts, random) => changeHeader(parts, random, (value) => value + random.pick(HOSTILE_VALUES)),
  (parts, random) => changeHeader(parts, random, (value) => random.pick(HOSTILE_VALUES) + value),
  (parts, random) => {
    changeHeader(parts, random, (value) => `${value};${random.pick(HOSTILE_VALUES)}=x;x`);
  },
  (parts, random) => changeHeader(parts, random, (value) => value.replace(/;[^;]*$/, '')),
  (parts, random) => changeHeader(parts, random, (value) => `${value}, ${value}`),
  (parts, random) =>
    changeHeader(parts, random, (value) => value.replace(/\d+/, () => huge(random))),
  (parts, random) => changeHeader(parts, random, (value) => value.replace(/[<>"]/g, '')),
  (parts, random) => changeHeader(parts, random, (value) => value.replace(/ /g, '\r\n \t ')),
  (parts, random) => changeHeader(parts, random, (value) => `${'('.repeat(2_000)}${value}`),
  (parts, random) => changeHeader(parts, random, (value) => `"${'\\"'.repeat(4_000)}" ${value}`),
  // Names: short, of another case, of none.
  ({ headers }, random) => {
    const index = random.below(headers.length);
    const [name = '', ...rest] = (headers[index] ?? '').split(':');
    const other = SHORT[name] ?? random.pick([name.toUpperCase(), ` ${name}`, `${name} `, '', 'x']);
    headers[index] = [other, ...rest].join(random.pick([':', ' : ', '', '=']));
  },
  // The first line.
  (parts, random) => {
    parts.line = parts.line.replace(/^\S+/, () => random.pick(['INVITE', 'FOO', '', 'SIP/2.0']));
  },
  (parts, random) => {
    parts.line = parts.line.replace(/sip:\S+/, () => random.pick(HOSTILE_VALUES));
  },
  (parts, random) => {
    parts.line = parts.line.replace(/SIP\/2\.0/, () =>
      random.pick(['SIP/7.0', 'HTTP/1.1', 'SIP/2']),
    );
  },
  (parts, random) => {
    parts.line = parts.line.replace(/\b\d{3}\b/, () =>
      random.pick(['0', '99', '700', '1000', '2 00']),
    );
  },
  // The description: a line gone, twice, elsewhere, of other numbers.
  (parts, random) => changeBody(parts, random, () => []),
  (parts, random) => changeBody(parts, random, (line) => [line, line]),
  (parts, random) => changeBody(parts, random, (line) => [line.replace(/\d+/, () => huge(random))]),
  (parts, random) => changeBody(parts, random, (line) => [line + random.pick(HOSTILE_VALUES)]),
  (parts, random) => {
    changeBody(parts, random, () => [
      `${random.pick(['m', 'a', 'c', 'b', 'x'])}=${random.pick(HOSTILE_VALUES)}`,
    ]);
  },
  (parts, random) => {
    changeBody(parts, random, (line) => Array.from({ length: 400 }, () => line));
  },
  (parts, random) => {
    parts.body = parts.body.replace(
      /sendrecv/,
      random.pick(['sendonly', 'inactive', 'recvonly', 'x']),
    );
  },
  (parts) => {
    parts.body = '';
  },
  (parts, random) => {
    parts.body += random.pick(HOSTILE_VALUES).repeat(50);
  },
];

/** What is done to the finished text, where no grammar helps. */
const ROUGH: readonly ((frame: string, random: Random) => string)[] = [
  (frame, random) => frame.slice(0, random.below(frame.length)),
  (frame) => frame.replaceAll('\r\n', '\n'),
  (frame) => `\r\n\r\n${frame}`,
  (frame) => frame + frame,
  (frame, random) => {
    const at = random.below(frame.length);
    return frame.slice(0, at) + random.pick(HOSTILE_VALUES) + frame.slice(at);
  },
  (frame, random) => {
    const at = random.below(frame.length);
    return frame.slice(0, at) + String.fromCharCode(random.below(0x10000)) + frame.slice(at + 1);
  },
  // One piece of it again and again, up to what the phone still reads.
  (frame, random) => {
    const at = random.below(frame.length);
    const piece = frame.slice(at, at + 1 + random.below(40));
    const times = Math.floor((60_000 - frame.length) / Math.max(1, piece.length));
    return frame.slice(0, at) + piece.repeat(Math.max(1, times)) + frame.slice(at);
  },
];

/**
 * A frame that is wrong somewhere: between one and four things are.
 * @param serial makes its ids its own
 */
export function spoiltFrame(random: Random, aim: Aim, serial: number): string {
  const parts = template(random, aim, serial);
  const times = 1 + random.below(4);
  for (let time = 0; time < times; time += 1) {
    if (parts.headers.length > 0) random.pick(SPOILS)(parts, random);
  }
  const frame = join(parts);
  return random.chance(0.2) ? random.pick(ROUGH)(frame, random) : frame;
}

/** 64 kB to 5 MB in one frame, one value of which is most of it. */
export function oversizeFrame(random: Random, aim: Aim, serial: number): string {
  const parts = template(random, aim, serial);
  const size = 64 * 1_024 + random.below(5 * 1_024 * 1_024 - 64 * 1_024);
  const filling = random.pick(['A', '가', '"', '\r\n ', '<', ';a=b', '(', '\u0000']);
  const much = filling.repeat(Math.ceil(size / filling.length));
  if (random.chance(0.3)) parts.body += much;
  else changeHeader(parts, random, (value) => value + much);
  return join(parts);
}

function changeHeader(parts: Parts, random: Random, change: (value: string) => string): void {
  const index = random.below(parts.headers.length);
  const header = parts.headers[index] ?? '';
  const colon = header.indexOf(':');
  parts.headers[index] = `${header.slice(0, colon)}: ${change(header.slice(colon + 1).trim())}`;
}

function changeBody(
  parts: Parts,
  random: Random,
  change: (line: string) => readonly string[],
): void {
  const lines = parts.body.split('\r\n');
  const index = random.below(lines.length);
  lines.splice(index, 1, ...change(lines[index] ?? ''));
  parts.body = lines.join('\r\n');
  const length = parts.headers.findIndex((header) => /^Content-Length:/i.test(header));
  // The length is right again, so that it is the description that is read.
  if (length >= 0) parts.headers[length] = `Content-Length: ${Buffer.byteLength(parts.body)}`;
}

function huge(random: Random): string {
  return random.pick(['-1', '0', '65536', '2147483648', '4294967296', '1'.repeat(60), '1.5', 'x']);
}
