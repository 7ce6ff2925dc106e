import { afterEach, describe, expect, it } from 'vitest';
import { isOpen, OFFICE_HOURS } from '../hours/businessHours.ts';
import type { BusinessHours } from '../hours/businessHours.ts';
import { callbackPolicySchema } from './policy.ts';
import { windowFor } from './window.ts';

const policy = callbackPolicySchema.parse({});
const SEOUL = process.env['TZ'];

afterEach(() => (process.env['TZ'] = SEOUL));

/** A moment on the wall clock. November 2026 begins with a Sunday. */
const at = (day: number, hour: number, minute = 0): number =>
  new Date(2026, 10, day, hour, minute).getTime();

const windowAt = (
  now: number,
  awayUntil: number | null = null,
  hours: BusinessHours = OFFICE_HOURS,
): { from: number; to: number } => windowFor({ now, awayUntil, hours, policy });

describe('the window of a promise that makes itself', () => {
  it('is two hours from now while the office is open', () => {
    expect(windowAt(at(25, 10))).toEqual({ from: at(25, 10), to: at(25, 12) });
  });

  it('begins when the agent is back', () => {
    expect(windowAt(at(25, 10), at(25, 15))).toEqual({ from: at(25, 15), to: at(25, 17) });
    // They should have been back by now.
    expect(windowAt(at(25, 10), at(25, 9))).toEqual({ from: at(25, 10), to: at(25, 12) });
  });

  it('goes on tomorrow when the office closes within it', () => {
    expect(windowAt(at(25, 17, 30))).toEqual({ from: at(25, 17, 30), to: at(26, 10, 30) });
    expect(windowAt(at(27, 17))).toEqual({ from: at(27, 17), to: at(30, 10) });
  });

  it('waits for the office to open: at night, over a weekend, over a holiday', () => {
    expect(windowAt(at(25, 3))).toEqual({ from: at(25, 9), to: at(25, 11) });
    expect(windowAt(at(28, 12))).toEqual({ from: at(30, 9), to: at(30, 11) });
    const holiday = { ...OFFICE_HOURS, closed: ['2026-11-30'] };
    expect(windowAt(at(28, 12), null, holiday)).toEqual({
      from: new Date(2026, 11, 1, 9).getTime(),
      to: new Date(2026, 11, 1, 11).getTime(),
    });
  });

  it('never lies where customers may not be called, however long the office is open', () => {
    const always = { week: Array.from({ length: 7 }, () => [{ from: 0, to: 1_440 }]), closed: [] };
    expect(windowAt(at(25, 23), null, always)).toEqual({ from: at(26, 9), to: at(26, 11) });
    expect(windowAt(at(25, 19), null, always)).toEqual({ from: at(25, 19), to: at(26, 10) });
  });

  it('is given by the clock alone where the table is never open', () => {
    const never = { week: Array.from({ length: 7 }, () => []), closed: [] };
    expect(windowAt(at(25, 3), null, never)).toEqual({ from: at(25, 3), to: at(25, 5) });
  });

  it.each(['Asia/Seoul', 'America/New_York', 'Australia/Lord_Howe', 'Europe/Berlin', 'UTC'])(
    'holds as much open time as was decided, in any hour of a year in %s',
    (zone) => {
      process.env['TZ'] = zone;
      const start = new Date(2026, 0, 1).getTime();
      for (let hour = 0; hour < 366 * 24; hour += 5) {
        const now = start + hour * 3_600_000;
        const { from, to } = windowAt(now);
        expect(from).toBeGreaterThanOrEqual(now);
        expect(isOpen(OFFICE_HOURS, from)).toBe(true);
        let open = 0;
        for (let moment = from; moment < to; moment += 60_000) {
          if (isOpen(OFFICE_HOURS, moment)) open += 1;
        }
        expect(open).toBe(policy.promiseMinutes);
      }
    },
  );
});
