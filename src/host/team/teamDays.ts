/** A day on this computer's own clock. */
export interface TeamDay {
  /** `2026-11-26`. */
  readonly day: string;
  /** Epoch milliseconds, up to but without `to`. */
  readonly from: number;
  readonly to: number;
}

/** @param back how many days before that of the moment */
export function dayAt(now: number, back = 0): TeamDay {
  const at = new Date(now);
  const start = new Date(at.getFullYear(), at.getMonth(), at.getDate() - back);
  return fromStart(start);
}

/** @param day as a name of a file has it; null for none there is */
export function dayCalled(day: string): TeamDay | null {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const found = fromStart(new Date(year, month - 1, date));
  return found.day === day ? found : null;
}

function fromStart(start: Date): TeamDay {
  const end = new Date(start.getFullYear(), start.getMonth(), start.getDate() + 1);
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = `${start.getFullYear()}-${two(start.getMonth() + 1)}-${two(start.getDate())}`;
  return { day, from: start.getTime(), to: end.getTime() };
}

export function zoneHere(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
