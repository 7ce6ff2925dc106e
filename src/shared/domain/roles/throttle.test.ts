import { describe, expect, it } from 'vitest';
import { NO_TRIES, waitFor } from './throttle.ts';

const NOW = 1_000_000_000;
const after = (wrong: number, ms = 0): number => waitFor({ wrong, lastAt: NOW }, NOW + ms);

describe('the wait after wrong passphrases', () => {
  it('is none at first, then doubles to a quarter of an hour', () => {
    expect(waitFor(NO_TRIES, NOW)).toBe(0);
    expect([1, 2, 3, 4, 5, 6].map((wrong) => after(wrong))).toEqual([
      0, 0, 5_000, 10_000, 20_000, 40_000,
    ]);
    expect(after(11)).toBe(900_000);
    expect(after(1_000_000)).toBe(900_000);
  });

  it('passes with the time', () => {
    expect(after(4, 4_000)).toBe(6_000);
    expect(after(4, 10_000)).toBe(0);
  });

  it('is no shorter, and no longer, for a clock that is turned back', () => {
    expect(after(4, -86_400_000)).toBe(10_000);
  });

  it('allows at most 120 tries a day', () => {
    let now = NOW;
    let tries = { wrong: 0, lastAt: NOW };
    let count = 0;
    while (now < NOW + 86_400_000) {
      now += waitFor(tries, now);
      tries = { wrong: tries.wrong + 1, lastAt: now };
      count += 1;
    }
    expect(count).toBeLessThan(120);
  });
});
