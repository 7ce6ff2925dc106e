import { sampleBetween } from '#shared/domain/quality/sample.ts';
import type { Counters, QualitySample } from '#shared/domain/quality/sample.ts';
import { readCounters } from './counters.ts';

/** Milliseconds. */
export const SAMPLE_EVERY_MS = 1_000;

export interface SamplerDeps {
  /** The call's connection, or undefined while there is none. */
  connection(): Pick<RTCPeerConnection, 'getStats'> | undefined;
  /** Whether both sides are to be heard now: nobody holds. */
  talking(): boolean;
  report(sample: QualitySample): void;
  /** Milliseconds on a clock that does not jump. */
  now(): number;
  /** @returns stops it */
  every(ms: number, tick: () => void): () => void;
}

/** Reads one call's statistics every second. Silent on hold. @returns stops it */
export function startSampler(deps: SamplerDeps): () => void {
  let before: Counters | null = null;
  let reading = false;
  let stopped = false;

  async function read(): Promise<void> {
    const connection = deps.connection();
    if (!connection || reading) return;
    reading = true;
    try {
      const counters = readCounters(await connection.getStats(), deps.now());
      // The call may have ended or been held while the browser counted.
      if (stopped) return;
      if (!deps.talking()) {
        before = null;
        return;
      }
      const sample = before && sampleBetween(before, counters);
      before = counters;
      if (sample) deps.report(sample);
    } catch {
      // A connection that was closed meanwhile has no statistics.
    } finally {
      reading = false;
    }
  }

  const stop = deps.every(SAMPLE_EVERY_MS, () => {
    // What happens on hold must not count as loss or silence afterwards.
    if (deps.talking()) void read();
    else before = null;
  });
  // What comes in the first second belongs to the first sample.
  if (deps.talking()) void read();
  return () => {
    stopped = true;
    stop();
  };
}
