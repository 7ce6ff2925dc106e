import { afterEach, describe, expect, it } from 'vitest';
import { arranged, countsOf, cutsAt, inOrder, pilesOf, sectionOf, sectionsAt } from './state.ts';

const MINUTE = 60_000;
const SEOUL = process.env['TZ'];
afterEach(() => (process.env['TZ'] = SEOUL));

const noon = new Date(2026, 10, 25, 12).getTime();
const row = (id: string, minutes: number, urgency: 'normal' | 'urgent' = 'normal') => ({
  ...{ id, urgency, dueAt: noon + minutes * MINUTE },
});

describe('the worklist', () => {
  it('has overdue first, urgent first within a group, then what ends first', () => {
    const rows = [
      row('later', 24 * 60),
      row('urgent later', 25 * 60, 'urgent'),
      row('today', 60),
      row('soon', 29),
      row('urgent soon', 29.5, 'urgent'),
      row('overdue', -1),
      row('long overdue', -600),
      row('urgent overdue', -0.5, 'urgent'),
    ];
    expect(inOrder(rows, noon).map(({ row: { id }, group }) => `${group}: ${id}`)).toEqual([
      'overdue: urgent overdue',
      'overdue: long overdue',
      'overdue: overdue',
      'soon: urgent soon',
      'soon: soon',
      'today: today',
      'later: urgent later',
      'later: later',
    ]);
  });

  it('is cut anew and not sorted anew as time goes on, with the same outcome', () => {
    const rows = Array.from({ length: 400 }, (_, index) =>
      row(String(index), ((index * 7_919) % 3_000) - 600, index % 7 === 0 ? 'urgent' : 'normal'),
    );
    const piles = pilesOf(rows);
    for (let minutes = 0; minutes <= 24 * 60; minutes += 37) {
      const now = noon + minutes * MINUTE;
      const cuts = cutsAt(piles, now);
      const sections = sectionsAt(now);
      const expected = rows
        .map((one) => ({ row: one, place: sectionOf(one, sections) }))
        .toSorted(
          (a, b) =>
            a.place - b.place || a.row.dueAt - b.row.dueAt || (a.row.id < b.row.id ? -1 : 1),
        )
        .map(({ row: one, place }) => ({ row: one, group: sections[place]?.group }));
      expect(arranged(piles, cuts)).toEqual(expected);
      const counted = { overdue: 0, soon: 0, today: 0, later: 0 };
      for (const { group } of expected) if (group) counted[group] += 1;
      expect(countsOf(cuts)).toEqual(counted);
    }
  });

  it('has each promise in one place at any moment, also at midnight and when the clocks change', () => {
    for (const zone of ['Asia/Seoul', 'America/New_York', 'Australia/Lord_Howe']) {
      process.env['TZ'] = zone;
      // Five hours on: every hour of the day comes, and the days on which the clocks change too.
      for (let hour = 0; hour < 24 * 366; hour += 5) {
        const now = new Date(2026, 0, 1).getTime() + hour * 60 * MINUTE + 45 * MINUTE;
        const sections = sectionsAt(now);
        for (const [place, { from, to }] of sections.entries()) {
          expect(from).toBeLessThanOrEqual(to);
          // Each begins where the one of the group before ends.
          if (place >= 2) expect(from).toBe(sections[place - 2]?.to);
        }
        for (const minutes of [-90, 0, 29, 31, 24 * 60]) {
          const due = { id: 'x', urgency: 'normal' as const, dueAt: now + minutes * MINUTE };
          expect(sectionOf(due, sections)).toBeGreaterThanOrEqual(0);
        }
      }
    }
  });

  it('calls what is due within half an hour soon, though it is tomorrow', () => {
    const night = new Date(2026, 10, 25, 23, 45).getTime();
    const due = { id: 'x', urgency: 'normal' as const, dueAt: night + 20 * MINUTE };
    expect(inOrder([due], night)[0]?.group).toBe('soon');
  });
});
