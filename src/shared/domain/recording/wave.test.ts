import { describe, expect, it } from 'vitest';
import { columnOf, packetsToLookAt } from './wave.ts';

describe('the picture of a recording', () => {
  it('looks at all of a short one', () => {
    expect(packetsToLookAt(7, 3, 10)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(packetsToLookAt(0, 3, 10)).toEqual([]);
  });

  it('looks at the beginning of each column of a long one', () => {
    expect(packetsToLookAt(20, 4, 8)).toEqual([0, 1, 5, 6, 10, 11, 15, 16]);
  });

  it.each([180_000, 15_001, 99_991])('leaves no column out and stays bounded: %i', (total) => {
    const chosen = packetsToLookAt(total, 300, 15_000);
    expect(chosen.length).toBeLessThanOrEqual(15_000);
    expect(new Set(chosen.map((index) => columnOf(index, total, 300))).size).toBe(300);
  });
});
