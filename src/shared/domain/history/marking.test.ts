import { describe, expect, it } from 'vitest';
import { allOf, stretched, toggled, UNMARKED } from './marking.ts';
import type { Marking } from './marking.ts';

const ORDER = ['a', 'b', 'c', 'd', 'e', 'f'];
const marks = ({ ids }: Marking): string => ORDER.filter((id) => ids.has(id)).join('');

describe('rows are marked', () => {
  it('one by one, and back', () => {
    const two = toggled(toggled(UNMARKED, 'b'), 'e');
    expect(marks(two)).toBe('be');
    expect(marks(toggled(two, 'b'))).toBe('e');
  });

  it('from one to another, whichever comes first', () => {
    expect(marks(stretched(toggled(UNMARKED, 'b'), ORDER, 'd'))).toBe('bcd');
    expect(marks(stretched(toggled(UNMARKED, 'e'), ORDER, 'c'))).toBe('cde');
  });

  it('by a stretch that grows and shrinks beside what was marked before', () => {
    let now = toggled(toggled(UNMARKED, 'a'), 'c');
    for (const [to, expected] of [
      ['e', 'acde'],
      ['d', 'acd'],
      ['b', 'abc'],
    ] as const) {
      now = stretched(now, ORDER, to);
      expect(marks(now)).toBe(expected);
    }
  });

  it('from where the keys are, where nothing was marked yet', () => {
    expect(marks(stretched(UNMARKED, ORDER, 'c', 'b'))).toBe('bc');
  });

  it('from where the keys are, where the first one is in the list no more', () => {
    const gone = toggled(UNMARKED, 'z');
    expect(marks(stretched(gone, ORDER, 'c', 'b'))).toBe('bc');
    expect(stretched(gone, ORDER, 'c', 'b').ids.has('z')).toBe(true);
  });

  it('all at once, and none the second time', () => {
    const all = allOf(toggled(UNMARKED, 'b'), ORDER);
    expect(marks(all)).toBe('abcdef');
    expect(allOf(all, ORDER)).toEqual(UNMARKED);
  });
});
