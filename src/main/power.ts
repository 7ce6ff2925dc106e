import { powerMonitor, powerSaveBlocker } from 'electron';
import type { PowerShell } from '#host/services/power.ts';
import type { Log } from '#host/log.ts';
import { keepIdle } from '#shared/domain/shell/idle.ts';

/** How often the idle time is asked for: the system tells of no change. */
const LOOK_EVERY_MS = 15_000;

export interface PowerOptions {
  readonly platform: NodeJS.Platform;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly log: Log;
  /** Repeats until it is called off. */
  readonly every: (ms: number, look: () => void) => () => void;
}

/** Sleep, lock and idleness as Electron tells them. Only once the app is ready. */
export function systemPower({ platform, clock, log, every }: PowerOptions): PowerShell {
  /** Electron hears of the lock on these two alone; on Linux the page asks Chromium. */
  const tellsLock = platform === 'win32' || platform === 'darwin';
  let locked = false;
  let idleSince: number | null = null;
  let blocker: number | null = null;

  return {
    watched: () => (tellsLock ? { locked, idleSince } : null),
    listen({ changed, resumed }) {
      const lock = (now: boolean) => (): void => {
        locked = now;
        changed();
      };
      const onSuspend = (): void => log.info('suspend', {});
      const onResume = (): void => {
        log.info('resume', {});
        resumed();
      };
      const [onLock, onUnlock] = [lock(true), lock(false)];
      powerMonitor.on('suspend', onSuspend);
      powerMonitor.on('resume', onResume);
      powerMonitor.on('lock-screen', onLock);
      powerMonitor.on('unlock-screen', onUnlock);
      const stopLooking = every(LOOK_EVERY_MS, () => {
        const before = idleSince;
        idleSince = keepIdle(before, powerMonitor.getSystemIdleTime(), clock());
        if (idleSince !== before) changed();
      });
      return () => {
        stopLooking();
        powerMonitor.off('suspend', onSuspend);
        powerMonitor.off('resume', onResume);
        powerMonitor.off('lock-screen', onLock);
        powerMonitor.off('unlock-screen', onUnlock);
      };
    },
    keepAwake(on) {
      if (on && blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension');
      if (!on && blocker !== null) {
        powerSaveBlocker.stop(blocker);
        blocker = null;
      }
    },
  };
}
