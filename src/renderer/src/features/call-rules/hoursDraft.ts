import type { BusinessHours } from '#shared/domain/hours/businessHours.ts';
import { clockOf, minuteOfClock } from '../../ui/clockField.ts';

interface SpanDraft {
  /** `09:00`. */
  from: string;
  /** `18:00`; `00:00` is the end of the day. */
  to: string;
}

/** Business hours as they stand in the form. */
export interface HoursDraft {
  /** Sunday first; no span: closed. */
  week: SpanDraft[][];
  /** `2026-12-25`, in order. */
  closed: string[];
}

export const MOST_SPANS = 4;

export const usualSpan = (): SpanDraft => ({ from: '09:00', to: '18:00' });

export function hoursDraftOf({ week, closed }: BusinessHours): HoursDraft {
  return {
    week: week.map((spans) =>
      spans.map(({ from, to }) => ({ from: clockOf(from), to: clockOf(to) })),
    ),
    closed: closed.toSorted(),
  };
}

export interface CheckedHours {
  readonly hours: BusinessHours;
  /** The weekdays with a time that ends before it begins, or is not whole. */
  readonly faults: ReadonlySet<number>;
}

export function checkHours({ week, closed }: HoursDraft): CheckedHours {
  const faults = new Set<number>();
  const spans = week.map((day, weekday) =>
    day.map(({ from, to }) => {
      const span = { from: minuteOfClock(from) ?? 0, to: minuteOfClock(to) || 1_440 };
      if (minuteOfClock(from) === null || minuteOfClock(to) === null || span.from >= span.to) {
        faults.add(weekday);
      }
      return span;
    }),
  );
  return { hours: { week: spans, closed: [...new Set(closed)].toSorted() }, faults };
}
