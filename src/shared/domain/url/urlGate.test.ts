import { describe, expect, it } from 'vitest';
import { DEFAULT_EXTERNAL_POLICY, decideExternal } from './urlGate.ts';

const none = { https: false, mailto: false };

describe('what may be opened outside the app', () => {
  it.each([
    'https://example.com/',
    'https://example.com/path?q=1#part',
    'mailto:help@example.com',
    'mailto:help@example.com?subject=%EB%AC%B8%EC%9D%98&body=hello&cc=lead@example.com',
  ])('opens %s', (url) => {
    expect(decideExternal(url, DEFAULT_EXTERNAL_POLICY)).toEqual({ open: true, url });
  });

  it.each([
    ['http://example.com/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['data:text/html,hello', 'scheme'],
    ['smb://server/share', 'scheme'],
    ['ms-msdt:/id', 'scheme'],
    ['vscode://file/etc/passwd', 'scheme'],
    ['tel:+821012345678', 'scheme'],
    ['sip:100@example.com', 'scheme'],
    ['app://ieum/index.html', 'scheme'],
    ['about:blank', 'scheme'],
    ['example.com', 'malformed'],
    ['', 'malformed'],
    ['https://', 'malformed'],
    ['https://bank.example@evil.example/', 'credentials'],
    ['https://user:word@example.com/', 'credentials'],
    ['https://example.com/\r\nX: y', 'control-character'],
    ['https://example.com/\u202egnp.exe', 'control-character'],
    ['java\u0000script:alert(1)', 'control-character'],
    ['mailto:a@example.com?attach=/etc/passwd', 'mail-field'],
    ['mailto:a@example.com?Attachment=/etc/passwd', 'mail-field'],
    [`https://example.com/${'a'.repeat(2_000)}`, 'too-long'],
  ])('refuses %j: %s', (url, reason) => {
    expect(decideExternal(url, DEFAULT_EXTERNAL_POLICY)).toEqual({ open: false, reason });
  });

  it('follows the policy', () => {
    expect(decideExternal('https://example.com/', none).open).toBe(false);
    expect(decideExternal('mailto:a@example.com', none).open).toBe(false);
  });
});
