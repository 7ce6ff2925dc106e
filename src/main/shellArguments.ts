import { parseArgs } from 'node:util';

export interface ShellArguments {
  readonly dataDir: string | null;
  /** The administrator's file (docs/provisioning.md). */
  readonly provisioningFile: string | null;
}

/**
 * The two options both shells have. Anything else is left alone: Chromium's switches, and the
 * `tel:` address of a link that started the app, stand on the same line.
 */
export function readShellArguments(argv: readonly string[]): ShellArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: { 'data-dir': { type: 'string' }, provision: { type: 'string' } },
    strict: false,
  });
  const text = (value: unknown): string | null =>
    typeof value === 'string' && value !== '' ? value : null;
  return { dataDir: text(values['data-dir']), provisioningFile: text(values['provision']) };
}
