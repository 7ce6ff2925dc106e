import { later } from './later.ts';

const context = () => import('../context/ContextPanel.vue');
const guide = () => import('../guide/GuidePanel.vue');

/** Longer than any disk takes; a line that does not come because of a panel would be worse. */
const LONGEST_WAIT_MS = 2_000;

export const ContextPanel = later(context);
export const GuidePanel = later(guide);

/**
 * Brings what is shown beside a call, right after the first moment. The line opens after it, so that
 * no call can be answered before the guide is there; but it opens whether it came or not.
 */
export async function fetchBesideCall(): Promise<void> {
  // One that cannot be had now is asked for again by the call, which says so when it fails.
  const both = Promise.allSettled([context(), guide()]);
  await Promise.race([both, new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS))]);
}
