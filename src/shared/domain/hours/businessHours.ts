import { z } from 'zod';

/*
 * When customers may be called and are told to be called: by the wall clock of this computer, so
 * that a change to summer time moves nothing a customer was told.
 */

/** Minutes since midnight; 1,440 is the end of the day. */
const minuteOfDaySchema = z.number().int().min(0).max(1_440);

/** From up to, but without, the second. */
const spanSchema = z
  .strictObject({ from: minuteOfDaySchema, to: minuteOfDaySchema })
  .refine(({ from, to }) => from < to);
export type DaySpan = z.infer<typeof spanSchema>;

export const businessHoursSchema = z.strictObject({
  /** A list for each day of the week, Sunday first as in `Date.getDay`. Empty: closed. */
  week: z.array(z.array(spanSchema).max(4)).length(7),
  /** Days that are closed whatever the week says, as `2026-12-25`. */
  closed: z.array(z.iso.date()).max(400).default([]),
});
export type BusinessHours = z.infer<typeof businessHoursSchema>;

const WEEKDAY: DaySpan[] = [{ from: 9 * 60, to: 18 * 60 }];

/** Editable; nothing in law says when an office is open. */
export const OFFICE_HOURS: BusinessHours = {
  week: [[], WEEKDAY, WEEKDAY, WEEKDAY, WEEKDAY, WEEKDAY, []],
  closed: [],
};

/** How far ahead an open moment is looked for: a year of closed days is a mistake in the table. */
const DAYS_AHEAD = 370;

/** @param at epoch milliseconds */
export function isOpen(hours: BusinessHours, at: number): boolean {
  return spansOf(hours, at).some(({ from, to }) => from <= at && at < to);
}

/** @returns the first open moment from `at` on, epoch milliseconds; null when there is none in a year */
export function nextOpen(hours: BusinessHours, at: number): number | null {
  for (let day = 0; day < DAYS_AHEAD; day += 1) {
    const start = dayAfter(at, day);
    const span = spansOf(hours, start).find(({ to }) => at < to);
    if (span) return Math.max(at, span.from);
  }
  return null;
}

/** @returns when the open time that `at` is in ends; null when it is closed then */
export function closesAt(hours: BusinessHours, at: number): number | null {
  return spansOf(hours, at).find(({ from, to }) => from <= at && at < to)?.to ?? null;
}

/** The spans of the day that `at` is in, as epoch milliseconds, in order. */
function spansOf(hours: BusinessHours, at: number): DaySpan[] {
  const day = new Date(at);
  if (hours.closed.includes(dateText(day))) return [];
  return (hours.week[day.getDay()] ?? [])
    .map(({ from, to }) => ({ from: atMinute(at, from), to: atMinute(at, to) }))
    .toSorted((a, b) => a.from - b.from);
}

/** Midnight `days` after the day of `at`, by the calendar: a day may have 23 or 25 hours. */
export function dayAfter(at: number, days: number): number {
  const { year, month, day } = dateOf(at);
  return new Date(year, month, day + days).getTime();
}

/** The moment of the day of `at` when a clock on the wall shows this minute. */
export function atMinute(at: number, minute: number): number {
  const { year, month, day } = dateOf(at);
  return new Date(year, month, day, 0, minute).getTime();
}

/** What a clock on the wall shows, in minutes since midnight. */
export function minuteOf(at: number): number {
  const time = new Date(at);
  return time.getHours() * 60 + time.getMinutes();
}

function dateOf(at: number): { year: number; month: number; day: number } {
  const date = new Date(at);
  return { year: date.getFullYear(), month: date.getMonth(), day: date.getDate() };
}

function dateText(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The next moment when a clock on the wall shows this minute: today, or tomorrow when it is past. */
export function nextAtMinute(now: number, minute: number): number {
  const today = atMinute(now, minute);
  return today > now ? today : atMinute(dayAfter(now, 1), minute);
}
