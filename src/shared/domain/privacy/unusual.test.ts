import { describe, expect, it } from 'vitest';
import { OFFICE_HOURS } from '../hours/businessHours.ts';
import { MANY_CUSTOMERS, unusualIn } from './unusual.ts';
import type { Seen } from './unusual.ts';

/** A Thursday. */
const at = (time: string): number => new Date(`2026-11-26T${time}`).getTime();
const seen = (change: Partial<Seen>): Seen => ({
  ...{ at: at('10:00:00'), actor: '김상담', origin: 'page', action: 'customer.open' },
  ...{ person: 'a', unmasked: false },
  ...change,
});
const rules = (entries: readonly Seen[]): string[] =>
  unusualIn(entries, OFFICE_HOURS).map(({ rule, count }) => `${rule} ${count}`);
const looks = (count: number, everyMs: number, from = at('10:00:00')): Seen[] =>
  Array.from({ length: count }, (_, n) => seen({ at: from + n * everyMs, person: `p${n}` }));

describe('what a reviewer is pointed to', () => {
  it('is nothing in an ordinary hour', () => {
    expect(rules(looks(MANY_CUSTOMERS, 60_000))).toEqual([]);
  });

  it('is one burst of many customers, with all of them', () => {
    expect(rules(looks(45, 60_000))).toEqual(['manyCustomers 45']);
  });

  it('is no burst where the same few are looked at again and again', () => {
    const few = looks(200, 10_000).map((one, n) => ({ ...one, person: `p${n % 5}` }));
    expect(rules(few)).toEqual([]);
  });

  it('is two bursts with a quiet time between', () => {
    const both = [...looks(35, 30_000, at('09:00:00')), ...looks(40, 30_000, at('14:00:00'))];
    expect(rules(both)).toEqual(['manyCustomers 35', 'manyCustomers 40']);
  });

  it('is not what two people did together', () => {
    const two = looks(50, 60_000).map((one, n) => ({ ...one, actor: n % 2 ? '김' : '이' }));
    expect(rules(two)).toEqual([]);
  });

  it.each([
    ['22:00:00', ['night 2']],
    ['05:59:58', ['night 2']],
    ['06:00:00', ['outsideHours 2']],
    ['18:00:00', ['outsideHours 2']],
    ['17:59:58', []],
  ])('at %s: %j', (time, expected) => {
    expect(rules([seen({ at: at(time) }), seen({ at: at(time) + 1_000 })])).toEqual(expected);
  });

  it('is every export that was not masked, at any hour', () => {
    const taken = seen({ action: 'export', person: null, unmasked: true });
    expect(rules([taken, taken, { ...taken, unmasked: false }])).toEqual([
      ...['unmaskedExport 1', 'unmaskedExport 1'],
    ]);
  });

  it('is three wrong passphrases in a row, and not two before the right one', () => {
    const wrong = seen({ action: 'role-refused', person: null });
    const right = seen({ action: 'role-unlocked', person: null });
    expect(rules([wrong, wrong, right, wrong, wrong])).toEqual([]);
    expect(rules([wrong, wrong, wrong, right])).toEqual(['wrongPassphrases 3']);
  });

  it('is nothing that the host does by itself', () => {
    expect(rules([seen({ at: at('03:00:00'), origin: 'host', action: 'retention.run' })])).toEqual(
      [],
    );
  });
});
