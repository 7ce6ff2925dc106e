import { describe, expect, it } from 'vitest';
import { dayParts, totalsOf } from './day.ts';
import type { Talk } from './day.ts';
import type { Span } from './status.ts';

const span = (
  kind: Span['kind'],
  from: number,
  to: number | null,
  reasonId: string | null = null,
): Span => ({
  id: '01890a5d-ac96-7000-8000-000000000001',
  agentId: '01890a5d-ac96-7000-8000-000000000002',
  from,
  to,
  kind,
  reasonId,
  reasonName: null,
  until: null,
  note: '',
  alternate: '',
  by: null,
});

const DAY = [
  span('available', 0, 100),
  span('away', 100, 130, 'wrap-up'),
  span('available', 130, 200),
  span('away', 200, 300, 'meal'),
  span('off', 300, 400),
  span('available', 400, null),
];

const shown = (talks: Talk[], to = 500): string[] =>
  dayParts(DAY, talks, 0, to).map(
    ({ from, to: end, kind, reasonId }) => `${from}-${end} ${reasonId ?? kind}`,
  );

describe('the day in parts', () => {
  it('is the spans where nobody called, the last one up to now', () => {
    expect(shown([])).toEqual([
      '0-100 available',
      '100-130 wrap-up',
      '130-200 available',
      '200-300 meal',
      '300-400 off',
      '400-500 available',
    ]);
  });

  it('a call lies over whatever was chosen, also over two spans', () => {
    expect(shown([{ from: 50, to: 110 }]).slice(0, 3)).toEqual([
      '0-50 available',
      '50-110 call',
      '110-130 wrap-up',
    ]);
  });

  it('two calls at once count once', () => {
    expect(
      shown([
        { from: 10, to: 30 },
        { from: 20, to: 40 },
      ]).slice(0, 3),
    ).toEqual(['0-10 available', '10-40 call', '40-100 available']);
  });

  it('a call that goes on lasts up to now', () => {
    expect(shown([{ from: 450, to: null }]).at(-1)).toBe('450-500 call');
  });

  it('what lies before or after the day is cut off', () => {
    expect(dayParts(DAY, [], 110, 210).map(({ from, to }) => [from, to])).toEqual([
      [110, 130],
      [130, 200],
      [200, 210],
    ]);
  });

  it('adds up to the whole of it, whatever the calls', () => {
    for (let seed = 1; seed < 200; seed += 1) {
      const talks = Array.from({ length: seed % 7 }, (_, index) => {
        const from = (seed * 37 + index * 101) % 500;
        return { from, to: from + ((seed * 13 + index * 7) % 90) };
      });
      const parts = dayParts(DAY, talks, 0, 500);
      expect(parts.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(500);
      parts.slice(1).forEach((part, index) => expect(part.from).toBe(parts[index]?.to));
    }
  });
});

describe('totals', () => {
  it('are by reason, longest first, without the time nobody was there', () => {
    const totals = totalsOf(dayParts(DAY, [{ from: 50, to: 70 }], 0, 500));
    expect(totals.map(({ kind, reasonId, ms, times }) => [reasonId ?? kind, ms, times])).toEqual([
      ['available', 250, 4],
      ['meal', 100, 1],
      ['wrap-up', 30, 1],
      ['call', 20, 1],
    ]);
  });
});
