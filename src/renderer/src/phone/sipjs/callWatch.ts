import type { NetworkEvent } from '#shared/domain/call/call.ts';
import { newMediaWatch, watchMedia } from '#shared/domain/call/mediaWatch.ts';
import type { QualitySample } from '#shared/domain/quality/sample.ts';
import { startReadings } from '../quality/readings.ts';
import { createSampler } from '../quality/sampler.ts';

export interface CallWatchDeps {
  connection(): Pick<RTCPeerConnection, 'getStats'> | undefined;
  /** Both sides are to be heard now: nobody holds. */
  talking(): boolean;
  isConnected(): boolean;
  report(event: NetworkEvent): void;
  /** What the last second was like, while nobody holds. */
  reportQuality(sample: QualitySample): void;
  /** Nothing comes from the other side this moment: a pause of theirs, or the way is gone. */
  quiet(): void;
  /** Nothing has come from the other side for too long. */
  over(): void;
}

/**
 * One reading of the statistics a second, and what is told from it: whether the other side's sound
 * still comes, and how good the sound is. @returns stops it
 */
export function watchCall(deps: CallWatchDeps): () => void {
  const now = (): number => performance.now();
  let watch = newMediaWatch(now());
  const sample = createSampler({
    talking: () => deps.talking(),
    report: (quality) => deps.reportQuality(quality),
  });
  return startReadings({
    connection: () => deps.connection(),
    read: (counters) => {
      sample(counters);
      const packets = counters.inbound?.packetsReceived ?? 0;
      const expected = deps.talking() && deps.isConnected();
      const step = watchMedia(watch, { packets, expected }, counters.at);
      watch = step.watch;
      if (step.verdict === 'quiet') deps.quiet();
      if (step.verdict === 'lost') deps.report({ type: 'soundLost' });
      if (step.verdict === 'back') deps.report({ type: 'soundBack' });
      if (step.verdict === 'over') deps.over();
    },
    now,
    every: (ms, tick) => {
      const timer = setInterval(tick, ms);
      return () => clearInterval(timer);
    },
  });
}
