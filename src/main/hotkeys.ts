import type { GlobalShortcut } from 'electron';
import type { GlobalKeys } from '#host/services/hotkeys.ts';
import type { Platform } from '#shared/domain/hotkeys/stroke.ts';

const PLATFORM: Readonly<Partial<Record<NodeJS.Platform, Platform>>> = {
  darwin: 'mac',
  win32: 'windows',
};

/** Electron's hotkeys as the host wants them. It may only be used once Electron is ready. */
export function globalKeys(shortcut: GlobalShortcut, raise: () => void): GlobalKeys {
  return {
    platform: PLATFORM[process.platform] ?? 'linux',
    register(accelerator, pressed) {
      // It answers false for one that another program has, and throws for one it cannot read.
      try {
        return shortcut.register(accelerator, pressed);
      } catch {
        return false;
      }
    },
    unregister: (accelerator) => shortcut.unregister(accelerator),
    suspend: (suspended) => shortcut.setSuspended(suspended),
    raise,
  };
}
