import { describe, expect, it } from 'vitest';
import { loudness, meterLevel, wasHeard } from './level.ts';

describe('loudness', () => {
  it.each([
    ['full scale, square', Float32Array.of(1, -1, 1, -1), 0],
    ['half of it', Float32Array.of(0.5, -0.5), -6.02],
    ['silence', new Float32Array(8), -Infinity],
    ['nothing', new Float32Array(0), -Infinity],
  ])('%s', (_case, samples, db) => {
    expect(loudness(samples)).toBeCloseTo(db, 2);
  });
});

describe('a meter', () => {
  it.each([
    ['silence is empty', -Infinity, 0, 0],
    ['a quiet room is empty', -60, 0, 0],
    ['speech stands in the middle', -33, 0, 0.5],
    ['too loud is full, never more', 3, 0, 1],
    ['rises at once', -6, 0.1, 1],
    ['falls slowly', -Infinity, 1, 0.75],
    ['never below empty', -Infinity, 0.05, 0],
  ])('%s', (_case, db, before, level) => {
    expect(meterLevel(db, before)).toBeCloseTo(level, 5);
  });
});

describe('a voice', () => {
  it.each([
    ['spoken into a headset', -30, true],
    ['an empty room', -56, false],
    ['a muted microphone', -Infinity, false],
  ])('%s', (_case, db, heard) => {
    expect(wasHeard(db)).toBe(heard);
  });
});
