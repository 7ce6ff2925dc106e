import { describe, expect, it } from 'vitest';
import { defaultDataDir } from '#host/defaultDataDir.ts';
import { readArguments } from './arguments.ts';

describe('the options of the loopback host', () => {
  it('have defaults', () => {
    expect(readArguments([], { XDG_DATA_HOME: '/data' }, 'linux')).toEqual({
      dataDir: '/data/ieum',
      port: 0,
      provisioningFile: null,
      open: true,
      rendererDir: null,
      link: null,
    });
  });

  it('are read', () => {
    const argv = ['--data-dir', '/d', '--port=8080', '--provision', '/p.json', '--no-open'];
    expect(readArguments([...argv, '--renderer', '/r'], {}, 'linux')).toEqual({
      dataDir: '/d',
      port: 8_080,
      provisioningFile: '/p.json',
      open: false,
      rendererDir: '/r',
      link: null,
    });
  });

  it('may be followed by a link', () => {
    expect(readArguments(['--no-open', 'tel:010-1234-5678'], {}, 'linux')).toMatchObject({
      open: false,
      link: 'tel:010-1234-5678',
    });
  });

  it.each([
    ['tel:1', 'tel:2'],
    ['--port', 'x'],
    ['--port', '65536'],
    ['--port', '-1'],
    ['--oops'],
    ['stray'],
  ])('are refused: %s %s', (...argv) => {
    expect(() => readArguments(argv, {}, 'linux')).toThrow();
  });

  it.each([
    ['linux', {}, '/home/kim/.local/share/ieum'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/kim/.local/share/ieum'],
    ['darwin', {}, '/home/kim/Library/Application Support/Ieum'],
    ['win32', { APPDATA: '/roaming' }, '/roaming/Ieum'],
  ] as const)('put the data where %s wants them', (platform, env, folder) => {
    expect(defaultDataDir(env, platform, '/home/kim')).toBe(folder);
  });
});
