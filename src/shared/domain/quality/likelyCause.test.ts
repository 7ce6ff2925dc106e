import { expect, it } from 'vitest';
import { isLossBad, likelyCause } from './likelyCause.ts';

it.each([
  // what comes in, what goes out, microphone gives nothing → where to look first
  [true, true, false, 'my-network'],
  [false, true, false, 'my-network'],
  [null, true, false, 'my-network'],
  [true, false, false, 'far-side'],
  [true, null, false, 'unknown'],
  // Delay alone: nothing is lost in either direction.
  [false, false, false, 'unknown'],
  [null, null, false, 'unknown'],
  [false, false, true, 'my-microphone'],
  [true, true, true, 'my-microphone'],
] as const)('in bad %s, out bad %s, microphone silent %s: %s', (inBad, outBad, silent, cause) => {
  expect(likelyCause({ inBad, outBad, microphoneSilent: silent })).toBe(cause);
});

// 95 p / (p + 25.1) = 13.2 at p = 4.05
it.each([
  [0, false],
  [4, false],
  [4.1, true],
  [30, true],
])('%d %% lost is bad by itself: %s', (percent, bad) => {
  expect(isLossBad(percent, 'PCMU')).toBe(bad);
});
