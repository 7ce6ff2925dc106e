import { describe, expect, it } from 'vitest';
import { OFFICE_HOURS } from '#shared/domain/hours/businessHours.ts';
import { checkHours, hoursDraftOf } from './hoursDraft.ts';

describe('business hours in the form', () => {
  it('come back as they were', () => {
    const hours = { ...OFFICE_HOURS, closed: ['2026-12-25', '2027-01-01'] };
    expect(checkHours(hoursDraftOf(hours))).toEqual({ hours, faults: new Set() });
  });

  it('may go on to the end of the day', () => {
    const late = { week: [[{ from: 600, to: 1_440 }], [], [], [], [], [], []], closed: [] };
    expect(hoursDraftOf(late).week[0]).toEqual([{ from: '10:00', to: '00:00' }]);
    expect(checkHours(hoursDraftOf(late)).hours).toEqual(late);
  });

  it.each([
    ['18:00', '09:00'],
    ['09:00', '09:00'],
    ['', '09:00'],
    ['09:00', ''],
  ])('from %j to %j is a fault', (from, to) => {
    const draft = hoursDraftOf(OFFICE_HOURS);
    draft.week[2] = [{ from, to }];
    expect(checkHours(draft).faults).toEqual(new Set([2]));
  });

  it('have every closed day once, in order', () => {
    const draft = {
      ...hoursDraftOf(OFFICE_HOURS),
      closed: ['2027-01-01', '2026-12-25', '2027-01-01'],
    };
    expect(checkHours(draft).hours.closed).toEqual(['2026-12-25', '2027-01-01']);
  });
});
