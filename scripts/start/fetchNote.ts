import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A fetch that failed is not tried again before this: every start would wait for it. */
export const RETRY_AFTER_MS = 24 * 60 * 60 * 1_000;

/** In Korean and in English. */
export type Reason = readonly [ko: string, en: string];

interface FetchNote {
  readonly version: string;
  readonly failedAt: number;
  readonly reason: Reason;
}

/** @returns why the last fetch of this version failed, when that was less than a day ago */
export function recentFailure(path: string, version: string, now: number): Reason | null {
  if (!existsSync(path)) return null;
  try {
    const note = JSON.parse(readFileSync(path, 'utf8')) as Partial<FetchNote>;
    const age = now - Number(note.failedAt);
    // A time ahead of now is a clock that was set back: it would hold forever.
    const isRecent = note.version === version && age >= 0 && age < RETRY_AFTER_MS;
    return isRecent && Array.isArray(note.reason) ? note.reason : null;
  } catch {
    return null;
  }
}

export function noteFailure(path: string, note: FetchNote): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(note));
}

export function forgetFailure(path: string): void {
  rmSync(path, { force: true });
}
