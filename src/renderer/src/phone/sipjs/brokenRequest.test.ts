import { describe, expect, it } from 'vitest';
import { answerTo, refusalOf, refusalOfUnreadable, transactionKey } from './brokenRequest.ts';

const SUPPORTED = ['replaces'];

function request(line: string, change: (headers: string[]) => string[] = (all) => all, body = '') {
  const [method = ''] = line.split(' ');
  const headers = change([
    'Via: SIP/2.0/WS a.invalid;branch=z9hG4bK1',
    'From: <sip:caller@a.invalid>;tag=1',
    'To: <sip:1001@pbx.invalid>',
    'Call-ID: abc',
    `CSeq: 7 ${method}`,
  ]);
  return `${[line, ...headers, '', body].join('\r\n')}`;
}

const plus =
  (...more: readonly string[]) =>
  (all: string[]) => [...all, ...more];
const without = (name: string) => (all: string[]) =>
  all.filter((line) => !line.startsWith(`${name}:`));
const status = (frame: string): number | undefined => refusalOf(frame, SUPPORTED)?.status;

const OPTIONS = 'OPTIONS sip:1001@x.invalid SIP/2.0';
const INVITE = 'INVITE sip:1001@x.invalid SIP/2.0';

describe('a request that is not taken up', () => {
  it.each([
    ['of another version', request('OPTIONS sip:1001@x SIP/7.0'), 505],
    ['whose address is in brackets', request('INVITE <sip:1001@x> SIP/2.0'), 400],
    ['with a blank in its address', request('INVITE sip:1001@x; lr SIP/2.0'), 400],
    ['with two blanks in its first line', request('INVITE  sip:1001@x  SIP/2.0'), 400],
    ['with blanks after its first line', request('OPTIONS sip:1001@x SIP/2.0  '), 400],
    ['for a scheme nobody knows', request('OPTIONS nobody:knows SIP/2.0'), 416],
    ['without a Call-ID', request(OPTIONS, without('Call-ID')), 400],
    ['without a From', request(OPTIONS, without('From')), 400],
    ['with two From', request(OPTIONS, plus('f: <sip:b@b>;tag=2')), 400],
    ['with two lengths', request(OPTIONS, plus('l: 0', 'Content-Length: 5')), 400],
    ['with a body of no kind', request(INVITE, plus('Content-Length: 5'), 'v=0\r\n'), 400],
    ['with a body of no kind or length', request(INVITE, undefined, 'v=0\r\n'), 400],
    ['with a length below zero', request(OPTIONS, plus('Content-Length: -999')), 400],
    ['with a length in words', request(OPTIONS, plus('Content-Length: five')), 400],
    ['of two methods', request(OPTIONS, (all) => [...all.slice(0, 4), 'CSeq: 8 INVITE']), 400],
    [
      'of two methods, one unknown',
      request('NEWMETHOD sip:1001@x SIP/2.0', (all) => [...all.slice(0, 4), 'CSeq: 8 INVITE']),
      501,
    ],
    [
      'whose number is too large',
      request(OPTIONS, (all) => [...all.slice(0, 4), 'CSeq: 2147483648 OPTIONS']),
      400,
    ],
    ['that requires what nobody here can', request(OPTIONS, plus('Require: replaces, x')), 420],
    ['with a description of a kind unknown', request(INVITE, plus('c: text/x'), '<a/>'), 415],
    ['whose sender reads no SDP', request(INVITE, plus('Accept: text/x;q=1, text/y')), 406],
  ])('%s', (_what, frame, expected) => {
    expect(status(frame)).toBe(expected);
  });

  it('names what it does not support, and only that', () => {
    const frame = request(OPTIONS, plus('Require: x, Replaces', 'Require: y', 'Proxy-Require: z'));
    expect(refusalOf(frame, SUPPORTED)?.headers).toEqual(['Unsupported: x, y']);
  });
});

