import { describe, expect, it } from 'vitest';
import { fillTemplate, screenPopSchema, templateFault } from './screenPop.ts';
import type { ScreenPopValues } from './screenPop.ts';

const VALUES: ScreenPopValues = {
  number: '01012345678',
  e164: '+821012345678',
  name: '김 하늘',
  callId: '0198c0de-0000-7000-8000-000000000001',
  direction: 'inbound',
  agent: '1001',
};
const CRM = 'https://crm.example.com/customers/{number}?name={name}&tel={e164}#/{callId}';

const urlOf = (template: string, change: Partial<ScreenPopValues> = {}): string => {
  const filled = fillTemplate(template, 'open', { ...VALUES, ...change });
  return filled.ok ? filled.url : `refused: ${filled.code}`;
};

describe('a template', () => {
  it('is filled with what is known of the call, encoded', () => {
    expect(urlOf(CRM)).toBe(
      'https://crm.example.com/customers/01012345678?name=%EA%B9%80%20%ED%95%98%EB%8A%98' +
        '&tel=%2B821012345678#/0198c0de-0000-7000-8000-000000000001',
    );
    expect(urlOf('https://crm.example.com/{agent}/{direction}')).toBe(
      'https://crm.example.com/1001/inbound',
    );
    expect(urlOf('https://crm.example.com/fixed')).toBe('https://crm.example.com/fixed');
  });

  it.each([
    ['', 'empty'],
    ['crm.example.com/{number}', 'malformed'],
    ['https://crm.example.com\\{number}', 'malformed'],
    ['https://crm.example.com/ {number}', 'malformed'],
    ['https://', 'malformed'],
    ['http://crm.example.com/{number}', 'scheme'],
    ['javascript://x/%0aalert({number})', 'scheme'],
    ['file:///{name}', 'scheme'],
    ['mailto:a@b.c?subject={name}', 'malformed'],
    ['ms-office://x/{name}', 'scheme'],
    ['{name}://crm.example.com/', 'token-place'],
    ['https://{name}/customers', 'token-place'],
    ['https://{name}.example.com/', 'token-place'],
    ['https://crm.example.com:{number}/', 'token-place'],
    ['https://{name}@crm.example.com/', 'token-place'],
    ['https://crm.example.com{name}', 'token-place'],
    ['https://crm.example.com/?{name}=1', 'token-place'],
    ['https://crm.example.com/?a=1&{name}', 'token-place'],
    ['https://user:pw@crm.example.com/{number}', 'credentials'],
    ['https://crm.example.com/{phone}', 'unknown-token'],
    ['https://crm.example.com/{number', 'unknown-token'],
    ['https://crm.example.com/{{number}}', 'unknown-token'],
    ['https://crm.example.com/{constructor}', 'unknown-token'],
    ['https://crm.example.com/\u202e{number}', 'control-character'],
    [`https://crm.example.com/${'a'.repeat(2_000)}`, 'too-long'],
  ])('%j is refused: %s', (template, fault) => {
    expect(templateFault(template, 'open')).toBe(fault);
    expect(fillTemplate(template, 'open', VALUES)).toEqual({ ok: false, code: fault });
  });

  it('may lead to this computer without TLS only for the host to tell it', () => {
    for (const place of ['localhost:8080', '127.0.0.1', '[::1]:9000']) {
      expect(templateFault(`http://${place}/{number}`, 'post')).toBeNull();
      expect(templateFault(`http://${place}/{number}`, 'open')).toBe('scheme');
    }
    for (const place of ['127.0.0.1.evil.example', '10.0.0.1', 'localhost.example']) {
      expect(templateFault(`http://${place}/{number}`, 'post')).toBe('scheme');
    }
    expect(templateFault('http://u:p@127.0.0.1/{number}', 'post')).toBe('credentials');
  });

  it('is asked for unless nothing is to happen', () => {
    expect(screenPopSchema.parse({})).toMatchObject({ when: 'off', template: '' });
    expect(screenPopSchema.safeParse({ when: 'ring' }).success).toBe(false);
    expect(screenPopSchema.safeParse({ when: 'off', template: 'x' }).success).toBe(false);
    expect(screenPopSchema.safeParse({ when: 'ring', template: CRM }).success).toBe(true);
  });
});

/** What a caller may put into a name; none may change where the URL leads. */
const HOSTILE = [
  '../../admin',
  '..',
  '.',
  '%2e%2e',
  '..%2f..%2fadmin',
  '//evil.example/',
  '\\\\evil.example\\x',
  '@evil.example/',
  ':8080/',
  '?admin=1',
  '&admin=1',
  '#/admin',
  '=x&name=y',
  'javascript:alert(1)',
  '"><script>alert(1)</script>',
  "');alert(1)//",
  '{number}',
  '{callId}{name}',
  '$&$1$`',
  'a\r\nHost: evil.example',
  'a\u0000b',
  '\u202egnp.exe',
  '\ud800',
  '\ufeff',
  '𝒌'.repeat(400),
  'ａ．．／',
  '한글 이름; drop table',
  '',
];

describe('a hostile value', () => {
  it.each(HOSTILE)('%j stays in its place', (name) => {
    for (const template of [
      'https://crm.example.com/a/{name}',
      'https://crm.example.com/a/.{name}/b',
      'https://crm.example.com/a/{name}/b',
      'https://crm.example.com/a?q={name}&r={name}',
      'https://crm.example.com/a/x-{name}?q=1#/c/{name}',
    ]) {
      const url = new URL(urlOf(template, { name }));
      const plain = new URL(urlOf(template, { name: 'x' }));
      expect(url.origin).toBe('https://crm.example.com');
      expect(url.username).toBe('');
      expect(url.pathname.split('/').length).toBe(plain.pathname.split('/').length);
      expect(url.pathname.startsWith('/a')).toBe(true);
      expect([...url.searchParams.keys()]).toEqual([...plain.searchParams.keys()]);
      expect(url.hash === '').toBe(plain.hash === '');
      expect(url.href).not.toMatch(/[<>"'`{}\s\p{Cc}]/u);
    }
  });

  it('arrives whole where it is only unusual', () => {
    const name = 'O’Brien & Söhne #1 = 50% + α?';
    const url = new URL(urlOf('https://crm.example.com/{name}?n={name}', { name }));
    expect(url.searchParams.get('n')).toBe(name);
    expect(decodeURIComponent(url.pathname)).toBe(`/${name}`);
  });
});
