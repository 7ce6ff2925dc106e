import { ensureBuilt } from '../build/ensureBuilt.ts';
import { ensureDebianPackages, findChromium } from '../debian-packages.ts';
import type { DebianPackages } from '../debian-packages.ts';
import type { Need } from './tiers.ts';

let packages: DebianPackages | null = null;

/** Once a run: two tiers ask, and installing takes a while. */
function debianPackages(): DebianPackages {
  if (packages === null) {
    packages = ensureDebianPackages();
    if (packages.installed.length > 0) console.log(`installed: ${packages.installed.join(' ')}`);
  }
  return packages;
}

/**
 * Sees to what a tier needs, as far as it may.
 * @returns null when everything is there, otherwise one line that names what is not
 */
export async function meetNeeds(needs: readonly Need[]): Promise<string | null> {
  if (needs.includes('chromium')) {
    // Asked for also where there is some Chromium: a better one for tests may be installed.
    const { reason } = debianPackages();
    if (findChromium() === undefined) return `chromium is missing. ${reason ?? ''}`.trim();
  }
  if (needs.includes('laboratory')) {
    const { missing, reason } = debianPackages();
    if (missing.length > 0) return `missing: ${missing.join(' ')}. ${reason ?? ''}`.trim();
  }
  if (needs.includes('build')) {
    try {
      await ensureBuilt();
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
  return null;
}
