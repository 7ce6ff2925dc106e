import { describe, expect, it } from 'vitest';
import { BOTH_WAYS, listenOn, oneWayOf } from './oneWay.ts';
import type { OneWay } from './oneWay.ts';

interface Second {
  readonly received?: number;
  readonly level?: number | null;
  readonly muted?: boolean;
}

/** What is said after each second. */
function said(...seconds: readonly Second[]): (OneWay | null)[] {
  let state = BOTH_WAYS;
  return seconds.map(({ received = 50, level = 0.01, muted = false }) => {
    state = listenOn(state, { durationMs: 1_000, received, microphoneLevel: level }, muted);
    return oneWayOf(state);
  });
}

const times = (n: number, second: Second): Second[] => Array.from({ length: n }, () => second);

describe('sound in one direction only', () => {
  it('is said when nothing has come for 5 s', () => {
    expect(said(...times(6, { received: 0 }))).toEqual([
      null,
      null,
      null,
      null,
      'nothing-received',
      'nothing-received',
    ]);
  });

  it('is over with the first packet', () => {
    expect(said(...times(5, { received: 0 }), { received: 1 }).at(-1)).toBeNull();
    expect(said(...times(4, { received: 0 }), {}, ...times(4, { received: 0 })).at(-1)).toBeNull();
  });

  it('is our microphone when it has given digital zero for 10 s', () => {
    const all = said(...times(10, { level: 0 }));
    expect(all.slice(0, 9)).toEqual(times(9, {}).map(() => null));
    expect(all.at(-1)).toBe('microphone-silent');
  });

  it.each([
    ['the faintest noise', { level: 1 / 32_767 }],
    ['a microphone of which nothing is known', { level: null }],
    ['a microphone that the agent muted', { level: 0, muted: true }],
  ])('is not %s', (_case, second) => {
    expect(said(...times(30, second)).at(-1)).toBeNull();
  });

  it('says first that nothing is heard', () => {
    expect(said(...times(10, { received: 0, level: 0 })).at(-1)).toBe('nothing-received');
  });
});
