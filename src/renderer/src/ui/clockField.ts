const two = (value: number): string => String(value).padStart(2, '0');

/** Minutes since midnight as a clock field holds them: `09:00`. The end of the day is `00:00`. */
export function clockOf(minute: number): string {
  return `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
}

/** @returns minutes since midnight, null for a field that was left empty */
export function minuteOfClock(text: string): number | null {
  const [, hours, minutes] = /^(\d{2}):(\d{2})/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  const minute = Number(hours) * 60 + Number(minutes);
  return minute < 1_440 ? minute : null;
}

/** A day as the browser's field for one holds it: `2026-11-25`. */
export function dateOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
