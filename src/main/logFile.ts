import { appendFileSync, chmodSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Two files of this size: enough for weeks, and small enough to send. */
const MAX_BYTES = 5_000_000;

/**
 * Appends to a log only the user can read; the one before it is kept as `.1`. A log that cannot be
 * written must never stop the phone.
 */
export function openLogFile(path: string, maxBytes = MAX_BYTES): (text: string) => void {
  let size = 0;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size > 0) chmodSync(path, 0o600);
  } catch {
    // The first append says the same again, as silently.
  }
  return (text) => {
    try {
      if (size > maxBytes) {
        renameSync(path, `${path}.1`);
        size = 0;
      }
      appendFileSync(path, text, { mode: 0o600 });
      size += Buffer.byteLength(text);
    } catch {
      // A full or missing disk: the storage banner tells the person, not this line.
    }
  };
}
