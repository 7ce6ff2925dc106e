import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface ShellArguments {
  readonly dataDir: string | null;
  /** The administrator's file (docs/provisioning.md). */
  readonly provisioningFile: string | null;
  /** No window is opened. */
  readonly hidden: boolean;
}

/**
 * What is asked for on the command line. Anything else is left alone: Chromium's switches, and the
 * `tel:` address of a link that started the app, stand on the same line.
 */
export function readShellArguments(argv: readonly string[]): ShellArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      ...{ 'data-dir': { type: 'string' }, provision: { type: 'string' } },
      hidden: { type: 'boolean' },
    },
    strict: false,
  });
  const text = (value: unknown): string | null =>
    typeof value === 'string' && value !== '' ? value : null;
  return {
    ...{ dataDir: text(values['data-dir']), provisioningFile: text(values['provision']) },
    hidden: values['hidden'] === true,
  };
}

/** What a start by the system needs to be the same phone, from whatever folder it starts. */
export function sameAgain({ dataDir, provisioningFile }: ShellArguments): readonly string[] {
  return [
    ...(dataDir === null ? [] : [`--data-dir=${resolve(dataDir)}`]),
    ...(provisioningFile === null ? [] : [`--provision=${resolve(provisioningFile)}`]),
  ];
}
