import { afterEach, describe, expect, it } from 'vitest';
import {
  atMinute,
  closesAt,
  dayAfter,
  isOpen,
  minuteOf,
  nextAtMinute,
  nextOpen,
  OFFICE_HOURS,
} from './businessHours.ts';
import type { BusinessHours } from './businessHours.ts';

const zone = process.env.TZ;
afterEach(() => (process.env.TZ = zone));

const at = (text: string): number => new Date(text).getTime();
const lunch: BusinessHours = {
  week: Array.from({ length: 7 }, () => [
    { from: 13 * 60, to: 18 * 60 },
    { from: 9 * 60, to: 12 * 60 },
  ]),
  closed: ['2026-12-25'],
};

describe('the next time the clock shows a minute', () => {
  it('is today, and tomorrow once it is past', () => {
    const noon = at('2026-11-26T12:00:00');
    expect(nextAtMinute(noon, 15 * 60)).toBe(at('2026-11-26T15:00:00'));
    expect(nextAtMinute(noon, 12 * 60)).toBe(at('2026-11-27T12:00:00'));
    expect(minuteOf(nextAtMinute(noon, 8 * 60 + 5))).toBe(8 * 60 + 5);
  });
});

describe('business hours', () => {
  it.each([
    ['2026-11-26T08:59:59', false],
    ['2026-11-26T09:00:00', true],
    ['2026-11-26T17:59:59', true],
    ['2026-11-26T18:00:00', false],
    ['2026-11-28T12:00:00', false],
  ])('office hours at %s: open %s', (text, open) => {
    expect(isOpen(OFFICE_HOURS, at(text))).toBe(open);
  });

  it.each([
    ['before it opens', '2026-11-26T07:00:00', '2026-11-26T09:00:00'],
    ['while it is open: now', '2026-11-26T10:10:00', '2026-11-26T10:10:00'],
    ['over lunch', '2026-11-26T12:30:00', '2026-11-26T13:00:00'],
    ['in the evening: tomorrow', '2026-11-26T19:00:00', '2026-11-27T09:00:00'],
    ['before a closed day: the day after', '2026-12-24T18:00:00', '2026-12-26T09:00:00'],
  ])('the next open moment %s', (_, from, next) => {
    expect(nextOpen(lunch, at(from))).toBe(at(next));
  });

  it('from Friday evening the office opens on Monday', () => {
    expect(nextOpen(OFFICE_HOURS, at('2026-11-27T18:00:00'))).toBe(at('2026-11-30T09:00:00'));
  });

  it('never opens where every day is closed', () => {
    expect(
      nextOpen({ week: Array.from({ length: 7 }, () => []), closed: [] }, at('2026-11-26T12:00')),
    ).toBeNull();
  });

  it('says when it closes, and nothing while closed', () => {
    expect(closesAt(lunch, at('2026-11-26T10:00:00'))).toBe(at('2026-11-26T12:00:00'));
    expect(closesAt(lunch, at('2026-11-26T12:00:00'))).toBeNull();
  });

  it('a day around midnight has its own hours', () => {
    const night: BusinessHours = {
      week: Array.from({ length: 7 }, () => [
        { from: 0, to: 60 },
        { from: 23 * 60, to: 1_440 },
      ]),
      closed: [],
    };
    expect(isOpen(night, at('2026-11-26T23:59:59.999'))).toBe(true);
    expect(isOpen(night, at('2026-11-27T00:00:00'))).toBe(true);
    expect(closesAt(night, at('2026-11-26T23:30:00'))).toBe(at('2026-11-27T00:00:00'));
  });

  it.each([
    ['America/New_York', 'the clocks go forward', '2026-03-08T00:30:00', 23],
    ['America/New_York', 'the clocks go back', '2026-11-01T00:30:00', 25],
    ['Australia/Lord_Howe', 'they go back by half an hour', '2026-04-05T00:30:00', 24.5],
  ])('%s, %s: nine o’clock stays nine o’clock', (name, _, text, hours) => {
    process.env.TZ = name;
    const day = at(text);
    expect(dayAfter(day, 1) - dayAfter(day, 0)).toBe(hours * 3_600_000);
    expect(new Date(atMinute(day, 9 * 60)).getHours()).toBe(9);
    expect(nextOpen(lunch, day)).toBe(atMinute(day, 9 * 60));
    // The next day too, whatever lies between.
    expect(new Date(nextOpen(lunch, atMinute(day, 19 * 60)) ?? 0).getHours()).toBe(9);
  });
});
