import { GOOD_FROM_R } from './grade.ts';
import { impairmentOf, rFactor } from './eModel.ts';

/** Where the trouble most likely is; a hint for what to try first, never a verdict. */
export const LIKELY_CAUSES = ['my-network', 'my-microphone', 'far-side', 'unknown'] as const;
export type LikelyCause = (typeof LIKELY_CAUSES)[number];

/** Enough loss to spoil a call by itself, whatever the delay. */
export function isLossBad(lossPercent: number, codec: string | null): boolean {
  return rFactor(lossPercent, 0, impairmentOf(codec)) < GOOD_FROM_R;
}

/**
 * Both directions share one stretch of the way, ours; so does what we send before anybody else
 * carries it. What is lost only on its way to us, while ours arrives, was lost by the others.
 * @param inBad null where nothing is known of that direction
 */
export function likelyCause(known: {
  readonly inBad: boolean | null;
  readonly outBad: boolean | null;
  readonly microphoneSilent: boolean;
}): LikelyCause {
  if (known.microphoneSilent) return 'my-microphone';
  if (known.outBad) return 'my-network';
  if (known.inBad && known.outBad === false) return 'far-side';
  return 'unknown';
}
