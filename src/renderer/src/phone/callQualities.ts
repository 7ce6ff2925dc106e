import {
  addSample,
  noteNothingReceived,
  pauseQuality,
  summaryOf,
  UNKNOWN_QUALITY,
} from '#shared/domain/quality/callQuality.ts';
import type { CallQuality } from '#shared/domain/quality/callQuality.ts';
import type { QualitySample } from '#shared/domain/quality/sample.ts';
import type { QualitySummary } from '#shared/domain/quality/summary.ts';

/** How well each of the calls there are is heard, sample by sample. */
export class CallQualities {
  readonly #known = new Map<string, CallQuality>();
  readonly #changed: (callId: string, quality: CallQuality) => void;

  constructor(changed: (callId: string, quality: CallQuality) => void) {
    this.#changed = changed;
  }

  add(callId: string, sample: QualitySample, muted: boolean): void {
    this.#set(callId, addSample(this.#of(callId), sample, { muted }));
  }

  /** Nobody is heard for now, and that is no fault. */
  pause(callId: string): void {
    if (this.#known.has(callId)) this.#set(callId, pauseQuality(this.#of(callId)));
  }

  noteNothingReceived(callId: string): void {
    this.#set(callId, noteNothingReceived(this.#of(callId)));
  }

  /** @returns null when nothing is known */
  summary(callId: string): QualitySummary | null {
    const known = this.#known.get(callId);
    return known ? summaryOf(known) : null;
  }

  forget(callId: string): void {
    this.#known.delete(callId);
  }

  #of(callId: string): CallQuality {
    return this.#known.get(callId) ?? UNKNOWN_QUALITY;
  }

  #set(callId: string, quality: CallQuality): void {
    this.#known.set(callId, quality);
    this.#changed(callId, quality);
  }
}
