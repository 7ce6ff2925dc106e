import { z } from 'zod';
import { dayAfter } from '../hours/businessHours.ts';
import { boundsOf, dayOf } from '../history/span.ts';

/*
 * What a report is about, in days of the clock on the wall. What has not come yet is no part of it: a
 * period that goes on ends now, and is compared with the same stretch of the one before.
 */

export const USUAL_PERIODS = ['today', 'thisWeek', 'lastWeek', 'thisMonth', 'lastMonth'] as const;

/** Whole days, both included; `days` are written as ISO 8601 has them. */
export const periodSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(USUAL_PERIODS) }),
  z.object({ kind: z.literal('days'), from: z.iso.date(), to: z.iso.date() }),
]);
export type Period = z.infer<typeof periodSchema>;

/** The stretch right before, or the same days so much earlier. */
export const COMPARISONS = ['before', 'week', 'month', 'year', 'none'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** Epoch milliseconds: from, up to but without. Nothing lies in it where both are the same. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** @param now epoch milliseconds; nothing is counted beyond it */
export function stretchOf(period: Period, now: number): Stretch {
  const whole = wholeOf(period, now);
  return { from: whole.from, to: Math.max(whole.from, Math.min(whole.to, now)) };
}

/** What the figures of `period` are compared with; null for nothing. */
export function comparedWith(period: Period, comparison: Comparison, now: number): Stretch | null {
  if (comparison === 'none') return null;
  const whole = wholeOf(period, now);
  const { to } = stretchOf(period, now);
  const moved = (at: number): number => moveBack(at, period, comparison, whole);
  // A whole month is compared with a whole one, however long each is.
  if (to === whole.to) return { from: moved(whole.from), to: moved(whole.to) };
  const from = moved(whole.from);
  return { from, to: Math.min(Math.max(from, moved(to)), moved(whole.to)) };
}

function wholeOf(period: Period, now: number): Stretch {
  switch (period.kind) {
    case 'today':
      return { from: dayAfter(now, 0), to: dayAfter(now, 1) };
    case 'thisWeek': {
      const { from = 0 } = boundsOf({ kind: 'week' }, now);
      return { from, to: dayAfter(from, 7) };
    }
    case 'lastWeek': {
      const { from = 0 } = boundsOf({ kind: 'week' }, now);
      return { from: dayAfter(from, -7), to: from };
    }
    case 'thisMonth':
      return { from: monthOf(now, 0), to: monthOf(now, 1) };
    case 'lastMonth':
      return { from: monthOf(now, -1), to: monthOf(now, 0) };
    case 'days': {
      const { from = 0, to = 0 } = boundsOf(period, now);
      return { from, to };
    }
  }
}

function moveBack(
  at: number,
  { kind }: Period,
  comparison: Exclude<Comparison, 'none'>,
  whole: Stretch,
): number {
  const ofMonth = kind === 'thisMonth' || kind === 'lastMonth';
  if (comparison === 'year') return monthsBack(at, 12);
  if (comparison === 'month' || (comparison === 'before' && ofMonth)) return monthsBack(at, 1);
  if (comparison === 'week') return daysBack(at, 7);
  return daysBack(at, daysIn(whole));
}

/** At the same time of the day, whatever the clocks did in between. */
function daysBack(at: number, days: number): number {
  const date = new Date(at);
  date.setDate(date.getDate() - days);
  return date.getTime();
}

/** The 31st of a month that has none is its end: the first moment of the next. */
function monthsBack(at: number, months: number): number {
  const date = new Date(at);
  const day = date.getDate();
  const moved = new Date(at);
  moved.setDate(1);
  moved.setMonth(moved.getMonth() - months);
  const last = new Date(moved.getFullYear(), moved.getMonth() + 1, 0).getDate();
  if (day > last) return new Date(moved.getFullYear(), moved.getMonth() + 1, 1).getTime();
  moved.setDate(day);
  return moved.getTime();
}

function monthOf(at: number, months: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth() + months, 1).getTime();
}

/** Days of the calendar: the one on which the clocks change is one as well. */
const daysIn = ({ from, to }: Stretch): number =>
  Math.max(1, Math.round((Date.parse(dayOf(to)) - Date.parse(dayOf(from))) / 86_400_000));
