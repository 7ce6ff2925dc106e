import { describe, expect, it } from 'vitest';
import { fieldText, windowOfChoice, windowOfFields } from './windowChoice.ts';

const at = (day: number, hour: number, minute = 0): number =>
  new Date(2026, 10, day, hour, minute).getTime();

describe('a time that is chosen', () => {
  it('is what people mean by it', () => {
    const now = at(25, 10, 20);
    expect(windowOfChoice('half-hour', now)).toEqual({ from: at(25, 10, 50), to: at(25, 11, 20) });
    expect(windowOfChoice('hour', now)).toEqual({ from: at(25, 11, 20), to: at(25, 12, 20) });
    expect(windowOfChoice('afternoon', now)).toEqual({ from: at(25, 13), to: at(25, 18) });
    expect(windowOfChoice('morning', now)).toEqual({ from: at(26, 9), to: at(26, 12) });
  });

  it('is never past: an afternoon that has begun begins now, one that is over is none', () => {
    expect(windowOfChoice('afternoon', at(25, 15, 5))).toEqual({
      from: at(25, 15, 5),
      to: at(25, 18),
    });
    expect(windowOfChoice('afternoon', at(25, 18))).toBeNull();
  });

  it('may be written by hand, and has to lie ahead', () => {
    const now = at(25, 10);
    expect(fieldText(at(25, 9, 5))).toBe('2026-11-25T09:05');
    const from = fieldText(at(25, 11));
    const to = fieldText(at(25, 12));
    expect(windowOfFields(from, to, now)).toEqual({ from: at(25, 11), to: at(25, 12) });
    expect(windowOfFields(to, from, now)).toBeNull();
    expect(windowOfFields(from, to, at(25, 13))).toBeNull();
    expect(windowOfFields('', to, now)).toBeNull();
  });
});
