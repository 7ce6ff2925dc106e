import { describe, expect, it } from 'vitest';
import { barsOf, boundsOf, dayOf } from './span.ts';
import type { Span } from './span.ts';

/** On the wall clock of whoever runs it. */
const at = (text: string): number => new Date(text).getTime();
/** A Thursday. */
const NOW = at('2026-11-26T15:30');

describe('a time as people say it', () => {
  it.each<[Span, string | null, string | null]>([
    [{ kind: 'any' }, null, null],
    [{ kind: 'today' }, '2026-11-26T00:00', null],
    [{ kind: 'yesterday' }, '2026-11-25T00:00', '2026-11-26T00:00'],
    [{ kind: 'week' }, '2026-11-23T00:00', null],
    [{ kind: 'last7' }, '2026-11-20T00:00', null],
    [{ kind: 'month' }, '2026-11-01T00:00', null],
    [{ kind: 'last30' }, '2026-10-28T00:00', null],
    [
      { kind: 'days', from: '2026-10-01', to: '2026-10-03' },
      '2026-10-01T00:00',
      '2026-10-04T00:00',
    ],
    // Whichever was chosen first.
    [
      { kind: 'days', from: '2026-10-03', to: '2026-10-01' },
      '2026-10-01T00:00',
      '2026-10-04T00:00',
    ],
  ])('%j is from %s to %s', (span, from, to) => {
    expect(boundsOf(span, NOW)).toEqual({
      ...(from === null ? {} : { from: at(from) }),
      ...(to === null ? {} : { to: at(to) }),
    });
  });

  it('begins a week on Monday, on a Sunday too', () => {
    expect(boundsOf({ kind: 'week' }, at('2026-11-29T10:00'))).toEqual({
      from: at('2026-11-23T00:00'),
    });
  });

  it('of a day is that day', () => {
    expect(dayOf(NOW)).toBe('2026-11-26');
    expect(dayOf(at('2026-01-02T00:00'))).toBe('2026-01-02');
  });
});

describe('bars', () => {
  it.each<[Span, string, number]>([
    [{ kind: 'today' }, 'hour', 24],
    [{ kind: 'days', from: '2026-11-01', to: '2026-11-01' }, 'hour', 24],
    [{ kind: 'any' }, 'day', 14],
    [{ kind: 'last7' }, 'day', 7],
    [{ kind: 'days', from: '2026-01-01', to: '2026-02-28' }, 'day', 59],
    [{ kind: 'days', from: '2025-01-01', to: '2025-12-31' }, 'week', 53],
    [{ kind: 'days', from: '2020-01-01', to: '2026-12-31' }, 'week', 61],
  ])('of %j are by the %s, %d', (span, by, count) => {
    const bars = barsOf(span, NOW);
    expect([bars.by, bars.edges.length - 1]).toEqual([by, count]);
    expect(bars.edges).toEqual(bars.edges.toSorted((a, b) => a - b));
    const { from, to } = boundsOf(span, NOW);
    expect(bars.edges[0]).toBe(from ?? at('2026-11-13T00:00'));
    expect(bars.edges.at(-1)).toBe(to ?? at('2026-11-27T00:00'));
  });
});
