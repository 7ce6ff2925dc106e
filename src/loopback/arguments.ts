import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findLink } from '#shared/domain/link/link.ts';
import { defaultDataDir } from '#host/defaultDataDir.ts';

export interface LoopbackArguments {
  readonly dataDir: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly provisioningFile: string | null;
  readonly open: boolean;
  readonly rendererDir: string | null;
  /** A tel:, callto:, sip: or sips: link to put into the dial box. */
  readonly link: string | null;
}

export const USAGE =
  'ieum-loopback [--data-dir DIR] [--port N] [--provision FILE] [--no-open] [--renderer DIR] [LINK]';

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Error with a sentence for the person */
export function readArguments(
  argv: readonly string[],
  env: Environment,
  platform: NodeJS.Platform,
): LoopbackArguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      'data-dir': { type: 'string' },
      port: { type: 'string' },
      provision: { type: 'string' },
      'no-open': { type: 'boolean' },
      renderer: { type: 'string' },
    },
  });
  const link = findLink(positionals);
  if (positionals.length > (link === null ? 0 : 1)) {
    throw new Error(
      'One link (tel:, callto:, sip: or sips:) may stand behind the options, no more.',
    );
  }
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
    link,
  };
}
