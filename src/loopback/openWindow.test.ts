import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTempDir } from '../../tests/host/support.ts';
import { browserArguments, findBrowser, openWindow } from './openWindow.ts';

describe('the window of the loopback host', () => {
  let dir: ReturnType<typeof makeTempDir>;
  beforeEach(() => {
    dir = makeTempDir();
  });
  afterEach(() => dir.remove());

  const options = (env: Record<string, string>) => ({
    url: 'http://127.0.0.1:1/#ticket=t',
    profileDir: join(dir.path, 'browser'),
    env,
    platform: 'linux' as const,
    userId: 1_000,
  });

  it.each([
    ['linux', { PATH: '/a:/b' }, '/b/chromium'],
    ['linux', { PATH: '/a:/b' }, '/a/google-chrome'],
    ['darwin', {}, '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'],
    ['win32', { ProgramFiles: 'C:\\P' }, 'C:\\P\\Google\\Chrome\\Application\\chrome.exe'],
    ['linux', { IEUM_BROWSER: '/my/browser', PATH: '/a' }, '/my/browser'],
  ] as const)('is a browser found on %s', (platform, env, only) => {
    expect(findBrowser(env, platform, (path) => path === only)).toBe(only);
    expect(findBrowser(env, platform, () => false)).toBeNull();
  });

  it('gives up its sandbox for root alone', () => {
    const plain = { url: 'u', profileDir: 'p' };
    expect(browserArguments(plain, false)).not.toContain('--no-sandbox');
    expect(browserArguments(plain, true)).toContain('--no-sandbox');
  });

  it('is not opened without a browser or a display', async () => {
    expect(await openWindow(options({ PATH: dir.path }))).toEqual({
      opened: false,
      reason: 'no-browser',
    });
    writeFileSync(join(dir.path, 'chromium'), '#!/bin/sh\n', { mode: 0o755 });
    expect(await openWindow(options({ PATH: dir.path }))).toEqual({
      opened: false,
      reason: 'no-display',
    });
  });

  it('starts the browser with the address and a profile of its own', async () => {
    const browser = join(dir.path, 'chromium');
    writeFileSync(browser, `#!/bin/sh\nprintf '%s\\n' "$@" > ${dir.path}/args\n`);
    chmodSync(browser, 0o755);
    const result = await openWindow(options({ PATH: dir.path, DISPLAY: ':0' }));
    expect(result).toEqual({ opened: true, browser, withoutSandbox: false });
    await expect.poll(() => existsSync(join(dir.path, 'args'))).toBe(true);
    await expect
      .poll(() => readFileSync(join(dir.path, 'args'), 'utf8'))
      .toContain(`--app=http://127.0.0.1:1/#ticket=t\n--user-data-dir=${dir.path}/browser\n`);
  });

  it('says so when the browser cannot be started', async () => {
    const browser = join(dir.path, 'chromium');
    writeFileSync(browser, 'no program');
    chmodSync(browser, 0o755);
    expect(await openWindow(options({ PATH: dir.path, DISPLAY: ':0' }))).toEqual({
      opened: false,
      reason: 'failed',
    });
  });
});
