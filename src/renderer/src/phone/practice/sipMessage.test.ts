import { Core } from 'sip.js';
import { describe, expect, it } from 'vitest';
import {
  branchOf,
  callIdOf,
  cseqOf,
  formatSip,
  header,
  headerParameter,
  parseSip,
  responseTo,
  tagOf,
  uriOf,
  userOf,
  type SipRequest,
} from './sipMessage.ts';

const INVITE = [
  'INVITE sip:01000000001@practice.ieum.invalid SIP/2.0',
  'v: SIP/2.0/WS abc.invalid;branch=z9hG4bK1',
  'To: <sip:01000000001@practice.ieum.invalid>',
  'From: "이음; tag=no <x>" <sip:practice@practice.ieum.invalid;a=1>;tag=from1',
  'i: call-1',
  'CSeq: 7 INVITE',
  'Subject: one',
  '  two',
  '',
  'v=0',
].join('\r\n');

const request = (): SipRequest => {
  const message = parseSip(INVITE);
  if (message?.kind !== 'request') throw new Error('not a request');
  return message;
};

describe('parseSip', () => {
  it('reads a request with compact and folded headers', () => {
    const invite = request();
    expect(invite).toMatchObject({
      method: 'INVITE',
      uri: 'sip:01000000001@practice.ieum.invalid',
    });
    expect(callIdOf(invite)).toBe('call-1');
    expect(branchOf(invite)).toBe('z9hG4bK1');
    expect(cseqOf(invite)).toEqual({ number: 7, method: 'INVITE' });
    expect(header(invite, 'subject')).toBe('one two');
    expect(invite.body).toBe('v=0');
  });

  it.each([
    ['', 'nothing'],
    ['\r\n\r\n', 'a keep-alive'],
    ['GET / HTTP/1.1\r\nHost: a\r\n\r\n', 'another protocol'],
    [INVITE.replace('CSeq: 7 INVITE', 'CSeq: x'), 'a bad CSeq'],
    [INVITE.replace('i: call-1\r\n', ''), 'no Call-ID'],
    [INVITE.replace('Subject: one', 'no colon here'), 'a line that is no header'],
  ])('gives undefined for %#: %s', (text) => {
    expect(parseSip(text)).toBeUndefined();
  });
});

describe('reading addresses', () => {
  it('is not fooled by a display name', () => {
    const from = header(request(), 'from') ?? '';
    expect(tagOf(from)).toBe('from1');
    expect(uriOf(from)).toBe('sip:practice@practice.ieum.invalid;a=1');
    expect(tagOf('<sip:a@b;tag=inside>')).toBe('');
    expect(headerParameter('<sip:a@b;expires=1>;expires=60', 'expires')).toBe('60');
  });

  it.each([
    ['sip:01000000001@host', '01000000001'],
    ['sip:%2B821000000001@host;transport=ws', '+821000000001'],
    ['sip:+82-10;phone-context=a@host', '+82-10'],
    ['tel:+82-10-0000-0001;x=1', '+82-10-0000-0001'],
    ['sip:host', ''],
    ['sip:%zz@host', ''],
  ])('userOf %s is %s', (uri, user) => {
    expect(userOf(uri)).toBe(user);
  });
});

describe('what is written', () => {
  it('is understood by the parser of SIP.js, with the length in bytes', () => {
    const response = responseTo(request(), 200, 'OK', {
      toTag: 't1',
      headers: [{ name: 'Contact', value: '<sip:customer@practice.ieum.invalid>' }],
      body: '한글',
    });
    const text = formatSip(response);
    expect(text).toContain('Content-Length: 6\r\n\r\n한글');
    const log = new Core.LoggerFactory();
    log.builtinEnabled = false;
    const parsed = Core.Parser.parseMessage(text, log.getLogger('test'));
    expect(parsed).toMatchObject({ statusCode: 200, callId: 'call-1', toTag: 't1', cseq: 7 });
    expect(parseSip(text)).toMatchObject({ kind: 'response', status: 200, reason: 'OK' });
  });

  it('gives no tag to 100, and keeps one that is there', () => {
    expect(tagOf(header(responseTo(request(), 100, 'Trying', { toTag: 't' }), 'to') ?? '')).toBe(
      '',
    );
    const inDialog = {
      ...request(),
      headers: request().headers.map((h) =>
        h.name === 'To' ? { ...h, value: `${h.value};tag=first` } : h,
      ),
    };
    expect(tagOf(header(responseTo(inDialog, 200, 'OK', { toTag: 't' }), 'to') ?? '')).toBe(
      'first',
    );
  });
});
