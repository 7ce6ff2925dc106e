import { describe, expect, test } from 'vitest';
import { digestHeader, isKnownAlgorithm, strongAlgorithm } from './digest.ts';
import type { Challenge } from './digest.ts';

const MUFASA = { user: 'Mufasa', password: 'Circle of Life' };
/** RFC 7616 §3.9.1: the challenge and the request of its example. */
const EXAMPLE: Challenge = {
  realm: 'http-auth@example.org',
  nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
  opaque: 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS',
  qop: ['auth', 'auth-int'],
};
const REQUEST = { method: 'GET', uri: '/dir/index.html', body: '' };
const CNONCE = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';

const fieldOf = (header: string | null, name: string): string | undefined =>
  new RegExp(`\\b${name}="?([^",]+)`).exec(header ?? '')?.[1];

describe('an answer to a digest challenge', () => {
  test('is the one of RFC 7616 §3.9.1 for SHA-256', () => {
    const header = digestHeader('SHA-256', EXAMPLE, MUFASA, REQUEST, CNONCE);
    expect(fieldOf(header, 'response')).toBe(
      '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
    );
    expect(header).toContain('algorithm=SHA-256, ');
    expect(fieldOf(header, 'qop')).toBe('auth');
    expect(fieldOf(header, 'nc')).toBe('00000001');
    expect(fieldOf(header, 'opaque')).toBe(EXAMPLE.opaque);
  });

  // Made with OpenSSL: `printf … | openssl dgst -sha512-256`, part by part as the RFC says.
  test('is another one for SHA-512-256', () => {
    const header = digestHeader('SHA-512-256', EXAMPLE, MUFASA, REQUEST, CNONCE);
    expect(fieldOf(header, 'response')).toBe(
      '430d05014cecc49cab6fbe03176d41a1da86cbfe24a16580e22aaad928d960d0',
    );
  });

  test('takes the older form where no qop is offered', () => {
    const { realm, nonce } = EXAMPLE;
    const header = digestHeader(
      'SHA-256',
      { realm: realm!, nonce: nonce! },
      MUFASA,
      REQUEST,
      CNONCE,
    );
    expect(fieldOf(header, 'response')).toBe(
      'a1306b0595a6c7fe96c448631fb5cfbd5107bd1fe1da729d978dd7446b812363',
    );
    expect(header).not.toContain('cnonce');
    expect(header).not.toContain('qop');
  });

  test('covers the body where only auth-int is offered', () => {
    const challenge = { ...EXAMPLE, qop: ['auth-int'] };
    const header = digestHeader('SHA-256', challenge, MUFASA, { ...REQUEST, body: 'v=0' }, CNONCE);
    expect(fieldOf(header, 'qop')).toBe('auth-int');
    expect(fieldOf(header, 'response')).toBe(
      'b3a4a0111e74e28223bac4af55ade12af037f6c8a019923135a0dca0d384407f',
    );
  });

  test.each([
    ['a qop nobody knows', { ...EXAMPLE, qop: ['token'] }],
    ['no realm', { nonce: 'n' }],
    ['no nonce', { realm: 'r' }],
  ])('is not made for %s', (_why, challenge: Challenge) => {
    expect(digestHeader('SHA-256', challenge, MUFASA, REQUEST, CNONCE)).toBeNull();
  });

  test('keeps quotation marks of a user name inside their quotes', () => {
    const header = digestHeader('SHA-256', EXAMPLE, { ...MUFASA, user: 'a"b\\c' }, REQUEST, CNONCE);
    expect(header).toContain(String.raw`username="a\"b\\c"`);
  });
});

describe('the algorithms a phone can answer', () => {
  test.each([
    [undefined, true],
    ['MD5', true],
    ['md5', true],
    ['SHA-256', true],
    ['sha-256', true],
    ['SHA-512-256', true],
    ['MD5-sess', false],
    ['SHA-256-sess', false],
    ['AKAv1-MD5', false],
  ])('%s: %s', (name, known) => {
    expect(isKnownAlgorithm(name)).toBe(known);
  });

  test('are called by one name each', () => {
    expect(strongAlgorithm('sha-512-256')).toBe('SHA-512-256');
    expect(strongAlgorithm('MD5')).toBeNull();
  });
});
