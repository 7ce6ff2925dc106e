import { minuteOf } from '../hours/businessHours.ts';
import type { Preferences } from './customer.ts';

/**
 * Whether a moment is outside of what the customer would like. Only ever a hint: the agent decides.
 * A span over midnight belongs to the day on which it begins.
 * @param at epoch milliseconds; read as the wall clock shows it
 * @returns what it is outside of, or null
 */
export function outsidePreferred(
  preferences: Pick<Preferences, 'hours' | 'days'> | null,
  at: number,
): 'hours' | 'days' | null {
  if (!preferences) return null;
  const { hours, days } = preferences;
  const minute = minuteOf(at);
  const today = new Date(at).getDay();
  const isDay = (day: number): boolean => days.length === 0 || days.includes(day);
  if (hours && hours.from > hours.to) {
    if (minute < hours.to) return isDay((today + 6) % 7) ? null : 'days';
    if (!isDay(today)) return 'days';
    return minute >= hours.from ? null : 'hours';
  }
  if (!isDay(today)) return 'days';
  if (!hours || hours.from === hours.to) return null;
  return minute >= hours.from && minute < hours.to ? null : 'hours';
}
