import { afterEach, describe, expect, it } from 'vitest';
import { heldBy, isHolding } from './holds.ts';
import { monthAfter, monthOf, monthSpan } from './months.ts';

const zone = process.env.TZ;
afterEach(() => (process.env.TZ = zone));

describe('months', () => {
  it.each(['Asia/Seoul', 'America/New_York', 'Australia/Lord_Howe'])(
    'follow each other without a gap, also where clocks change: %s',
    (name) => {
      process.env.TZ = name;
      let month = '2024-01';
      for (let n = 0; n < 48; n += 1) {
        const { from, to } = monthSpan(month);
        const next = monthAfter(month);
        expect(monthOf(from)).toBe(month);
        expect(monthOf(to - 1)).toBe(month);
        expect(monthSpan(next).from).toBe(to);
        month = next;
      }
      expect(month).toBe('2028-01');
    },
  );
});

describe('holds', () => {
  const hold = {
    ...({
      subjectKind: 'call',
      subjectId: 'a-call',
      keys: [],
      until: 1_000,
      released: false,
    } as const),
  };

  it('count until their day has come, or they are released', () => {
    expect([999, 1_000].map((now) => isHolding(hold, now))).toEqual([true, false]);
    expect(isHolding({ ...hold, until: null }, 9_999)).toBe(true);
    expect(isHolding({ ...hold, released: true }, 0)).toBe(false);
  });

  it('name what is held by its kind, and customers by their numbers', () => {
    const customer = {
      ...hold,
      subjectKind: 'customer',
      subjectId: 'kim',
      keys: ['+8210'],
    } as const;
    const held = heldBy([hold, customer, { ...customer, released: true, keys: ['+82'] }], 0);
    expect([...held.calls]).toEqual(['a-call']);
    expect([...held.customers]).toEqual(['kim']);
    expect([...held.keys]).toEqual(['+8210']);
    expect([...held.recordings]).toEqual([]);
  });
});
