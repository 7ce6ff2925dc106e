import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint } from '../../scripts/build/fingerprint.ts';
import { findElectron } from '../../scripts/start/electronRuntime.ts';
import { reasonIn } from '../../scripts/start/fetchElectron.ts';
import {
  RETRY_AFTER_MS,
  forgetFailure,
  noteFailure,
  recentFailure,
} from '../../scripts/start/fetchNote.ts';
import { readOptions } from '../../scripts/start/options.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ieum-start-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const write = (path: string, text = ''): void => {
  mkdirSync(resolve(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
};

describe('whether to build', () => {
  const now = (): string => fingerprint(folder, ['src', 'missing', 'package.json']);

  it('follows every change of a source, and nothing else', () => {
    write('src/a/one.ts', '1');
    write('package.json', '{}');
    const first = now();
    expect(now()).toBe(first);
    write('src/a/one.test.ts', 'a test');
    write('other/two.ts', '2');
    expect(now()).toBe(first);
    // An older time, as `git checkout` or unpacking an archive may give.
    utimesSync(join(folder, 'src/a/one.ts'), 1, 1);
    const older = now();
    expect(older).not.toBe(first);
    write('src/a/two.ts', '2');
    const added = now();
    expect(added).not.toBe(older);
    rmSync(join(folder, 'src/a/two.ts'));
    expect(now()).toBe(older);
  });
});

describe('Electron’s runtime', () => {
  const program = 'electron';

  function install(version: string): void {
    write('package.json', JSON.stringify({ version: '45.4.1' }));
    write('dist/version', version);
    write(`dist/${program}`);
    write('path.txt', program);
  }

  it('is there when it is of this version and complete', () => {
    install('45.4.1');
    expect(findElectron(folder)).toBe(join(folder, 'dist', program));
    install('v45.4.1\n');
    expect(findElectron(folder)).not.toBeNull();
  });

  it.each(['path.txt', 'dist/version', 'dist/electron', 'package.json'])(
    'is not there without %s',
    (path) => {
      install('45.4.1');
      rmSync(join(folder, path));
      expect(findElectron(folder)).toBeNull();
    },
  );

  it('is not there when it is of another version', () => {
    install('45.4.0');
    expect(findElectron(folder)).toBeNull();
  });
});

describe('a fetch that failed', () => {
  const reason = ['인터넷에 연결할 수 없음', 'no connection'] as const;
  const path = (): string => join(folder, 'notes/fetch.json');

  it('is remembered for a day, for its version', () => {
    noteFailure(path(), { version: '1', failedAt: 1_000, reason });
    expect(recentFailure(path(), '1', 1_000)).toEqual(reason);
    expect(recentFailure(path(), '1', 1_000 + RETRY_AFTER_MS - 1)).toEqual(reason);
    expect(recentFailure(path(), '1', 1_000 + RETRY_AFTER_MS)).toBeNull();
    expect(recentFailure(path(), '2', 1_000)).toBeNull();
    // A clock that was set back must not hold it for longer.
    expect(recentFailure(path(), '1', 999)).toBeNull();
    forgetFailure(path());
    expect(recentFailure(path(), '1', 1_000)).toBeNull();
  });

  it.each(['', '{', 'null', '{}', '{"version":"1","failedAt":1000,"reason":"text"}'])(
    'is not remembered by a damaged note %j',
    (text) => {
      write('notes/fetch.json', text);
      expect(recentFailure(path(), '1', 1_000)).toBeNull();
    },
  );

  it.each([
    ['TypeError: fetch failed\n    at node:internal', 'no connection'],
    ['Error: getaddrinfo ENOTFOUND example.com', 'name not found'],
    [
      'HTTPError: Response code 404 (Not Found) for https://example.com/x',
      'the server answered 404',
    ],
    ['Error: ENOSPC: no space left on device, write', 'the disk is full'],
    ['', 'it could not be installed'],
  ])('%j is told as %s', (errors, words) => {
    expect(reasonIn(errors)[1]).toBe(words);
  });
});

describe('the arguments of npm start', () => {
  it('are its own or the app’s', () => {
    expect(readOptions(['--fetch-electron', '--data-dir', '/d', '--browser'])).toEqual({
      fetchElectron: true,
      browser: true,
      rest: ['--data-dir', '/d'],
    });
  });
});

describe('the launcher', () => {
  /** Runs scripts/launch.cjs as an older Node would, by telling it another version. */
  function launchAs(version: string) {
    write(
      'version.cjs',
      `Object.defineProperty(process, 'version', { value: 'v${version}' });
      Object.defineProperty(process, 'versions', { value: { node: '${version}' } });`,
    );
    write(
      'script.ts',
      `console.log(JSON.stringify(process.argv.slice(2))); export const x: number = 1;`,
    );
    const launcher = resolve(import.meta.dirname, '../../scripts/launch.cjs');
    return spawnSync(
      process.execPath,
      ['--require', join(folder, 'version.cjs'), launcher, join(folder, 'script.ts'), '--a', 'b'],
      { encoding: 'utf8' },
    );
  }

  it('runs a script with its arguments', () => {
    expect(launchAs('24.9.0')).toMatchObject({ status: 0, stdout: '["--a","b"]\n', stderr: '' });
  });

  it.each([
    ['18.19.0', 'Node.js 20 이상이 필요합니다', 'needs Node.js 20 or newer; this is v18.19.0'],
    ['20.20.2', 'Node.js 24가 아직 설치되지 않았습니다', 'own Node.js 24 is not installed yet'],
  ])('says in Korean and English what is wrong with Node %s', (version, ko, en) => {
    const { status, stdout, stderr } = launchAs(version);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(ko);
    expect(stderr).toContain(en);
  });
});
