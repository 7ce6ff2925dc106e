import { describe, expect, it } from 'vitest';
import { httpFault, httpGatewayOptionsSchema } from './httpGateway.ts';
import type { HttpGatewayOptions } from './httpGateway.ts';

const base: HttpGatewayOptions = httpGatewayOptionsSchema.parse({
  url: 'https://sms.example/send',
});

describe('a gateway that a person has described', () => {
  it('has no fault as it begins', () => {
    expect(httpFault(base)).toBeNull();
  });

  it.each<[Partial<HttpGatewayOptions>, string, string]>([
    [{ url: '' }, 'url', 'address'],
    [{ url: 'http://sms.example/' }, 'url', 'address'],
    [{ url: 'https://u:p@sms.example/' }, 'url', 'address'],
    [{ url: 'https://{to}.example/' }, 'url', 'token-place'],
    [{ url: 'https://sms.example{secret}/' }, 'url', 'token-place'],
    [{ url: 'https://sms.example/?{to}=1' }, 'url', 'token-place'],
    [{ url: 'https://sms.example/?to={whom}' }, 'url', 'unknown-token'],
    [{ headers: [{ name: 'X-Key', value: '{password}' }] }, 'headers', 'unknown-token'],
    [{ body: '{"to":' }, 'body', 'body'],
    [{ body: '{"{to}":1}' }, 'body', 'token-place'],
    [{ body: '{"a":[{"b":"{nobody}"}]}' }, 'body', 'unknown-token'],
    [{ bodyKind: 'form', body: '{to}=1' }, 'body', 'token-place'],
    [{ bodyKind: 'form', body: 'to={nobody}' }, 'body', 'unknown-token'],
    [{ takesKey: true }, 'takesKey', 'key'],
  ])('%o', (different, field, code) => {
    expect(httpFault({ ...base, ...different })).toEqual({ field, code });
  });

  it.each<Partial<HttpGatewayOptions>>([
    { url: 'https://sms.example/{from}/send?to={to}#x' },
    { url: 'http://127.0.0.1:8080/send' },
    { bodyKind: 'form', body: 'to={to}&text={body}&kind={form}' },
    { bodyKind: 'none', body: 'not {json}' },
    { takesKey: true, headers: [{ name: 'Idempotency-Key', value: '{key}' }] },
  ])('%o is none', (different) => {
    expect(httpFault({ ...base, ...different })).toBeNull();
  });
});
