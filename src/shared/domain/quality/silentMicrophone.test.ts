import { describe, expect, it } from 'vitest';
import { isSilent, silenceOn } from './silentMicrophone.ts';

interface Second {
  readonly level?: number | null;
  readonly muted?: boolean;
}

/** What is said after each second. */
function said(...seconds: readonly Second[]): boolean[] {
  let silentMs = 0;
  return seconds.map(({ level = 0.01, muted = false }) => {
    silentMs = silenceOn(silentMs, { durationMs: 1_000, microphoneLevel: level }, muted);
    return isSilent(silentMs);
  });
}

const times = (n: number, second: Second): Second[] => Array.from({ length: n }, () => second);

describe('a silent microphone', () => {
  it('is said when it has given digital zero for 10 s', () => {
    const all = said(...times(10, { level: 0 }));
    expect(all.slice(0, 9)).toEqual(times(9, {}).map(() => false));
    expect(all.at(-1)).toBe(true);
  });

  it('is over with the first sound', () => {
    expect(said(...times(10, { level: 0 }), {}).at(-1)).toBe(false);
    expect(said(...times(9, { level: 0 }), {}, ...times(9, { level: 0 })).at(-1)).toBe(false);
  });

  it.each([
    ['the faintest noise', { level: 1 / 32_767 }],
    ['a microphone of which nothing is known', { level: null }],
    ['a microphone that the agent muted', { level: 0, muted: true }],
  ])('is not %s', (_case, second) => {
    expect(said(...times(30, second)).at(-1)).toBe(false);
  });
});
