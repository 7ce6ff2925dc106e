import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Installation } from '#shared/domain/update/update.ts';

/**
 * What electron-builder wrote beside the app about where it came from and who signs it
 * (https://www.electron.build/auto-update).
 */
export function readPackageNote(
  resources: string,
): Pick<Installation, 'address' | 'publisherKnown'> {
  try {
    const note = readFileSync(join(resources, 'app-update.yml'), 'utf8');
    const address = /^url:\s*(\S+)\s*$/m.exec(note)?.[1] ?? null;
    return { address, publisherKnown: /^publisherName:/m.test(note) };
  } catch {
    return { address: null, publisherKnown: false };
  }
}