describe('what is left to the stack', () => {
  it.each([
    ['a plain request', request(OPTIONS)],
    ['one with more after its end', request(OPTIONS, plus('l: 0'), 'INVITE …')],
    [
      'one in short forms, folded',
      request(OPTIONS, (all) => all.map((l) => l.replace(':', ' :\r\n '))),
    ],
    ['a method nobody knows', request('NEWMETHOD sip:1001@x SIP/2.0')],
    ['a response', 'SIP/2.0 200 OK\r\nCSeq: x\r\n\r\n'],
    ['a response of another version', 'SIP/7.0 200 OK\r\n\r\n'],
    [
      'a description nobody has to read',
      request(
        INVITE,
        plus('Content-Type: text/x', 'Content-Disposition: x;handling=optional'),
        'x',
      ),
    ],
    ['a description of several parts', request(INVITE, plus('Content-Type: multipart/mixed'), 'x')],
    ['a sender that reads everything', request(INVITE, plus('Accept: */*;q=0.1'))],
    ['an ACK, whatever it requires', request('ACK sip:1001@x SIP/2.0', plus('Require: x'))],
    ['no SIP at all', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['nothing', ''],
  ])('%s', (_what, frame) => {
    expect(refusalOf(frame, SUPPORTED)).toBeNull();
  });
});

describe('what even the parser cannot read', () => {
  it('is refused, and a REFER declined as any', () => {
    expect(refusalOfUnreadable(request(OPTIONS)).status).toBe(400);
    expect(refusalOfUnreadable(request('REFER sip:1001@x SIP/2.0')).status).toBe(603);
  });
});

const UNREADABLE = refusalOfUnreadable('');

describe('the answer', () => {
  it('brings back what its sender knows the request by', () => {
    const frame = request(OPTIONS, plus('v: SIP/2.0/UDP b.invalid'));
    expect(answerTo(frame, UNREADABLE)).toMatch(
      /^SIP\/2\.0 400 Bad Request\r\nVia: SIP\/2\.0\/WS a\.invalid;branch=z9hG4bK1\r\nVia: SIP\/2\.0\/UDP b\.invalid\r\nFrom: <sip:caller@a\.invalid>;tag=1\r\nTo: <sip:1001@pbx\.invalid>;tag=\w+\r\nCall-ID: abc\r\nCSeq: 7 OPTIONS\r\nContent-Length: 0\r\n\r\n$/,
    );
  });

  it('is the same for the same request', () => {
    expect(answerTo(request(OPTIONS), UNREADABLE)).toBe(answerTo(request(OPTIONS), UNREADABLE));
  });

  it('keeps a tag that the request had', () => {
    const frame = request(OPTIONS, (all) =>
      all.map((line) => line.replace('pbx.invalid>', '$&;tag=9')),
    );
    expect(answerTo(frame, UNREADABLE)).toContain('To: <sip:1001@pbx.invalid>;tag=9\r\n');
  });

  it('cannot be made to carry a further header', () => {
    const frame = request(OPTIONS, without('Call-ID')).replace(
      'CSeq',
      'Call-ID: a\rX: b\nY: c\0\r\nCSeq',
    );
    expect(answerTo(frame, UNREADABLE)).toContain('Call-ID: a X: b Y: c\r\n');
  });

  it.each([
    ['an ACK', request('ACK sip:1001@x SIP/2.0')],
    ['a response', 'SIP/2.0 200 OK\r\nVia: x\r\n\r\n'],
    ['one that nobody can be found by', request(OPTIONS, without('Via'))],
  ])('never goes to %s', (_what, frame) => {
    expect(answerTo(frame, UNREADABLE)).toBeNull();
  });
});

describe('what a request is told apart by', () => {
  const invite = { branch: 'z9hG4bK1', sentBy: 'a:5060', method: 'INVITE', rest: ['id', '7'] };
  const key = transactionKey(invite);

  it.each(['INVITE', 'ACK', 'CANCEL'])('is the same for its %s', (method) => {
    expect(transactionKey({ ...invite, method })).toBe(key);
    const old = { ...invite, branch: undefined };
    expect(transactionKey({ ...old, method })).toBe(transactionKey(old));
  });

  it.each([
    ['another branch', { branch: 'z9hG4bK2' }],
    ['another sender', { sentBy: 'b:5060' }],
    ['another method', { method: 'OPTIONS' }],
  ])('is not that of %s', (_what, other) => {
    expect(transactionKey({ ...invite, ...other })).not.toBe(key);
  });

  it.each([undefined, '', 'z9hG4bK', '390skdjuw'])('with the branch %s is the rest', (branch) => {
    const old = transactionKey({ ...invite, branch });
    expect(old).toContain('id 7');
    expect(transactionKey({ ...invite, branch, rest: ['id', '8'] })).not.toBe(old);
  });
});
