import { sampleBetween } from '#shared/domain/quality/sample.ts';
import type { Counters, QualitySample } from '#shared/domain/quality/sample.ts';

export interface SamplerDeps {
  /** Whether both sides are to be heard now: nobody holds. */
  talking(): boolean;
  report(sample: QualitySample): void;
}

/** Makes samples of a call's readings, one after the other. Silent on hold. */
export function createSampler({ talking, report }: SamplerDeps): (counters: Counters) => void {
  let before: Counters | null = null;
  return (counters) => {
    // What happens on hold must not count as loss or silence afterwards.
    if (!talking()) {
      before = null;
      return;
    }
    const sample = before && sampleBetween(before, counters);
    before = counters;
    if (sample) report(sample);
  };
}
