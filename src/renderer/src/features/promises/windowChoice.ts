import type { PromiseRow } from '#shared/domain/callback/record.ts';
import { atMinute, dayAfter, minuteOf } from '#shared/domain/hours/businessHours.ts';
import { clockOf, dateOf } from '../../ui/clockField.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const WINDOW_CHOICES = ['half-hour', 'hour', 'afternoon', 'morning', 'own'] as const;
export type WindowChoice = (typeof WINDOW_CHOICES)[number];

/**
 * The window of a choice as people say it: `in half an hour` is within half an hour of that.
 * @returns null for a time of one's own, and for an afternoon that is over
 */
export function windowOfChoice(choice: WindowChoice, now: number): PromiseRow['window'] | null {
  const minute = Math.ceil(now / MINUTE_MS) * MINUTE_MS;
  switch (choice) {
    case 'half-hour':
      return { from: minute + 30 * MINUTE_MS, to: minute + HOUR_MS };
    case 'hour':
      return { from: minute + HOUR_MS, to: minute + 2 * HOUR_MS };
    case 'afternoon': {
      const to = atMinute(now, 18 * 60);
      const from = Math.max(minute, atMinute(now, 13 * 60));
      return from < to ? { from, to } : null;
    }
    case 'morning': {
      const tomorrow = dayAfter(now, 1);
      return { from: atMinute(tomorrow, 9 * 60), to: atMinute(tomorrow, 12 * 60) };
    }
    case 'own':
      return null;
  }
}

/** As the browser's own field writes a moment: `2026-11-25T15:00`. */
export function fieldText(at: number): string {
  return `${dateOf(at)}T${clockOf(minuteOf(at))}`;
}

/** @returns null where the two do not make a window that is still ahead */
export function windowOfFields(from: string, to: string, now: number): PromiseRow['window'] | null {
  const window = { from: new Date(from).getTime(), to: new Date(to).getTime() };
  return window.from < window.to && window.to > now ? window : null;
}
