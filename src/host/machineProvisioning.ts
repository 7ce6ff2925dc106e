import { existsSync } from 'node:fs';
import { posix, win32 } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where an administrator's file lies for everybody on a computer, without a word on the command line: for
 * Group Policy, Intune, an MDM or a package of the house. Only administrators may write there.
 */
export function machineProvisioning(env: Environment, platform: NodeJS.Platform): string {
  const name = 'provisioning.json';
  if (platform === 'win32') {
    return win32.join(env['ProgramData'] ?? 'C:\\ProgramData', 'Ieum', name);
  }
  if (platform === 'darwin') return posix.join('/Library/Application Support/Ieum', name);
  return posix.join('/etc/ieum', name);
}

/**
 * The administrator's file to read: the one named at the start, else the computer's, else none. One that
 * is named and missing is read all the same, so that its absence is said.
 */
export function provisioningFileOf(
  named: string | null,
  env: Environment,
  platform: NodeJS.Platform,
  exists: (path: string) => boolean = existsSync,
): string | null {
  if (named !== null) return named;
  const machine = machineProvisioning(env, platform);
  return exists(machine) ? machine : null;
}
