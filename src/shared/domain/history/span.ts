import { z } from 'zod';
import { dayAfter } from '../hours/businessHours.ts';

/** Stretches of time as people say them; what they mean follows the calendar of the wall clock. */

export const USUAL_SPANS = [
  'any',
  'today',
  'yesterday',
  'week',
  'last7',
  'month',
  'last30',
] as const;

const daySchema = z.iso.date();

export const spanSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(USUAL_SPANS) }),
  /** Whole days, both included. */
  z.object({ kind: z.literal('days'), from: daySchema, to: daySchema }),
]);
export type Span = z.infer<typeof spanSchema>;

export const ANY_TIME: Span = { kind: 'any' };

/** Epoch milliseconds: from, up to but without; left out where there is no bound. */
export interface Bounds {
  readonly from?: number;
  readonly to?: number;
}

/** @param now epoch milliseconds */
export function boundsOf(span: Span, now: number): Bounds {
  const today = dayAfter(now, 0);
  switch (span.kind) {
    case 'any':
      return {};
    case 'today':
      return { from: today };
    case 'yesterday':
      return { from: dayAfter(now, -1), to: today };
    case 'week':
      return { from: dayAfter(now, -weekday(now)) };
    case 'last7':
      return { from: dayAfter(now, -6) };
    case 'month':
      return { from: new Date(new Date(now).setDate(1)).setHours(0, 0, 0, 0) };
    case 'last30':
      return { from: dayAfter(now, -29) };
    case 'days': {
      const [first, last] = [span.from, span.to].toSorted();
      return { from: midnightOf(first ?? ''), to: dayAfter(midnightOf(last ?? ''), 1) };
    }
  }
}

/** Weeks begin on Monday: ISO 8601. */
const weekday = (at: number): number => (new Date(at).getDay() + 6) % 7;

/** @param day as ISO 8601 writes one */
function midnightOf(day: string): number {
  return new Date(`${day}T00:00`).getTime();
}

/** As ISO 8601 writes it, on the wall clock. */
export function dayOf(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

const MOST_BARS = 62;

export interface Bars {
  readonly by: 'hour' | 'day' | 'week';
  /** Where each begins, and where the last one ends; epoch milliseconds. */
  readonly edges: readonly number[];
}

/**
 * How calls of a time are drawn as bars: a day by hours, up to two months by days, more by weeks.
 * Without a time the last two weeks are shown.
 */
export function barsOf(span: Span, now: number): Bars {
  const { from = dayAfter(now, -13), to = dayAfter(now, 1) } = boundsOf(span, now);
  const days = Math.max(1, Math.round((to - from) / 86_400_000));
  if (days === 1) return { by: 'hour', edges: steps(from, to, (at) => at + 3_600_000) };
  if (days <= MOST_BARS) return { by: 'day', edges: steps(from, to, (at) => dayAfter(at, 1)) };
  const week = Math.ceil(days / 7 / MOST_BARS) * 7;
  return { by: 'week', edges: steps(from, to, (at) => dayAfter(at, week)) };
}

function steps(from: number, to: number, next: (at: number) => number): readonly number[] {
  const edges = [from];
  for (let at = next(from); at < to; at = next(at)) edges.push(at);
  return [...edges, to];
}
