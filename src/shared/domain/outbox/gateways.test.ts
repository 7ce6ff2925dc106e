import { describe, expect, it } from 'vitest';
import { bodyFor, gatewaySchema, gatewaysSchema, missingIn } from './gateways.ts';

const solapi = { kind: 'solapi', id: 'a', name: 'Solapi' };

describe('the settings of gateways', () => {
  it('hold what most gateways of Korea are like where nothing else was said', () => {
    expect(gatewaySchema.parse(solapi)).toEqual({
      ...solapi,
      ...{ on: true, from: '', apiKey: '', server: '', encoding: 'cp949', newline: 'lf' },
      ...{ forms: ['sms', 'lms'], numberKinds: ['mobile'] },
    });
  });

  it.each([
    ['a secret', { ...solapi, apiSecret: 'x' }],
    ['a server without TLS', { ...solapi, server: 'http://sms.example' }],
    ['a server with a password', { ...solapi, server: 'https://a:b@sms.example' }],
    ['a sender that is no number', { ...solapi, from: '02-555-0100' }],
    ['an id that would name another secret', { ...solapi, id: 'a.apiSecret' }],
    ['no form', { ...solapi, forms: [] }],
    ['a kind nobody knows', { ...solapi, kind: 'pigeon' }],
    [
      'a header of two lines',
      { kind: 'http', id: 'a', name: 'a', headers: [{ name: 'a', value: 'b\nc' }] },
    ],
  ])('do not hold %s', (_what, value) => {
    expect(gatewaySchema.safeParse(value).success).toBe(false);
  });

  it('do not hold two with one id', () => {
    expect(gatewaysSchema.safeParse([solapi, { ...solapi, name: 'b' }]).success).toBe(false);
  });

  it('tell what is missing until nothing is', () => {
    const bare = gatewaySchema.parse(solapi);
    expect(missingIn(bare, () => false)).toEqual(['from', 'apiKey', 'apiSecret']);
    const whole = gatewaySchema.parse({ ...solapi, from: '025550100', apiKey: 'K' });
    expect(missingIn(whole, () => true)).toEqual([]);
    const own = {
      kind: 'http',
      id: 'b',
      name: 'b',
      from: '025550100',
      url: 'https://sms.example/',
    };
    // It names no secret, so it needs none.
    expect(missingIn(gatewaySchema.parse(own), () => false)).toEqual([]);
    const headers = [{ name: 'Authorization', value: 'Bearer {secret}' }];
    expect(missingIn(gatewaySchema.parse({ ...own, headers }), () => false)).toEqual(['secret']);
  });

  it('break lines in one way', () => {
    expect(bodyFor({ newline: 'lf' }, 'a\r\nb\rc\nd')).toBe('a\nb\nc\nd');
    expect(bodyFor({ newline: 'crlf' }, 'a\r\nb\rc\nd')).toBe('a\r\nb\r\nc\r\nd');
  });
});
