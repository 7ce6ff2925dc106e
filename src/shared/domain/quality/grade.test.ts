import { describe, expect, it } from 'vitest';
import { FIRST_GRADE, gradeOf, nextGrade } from './grade.ts';
import type { Grade } from './grade.ts';

/** The grade after each second of these R values. */
function gradesOf(...values: number[]): Grade[] {
  let state = FIRST_GRADE;
  return values.map((r, second) => {
    state = nextGrade(state, r, second * 1_000);
    return state.grade;
  });
}

describe('the grade of a call', () => {
  it.each([
    [93.2, 'good'],
    [80, 'good'],
    [79.9, 'fair'],
    [70, 'fair'],
    [69.9, 'poor'],
    [-7, 'poor'],
  ] as const)('R %d is %s', (r, grade) => {
    expect(gradeOf(r)).toBe(grade);
  });

  it('gets worse when that has lasted 2 s, and skips no word it does not need', () => {
    expect(gradesOf(93, 60, 60, 60)).toEqual(['good', 'good', 'good', 'poor']);
    expect(gradesOf(93, 78, 72, 65)).toEqual(['good', 'good', 'good', 'poor']);
  });

  it('gets better when that has lasted 3 s', () => {
    expect(gradesOf(60, 60, 60, 90, 90, 90, 90)).toEqual([
      'good',
      'good',
      'poor',
      'poor',
      'poor',
      'poor',
      'good',
    ]);
  });

  it('does not flicker around a limit', () => {
    const around = Array.from({ length: 60 }, (_, second) => (second % 2 ? 79 : 81));
    expect(new Set(gradesOf(...around))).toEqual(new Set(['good']));
    const fair = gradesOf(75, 75, 75, ...Array.from({ length: 60 }, () => 81));
    expect(new Set(fair.slice(2))).toEqual(new Set(['fair']));
  });
});
