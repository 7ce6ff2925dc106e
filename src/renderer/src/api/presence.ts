import type { Presence } from '#shared/domain/availability/stepAway.ts';

/*
 * Whether somebody is in front of this computer, by Chromium's IdleDetector (WICG Idle Detection
 * §2): it knows of keys, the mouse and the lock of the whole computer, and says no more than that.
 * It asks the person once; in the shell the app's own page may always ask (permissions.ts).
 */

interface IdleDetector extends EventTarget {
  readonly userState: 'active' | 'idle' | null;
  readonly screenState: 'locked' | 'unlocked' | null;
  start(options: { readonly threshold: number; readonly signal: AbortSignal }): Promise<void>;
}

interface IdleDetectorClass {
  new (): IdleDetector;
  /** Only within a click. */
  requestPermission(): Promise<'granted' | 'denied'>;
}

/** It tells of no shorter time than this; milliseconds. */
const SHORTEST_IDLE_MS = 60_000;

function detectorClass(): IdleDetectorClass | null {
  return (globalThis as { readonly IdleDetector?: IdleDetectorClass }).IdleDetector ?? null;
}

/**
 * Tells what there is, and of each change until `signal` ends it.
 * @returns false where this computer does not say, or nobody has allowed it yet
 */
export async function watchPresence(
  tell: (presence: Presence) => void,
  signal: AbortSignal,
): Promise<boolean> {
  const Detector = detectorClass();
  if (!Detector) return false;
  const detector = new Detector();
  const now = (): void =>
    tell({
      locked: detector.screenState === 'locked',
      idleSince: detector.userState === 'idle' ? Date.now() - SHORTEST_IDLE_MS : null,
    });
  detector.addEventListener('change', now, { signal });
  try {
    await detector.start({ threshold: SHORTEST_IDLE_MS, signal });
  } catch {
    return false;
  }
  now();
  return true;
}

/** Asks the person, within their click. @returns whether it may be watched */
export async function allowPresence(): Promise<boolean> {
  return (await detectorClass()?.requestPermission()) === 'granted';
}

export const presenceIsKnown = (): boolean => detectorClass() !== null;
