import { describe, expect, it } from 'vitest';
import { beginOf, BREATH, BREATH_ROUNDS, paceAt, STRETCHES } from './pace.ts';

const breath = (seconds: number): string => {
  const pace = paceAt(BREATH, BREATH_ROUNDS, seconds * 1_000);
  return pace ? `${pace.round} ${pace.step.name} ${pace.secondsLeft}` : 'over';
};

describe('a guide that goes by the clock', () => {
  it('says what to do and for how long, and begins again', () => {
    expect([0, 0.5, 3.99, 4, 7.9, 8, 13.99, 14, 111.9, 112].map(breath)).toEqual([
      '0 in 4',
      '0 in 4',
      '0 in 1',
      '0 hold 4',
      '0 hold 1',
      '0 out 6',
      '0 out 1',
      '1 in 4',
      '7 out 1',
      'over',
    ]);
  });

  it('never counts past its steps, whatever the clock says', () => {
    expect(breath(-5)).toBe('0 in 4');
    for (let ms = 0; ms < 160_000; ms += 97) {
      const pace = paceAt(STRETCHES, 1, ms);
      if (!pace) expect(ms).toBeGreaterThanOrEqual(150_000);
      else {
        expect(pace.secondsLeft).toBeGreaterThan(0);
        expect(pace.secondsLeft).toBeLessThanOrEqual(pace.step.seconds);
      }
    }
  });

  it('can be gone through by hand', () => {
    for (const [index, step] of STRETCHES.entries()) {
      expect(paceAt(STRETCHES, 1, beginOf(STRETCHES, index))?.step).toBe(step);
    }
  });
});
