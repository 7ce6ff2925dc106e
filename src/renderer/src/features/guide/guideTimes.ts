import type { PromiseWindow } from '#shared/domain/callback/promiseWindow.ts';
import { atMinute, dayAfter } from '#shared/domain/hours/businessHours.ts';

const MINUTE_MS = 60_000;
/** The clock as it is said. */
const STEP_MS = 5 * MINUTE_MS;
/** A promise is worked on before its time and not at it. */
const AHEAD_MS = 30 * MINUTE_MS;

const TIME_CHOICES = ['half-hour', 'hour', 'today', 'tomorrow'] as const;
type TimeChoice = (typeof TIME_CHOICES)[number];

/**
 * When the customer is told to be called, to five minutes: nobody says 15:07.
 * @returns epoch milliseconds; null for an evening that is too near or past
 */
function timeOfChoice(choice: TimeChoice, now: number): number | null {
  const rounded = (ms: number): number => Math.ceil((now + ms) / STEP_MS) * STEP_MS;
  switch (choice) {
    case 'half-hour':
      return rounded(30 * MINUTE_MS);
    case 'hour':
      return rounded(60 * MINUTE_MS);
    case 'today': {
      const at = atMinute(now, 17 * 60);
      return at > now + AHEAD_MS ? at : null;
    }
    case 'tomorrow':
      return atMinute(dayAfter(now, 1), 10 * 60);
  }
}

/** Those that are still ahead, in the order of their keys. */
export function timeChoices(
  now: number,
): readonly { readonly choice: TimeChoice; readonly at: number }[] {
  return TIME_CHOICES.flatMap((choice) => {
    const at = timeOfChoice(choice, now);
    return at === null ? [] : [{ choice, at }];
  });
}

/** The time that was said is the end: a call after it is late. */
export function windowUntil(at: number, now: number): PromiseWindow | null {
  return at > now ? { from: Math.max(now, at - AHEAD_MS), to: at } : null;
}
