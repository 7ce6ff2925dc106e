import { describe, expect, it } from 'vitest';
import { clockText } from './clockText.ts';
import { elapsedSince } from './elapsed.ts';

describe('clockText', () => {
  it.each([
    [0, '00:00'],
    [999, '00:00'],
    [134_000, '02:14'],
    [3_599_999, '59:59'],
    [3_600_000, '1:00:00'],
    [-5, '00:00'],
  ])('%d ms is %s', (ms, text) => {
    expect(clockText(ms)).toBe(text);
  });
});

describe('elapsedSince', () => {
  it('counts on the monotonic clock, whatever becomes of the wall clock', () => {
    let wall = 1_000_000;
    let monotonic = 50;
    const elapsed = (): number =>
      elapsedSince(
        990_000,
        () => wall,
        () => monotonic,
      );
    expect(elapsed()).toBe(10_000);
    wall += 7_200_000;
    monotonic += 1_000;
    expect(elapsed()).toBe(11_000);
  });

  it('is never negative', () => {
    const wallNow = (): number => 1_000;
    const monotonicNow = (): number => 0;
    expect(elapsedSince(2_000, wallNow, monotonicNow)).toBe(0);
  });
});
