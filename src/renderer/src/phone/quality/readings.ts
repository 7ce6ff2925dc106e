import type { Counters } from '#shared/domain/quality/sample.ts';
import { readCounters } from './counters.ts';

/** Milliseconds. */
export const READ_EVERY_MS = 1_000;

export interface ReadingsDeps {
  /** The call's connection, or undefined while there is none. */
  connection(): Pick<RTCPeerConnection, 'getStats'> | undefined;
  read(counters: Counters): void;
  /** Milliseconds on a clock that does not jump. */
  now(): number;
  /** @returns stops it */
  every(ms: number, tick: () => void): () => void;
}

/**
 * Reads one call's statistics at once and then every second, for all who want to know. A reading
 * is not cheap: Chromium collects it across its threads. @returns stops it
 */
export function startReadings(deps: ReadingsDeps): () => void {
  let reading = false;
  let stopped = false;

  async function read(): Promise<void> {
    const connection = deps.connection();
    if (!connection || reading) return;
    let counters: Counters | null = null;
    reading = true;
    try {
      counters = readCounters(await connection.getStats(), deps.now());
    } catch {
      // A connection that was closed meanwhile has no statistics.
    } finally {
      reading = false;
    }
    // The call may have ended while the browser counted.
    if (counters && !stopped) deps.read(counters);
  }

  const stop = deps.every(READ_EVERY_MS, () => void read());
  // What comes in the first second belongs to the first sample.
  void read();
  return () => {
    stopped = true;
    stop();
  };
}
