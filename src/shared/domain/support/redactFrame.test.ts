import { describe, expect, it } from 'vitest';
import { redactFrame } from './redactFrame.ts';

const frame = (lines: readonly string[], body = ''): string => [...lines, '', body].join('\r\n');

const INVITE = frame(
  [
    'INVITE sip:01098765432@pbx.example.kr SIP/2.0',
    'Via: SIP/2.0/WSS abcdef12345678.invalid;branch=z9hG4bK1234567890',
    'From: "김하늘 010-1111-2222" <sip:1001@pbx.example.kr>;tag=1234567890',
    'To: 고객 <sip:+82-10-9876-5432@pbx.example.kr>',
    'P-Asserted-Identity: <tel:+821098765432>',
    'Call-ID: 1234567890abcdef',
    'CSeq: 21 INVITE',
    'Proxy-Authorization: Digest username="1001", realm="pbx.example.kr", response="5d41402abc4b2a76"',
    'Authorization: Digest username="1001",',
    '  response="folded5d41402a"',
    'Subject: 환불 문의',
    'Content-Type: application/sdp',
    'Content-Length: 200',
  ],
  [
    'v=0',
    'o=- 3981234567 2 IN IP4 127.0.0.1',
    's=비밀',
    'm=audio 30000 UDP/TLS/RTP/SAVPF 111 0',
    'a=ice-ufrag:abcd',
    'a=ice-pwd:verysecretpassword',
    'a=fingerprint:sha-256 AB:CD:EF',
    'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9',
    'a=ssrc:1565808165 cname:sip:01055556666@pbx.example.kr',
    'a=sendrecv',
  ].join('\r\n'),
);

describe('a message in a support bundle', () => {
  it('says who asked what, without names, whole numbers, digests or keys', () => {
    const shown = redactFrame(INVITE);
    for (const secret of [
      ...['김하늘', '고객', '환불', '비밀', '1111', '9876-5', '98765432', '5d41402', 'response'],
      ...['55556666', 'verysecret', 'abcd\r', 'AB:CD', 'WVNfX19'],
    ]) {
      expect(shown).not.toContain(secret);
    }
    expect(shown).toContain('INVITE sip:010-****-5432@pbx.example.kr SIP/2.0');
    expect(shown).toContain('<sip:1001@pbx.example.kr>;tag=1234567890');
    expect(shown).toContain('CSeq: 21 INVITE');
    expect(shown).toContain('Call-ID: 1234567890abcdef');
    expect(shown).toContain('m=audio 30000 UDP/TLS/RTP/SAVPF 111 0');
    expect(shown).toContain('a=sendrecv');
    expect(shown).toContain('Proxy-Authorization: (removed)');
  });

  it('keeps of a challenge what support has to know', () => {
    const shown = redactFrame(
      frame([
        'SIP/2.0 401 Unauthorized',
        'WWW-Authenticate: Digest realm="pbx", nonce="secretnonce", algorithm=SHA-256, qop="auth"',
      ]),
    );
    expect(shown).toContain('realm="pbx", algorithm=SHA-256');
    expect(shown).not.toContain('secretnonce');
  });

  it('holds nothing of what people wrote to each other', () => {
    const shown = redactFrame(
      frame(
        ['MESSAGE sip:1001@pbx SIP/2.0', 'Content-Type: text/plain;charset=UTF-8'],
        '주민번호 900101-1234567',
      ),
    );
    expect(shown).not.toContain('주민');
    expect(shown).toContain('(19 characters removed)');
  });

  it('is short of a frame that is not, and says how much is missing', () => {
    const shown = redactFrame(`INVITE sip:a@b SIP/2.0\r\nX-Filler: ${'x'.repeat(1_000_000)}`);
    expect(shown.length).toBeLessThan(9_000);
    expect(shown).toMatch(/\(99\d{4} more characters\)$/);
  });

  it.each([
    '',
    '\r\n\r\n',
    '\0',
    ':::',
    'From: "\\',
    `From: ${'"'.repeat(5_000)}`,
    '"'.repeat(8_000),
  ])('is made of anything, quickly: %#', (text) => {
    const began = performance.now();
    redactFrame(text);
    expect(performance.now() - began).toBeLessThan(200);
  });
});
