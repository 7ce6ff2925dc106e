import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface LoopbackArguments {
  readonly dataDir: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly provisioningFile: string | null;
  readonly open: boolean;
  readonly rendererDir: string | null;
}

export const USAGE =
  'ieum-loopback [--data-dir DIR] [--port N] [--provision FILE] [--no-open] [--renderer DIR]';

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Error with a sentence for the person */
export function readArguments(
  argv: readonly string[],
  env: Environment,
  platform: NodeJS.Platform,
): LoopbackArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      'data-dir': { type: 'string' },
      port: { type: 'string' },
      provision: { type: 'string' },
      'no-open': { type: 'boolean' },
      renderer: { type: 'string' },
    },
  });
  const port = values.port ?? '0';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Error('--port takes a number from 0 to 65535.');
  }
  return {
    dataDir: resolve(values['data-dir'] ?? defaultDataDir(env, platform, homedir())),
    port: Number(port),
    provisioningFile: values.provision === undefined ? null : resolve(values.provision),
    open: values['no-open'] !== true,
    rendererDir: values.renderer === undefined ? null : resolve(values.renderer),
  };
}

/**
 * Where programs keep data on each system: the XDG Base Directory Specification, Microsoft's known
 * folders, Apple's File System Programming Guide.
 */
export function defaultDataDir(env: Environment, platform: NodeJS.Platform, home: string): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Ieum');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Ieum');
  const xdg = env['XDG_DATA_HOME'];
  // A relative path is to be ignored, says the specification.
  return join(xdg?.startsWith('/') ? xdg : join(home, '.local', 'share'), 'ieum');
}
