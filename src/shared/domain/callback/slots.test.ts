import { describe, expect, it } from 'vitest';
import { OFFICE_HOURS } from '../hours/businessHours.ts';
import { slotsFault, suggestSlots } from './slots.ts';

const at = (text: string): number => new Date(text).getTime();
const hour = (text: string): { from: number; to: number } => ({
  from: at(text),
  to: at(text) + 3_600_000,
});
const asked = {
  // A Thursday.
  now: at('2026-11-26T10:20:00'),
  hours: OFFICE_HOURS,
  policy: { fromMinute: 9 * 60, toMinute: 20 * 60 },
  taken: [],
  count: 3,
};
const said = (slots: readonly { from: number }[]): string[] =>
  slots.map(({ from }) => {
    const date = new Date(from);
    return `${date.getDate()} ${date.getHours()}`;
  });

describe('times that are offered to a customer', () => {
  it('are whole hours in different halves of days, the first an hour from now at the earliest', () => {
    expect(said(suggestSlots(asked))).toEqual(['26 12', '27 9', '27 12']);
  });

  it('are filled up with the next free hours where there are no other halves', () => {
    const hours = {
      week: OFFICE_HOURS.week.map((_, day) => (day === 4 ? [{ from: 540, to: 1_080 }] : [])),
      closed: [],
    };
    const slots = suggestSlots({ ...asked, hours, count: 4 });
    expect(slots).toHaveLength(4);
    expect(slots.map(({ from }) => from)).toEqual(
      slots.map(({ from }) => from).toSorted((a, b) => a - b),
    );
  });

  it('leave out what others were promised', () => {
    const taken = [{ from: at('2026-11-26T12:30:00'), to: at('2026-11-26T13:30:00') }];
    expect(said(suggestSlots({ ...asked, taken }))[0]).toBe('26 14');
  });

  it('are within the hours in which customers may be called', () => {
    const policy = { fromMinute: 14 * 60, toMinute: 16 * 60 };
    expect(said(suggestSlots({ ...asked, policy }))).toEqual(['26 14', '27 14', '30 14']);
  });

  it('are none where the office never opens', () => {
    const hours = { week: OFFICE_HOURS.week.map(() => []), closed: [] };
    expect(suggestSlots({ ...asked, hours })).toEqual([]);
  });

  it('overlap nowhere and are ahead, whenever they are asked for', () => {
    for (let minute = 0; minute < 8 * 1_440; minute += 97) {
      const now = asked.now + minute * 60_000;
      const slots = suggestSlots({ ...asked, now, count: 4 });
      expect(slots).toHaveLength(4);
      expect(slotsFault(slots, now)).toBeNull();
    }
  });
});

describe('times that an agent has put together', () => {
  const two = [hour('2026-11-27T10:00:00'), hour('2026-11-27T15:00:00')];
  it.each([
    ['can be offered', two, null],
    ['one is no choice', two.slice(0, 1), 'few'],
    ['a past one is none', [hour('2026-11-26T09:00:00'), ...two], 'past'],
    ['one that ends before it begins', [...two, { from: two[0]!.to, to: two[0]!.from }], 'past'],
    ['one twice', [...two, hour('2026-11-27T15:30:00')], 'same'],
  ])('%s', (_, slots, fault) => {
    expect(slotsFault(slots, asked.now)).toBe(fault);
  });
});
