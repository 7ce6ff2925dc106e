import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where programs keep data on each system: the XDG Base Directory Specification, Microsoft's known
 * folders, Apple's File System Programming Guide.
 * Every shell uses the same folder: what was stored in one is there in the other.
 */
export function defaultDataDir(env: Environment, platform: NodeJS.Platform, home: string): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Ieum');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Ieum');
  const xdg = env['XDG_DATA_HOME'];
  // A relative path is to be ignored, says the specification.
  return join(xdg?.startsWith('/') ? xdg : join(home, '.local', 'share'), 'ieum');
}
