import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CONTENT_SECURITY_POLICY,
  CONTENT_SECURITY_POLICY_HEADER,
} from '#shared/contentSecurityPolicy.ts';
import { answer, answerMedia } from '../../src/main/appScheme.ts';

let folder: string;
let rendererDir: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ieum-scheme-'));
  rendererDir = join(folder, 'renderer');
  mkdirSync(join(rendererDir, 'assets'), { recursive: true });
  // A neighbour whose name begins the same, and a file above: neither may be reached.
  mkdirSync(join(folder, 'renderer-secret'));
  writeFileSync(join(folder, 'renderer-secret/key.txt'), 'secret');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(rendererDir, 'index.html'), '<!doctype html>');
  writeFileSync(join(rendererDir, 'assets/main.js'), 'export {};');
  writeFileSync(join(rendererDir, 'assets/ring.ogg'), 'OggS');
  writeFileSync(join(rendererDir, 'assets/안내 말.json'), '{}');
  writeFileSync(join(rendererDir, 'assets/unknown.xyz'), '?');
});

afterAll(() => rmSync(folder, { recursive: true }));

const get = (url: string, method = 'GET') => answer({ method, url }, rendererDir);

describe('the app scheme', () => {
  it.each([
    ['app://ieum/', 'text/html; charset=utf-8'],
    ['app://ieum/index.html', 'text/html; charset=utf-8'],
    ['app://ieum/index.html?query#part', 'text/html; charset=utf-8'],
    ['app://ieum/assets/main.js', 'text/javascript; charset=utf-8'],
    ['app://ieum/assets/ring.ogg', 'audio/ogg'],
    ['app://ieum/assets/%EC%95%88%EB%82%B4%20%EB%A7%90.json', 'application/json; charset=utf-8'],
    ['app://ieum/assets/unknown.xyz', 'application/octet-stream'],
  ])('serves %s as %s', async (url, type) => {
    const response = await get(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect((await response.text()).length).toBeGreaterThan(0);
  });

  it.each([
    'app://ieum/missing.js',
    'app://ieum/assets',
    'app://ieum/assets/',
    'app://ieum/../secret.txt',
    'app://ieum/%2e%2e/secret.txt',
    'app://ieum/%2e%2e%2fsecret.txt',
    'app://ieum/..%2fsecret.txt',
    'app://ieum/assets/..%2f..%2fsecret.txt',
    'app://ieum/..%2frenderer-secret/key.txt',
    'app://ieum/..%5csecret.txt',
    'app://ieum/%2fetc%2fpasswd',
    'app://ieum//etc/passwd',
    'app://ieum/C:/Windows/win.ini',
    'app://ieum/index.html%00.js',
    'app://ieum/%',
    'app://other/index.html',
    'app://user@other/index.html',
    'https://ieum/index.html',
    'no address',
  ])('answers 404 to %s', async (url) => {
    const response = await get(url);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
  });

  it('answers 405 to anything but GET and HEAD', async () => {
    expect((await get('app://ieum/index.html', 'POST')).status).toBe(405);
    const head = await get('app://ieum/index.html', 'HEAD');
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
  });

  it.each(['app://ieum/index.html', 'app://ieum/missing.js'])(
    'sends the content security policy with %s',
    async (url) => {
      const { headers } = await get(url);
      expect(headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY_HEADER);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    },
  );

  it('starts from nothing and allows scripts of the app only, without eval', () => {
    const directives = CONTENT_SECURITY_POLICY.split('; ');
    expect(directives).toContain("default-src 'none'");
    expect(directives).toContain("script-src 'self'");
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|data:|\*(?!;|$| )/);
  });
});

describe('a recording over the app scheme', () => {
  const ask = (url: string, headers: HeadersInit = {}, method = 'GET'): Response | null => {
    const path = join(rendererDir, 'assets/ring.ogg');
    return answerMedia({ method, url, headers: new Headers(headers) }, (ticket) =>
      ticket === 'ticket' ? { path, type: 'audio/ogg', size: 4, saveAs: null } : null,
    );
  };

  it('is sent for its ticket, whole or in part', async () => {
    const whole = ask('app://ieum/recordings/ticket');
    expect(whole?.status).toBe(200);
    expect(whole?.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY_HEADER);
    expect(await whole?.text()).toBe('OggS');
    const part = ask('app://ieum/recordings/ticket', { range: 'bytes=1-2' });
    expect(part?.status).toBe(206);
    expect(part?.headers.get('content-range')).toBe('bytes 1-2/4');
    expect(await part?.text()).toBe('gg');
    expect(ask('app://ieum/recordings/ticket', { range: 'bytes=9-' })?.status).toBe(416);
  });

  it('is not there for another ticket, another way of asking, another host', () => {
    expect(ask('app://ieum/recordings/other')?.status).toBe(404);
    expect(ask('app://ieum/recordings/ticket', {}, 'POST')?.status).toBe(404);
    expect(ask('app://elsewhere/recordings/ticket')).toBeNull();
    expect(ask('app://ieum/index.html')).toBeNull();
  });
});
