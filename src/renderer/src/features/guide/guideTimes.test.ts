import { describe, expect, it } from 'vitest';
import { timeChoices, windowUntil } from './guideTimes.ts';

const at = (hour: number, minute: number): number => new Date(2026, 10, 26, hour, minute).getTime();
const clock = (moment: number): string => {
  const date = new Date(moment);
  return `${date.getDate()} ${date.getHours()}:${date.getMinutes()}`;
};

describe('the times a customer is offered', () => {
  it('are said to five minutes, with five o’clock as long as it is well ahead', () => {
    const choices = timeChoices(at(14, 7)).map(({ at: moment }) => clock(moment));
    expect(choices).toEqual(['26 14:40', '26 15:10', '26 17:0', '27 10:0']);
    expect(timeChoices(at(16, 45)).map(({ choice }) => choice)).not.toContain('today');
  });

  it('are the end of the window: a call after what was said is late', () => {
    const now = at(14, 7);
    expect(windowUntil(at(17, 0), now)).toEqual({ from: at(16, 30), to: at(17, 0) });
    expect(windowUntil(at(14, 20), now)).toEqual({ from: now, to: at(14, 20) });
    expect(windowUntil(now, now)).toBeNull();
  });
});
