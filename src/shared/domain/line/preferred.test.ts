import { describe, expect, it } from 'vitest';
import { mayReturn, nextLook } from './preferred.ts';
import type { Substitution } from './preferred.ts';

const idle: Substitution = { onSubstitute: true, registered: true, calls: 0, lookAt: 100 };

describe('the way back to the preferred server', () => {
  it.each([
    ['idle on a substitute, when a look is due', {}, true],
    ['before a look is due', { lookAt: 101 }, false],
    ['during a call, ringing included', { calls: 1 }, false],
    ['on the preferred server itself', { onSubstitute: false }, false],
    ['while the line is not up', { registered: false }, false],
  ] as const)('is looked for %s: %s', (_when, more, expected) => {
    expect(mayReturn({ ...idle, ...more }, 100)).toBe(expected);
  });

  it('is looked for every twenty to forty seconds, spread over the phones', () => {
    expect(nextLook(1_000, 0)).toBe(21_000);
    expect(nextLook(1_000, 1)).toBe(41_000);
  });
});
