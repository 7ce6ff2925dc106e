import { describe, expect, it } from 'vitest';
import { outsidePreferred } from './preferredHours.ts';

/** Saturday, 21 November 2026, by the wall clock. */
const at = (hour: number, minute = 0, day = 21): number =>
  new Date(2026, 10, day, hour, minute).getTime();
const SATURDAY = 6;
const FRIDAY = 5;

describe('what a customer would like', () => {
  it('is anything when they did not say', () => {
    expect(outsidePreferred(null, at(3))).toBeNull();
    expect(outsidePreferred({ hours: null, days: [] }, at(3))).toBeNull();
  });

  it('is from up to, but without, the end', () => {
    const preferences = { hours: { from: 10 * 60, to: 12 * 60 }, days: [] };
    expect(outsidePreferred(preferences, at(9, 59))).toBe('hours');
    expect(outsidePreferred(preferences, at(10))).toBeNull();
    expect(outsidePreferred(preferences, at(11, 59))).toBeNull();
    expect(outsidePreferred(preferences, at(12))).toBe('hours');
  });

  it('is on their days', () => {
    const preferences = { hours: null, days: [FRIDAY] };
    expect(outsidePreferred(preferences, at(10))).toBe('days');
    expect(outsidePreferred(preferences, at(10, 0, 20))).toBeNull();
  });

  it('over midnight belongs to the day on which it begins', () => {
    const night = { hours: { from: 22 * 60, to: 2 * 60 }, days: [FRIDAY] };
    expect(outsidePreferred(night, at(1))).toBeNull();
    expect(outsidePreferred(night, at(23))).toBe('days');
    expect(outsidePreferred({ ...night, days: [SATURDAY] }, at(1))).toBe('days');
    expect(outsidePreferred({ ...night, days: [SATURDAY] }, at(23))).toBeNull();
    expect(outsidePreferred({ ...night, days: [SATURDAY] }, at(12))).toBe('hours');
  });
});
