import { z } from 'zod';
import { dayAfter } from '../hours/businessHours.ts';
import { PROTECTED_BREAK, WRAP_UP } from './reasons.ts';
import { isWrapUp } from './status.ts';
import type { AvailabilityFactBody, Reserved, Span, Status } from './status.ts';

/*
 * The changes that come by themselves. Each is a fact like those an agent makes, with the moment
 * since when it is true.
 */

/** How long after-call work is; 0: there is none. */
export const wrapUpSecondsSchema = z.number().int().min(0).max(3_600);

export interface Change {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly body: AvailabilityFactBody;
}

/** What was reserved, or calls again. */
function whatComesNext(reserved: Reserved | null): AvailabilityFactBody {
  if (reserved === null) return { type: 'available', by: 'time' };
  if (reserved === 'available') return { type: 'available', by: 'reserved' };
  return { type: 'away', by: 'reserved', absence: reserved };
}

/**
 * What follows the last of the calls that were talked on.
 * @param wrapUpSeconds of after-call work; 0 for none
 */
export function afterCall(status: Status, at: number, wrapUpSeconds: number): Change | null {
  const { span, reserved } = status;
  if (span === null || span.kind === 'off') return null;
  // Whoever calls during an absence stays away after it, unless they have chosen otherwise.
  const works = span.kind === 'available' || isWrapUp(span);
  // Before anything else rings: whoever was hung up on calls again at once.
  const breaks = reserved !== 'available' && reserved?.reasonId === PROTECTED_BREAK;
  if (!works || wrapUpSeconds === 0 || breaks) {
    return reserved === null ? null : { at, body: whatComesNext(reserved) };
  }
  const absence = {
    reasonId: WRAP_UP,
    reasonName: null,
    back: { at: at + wrapUpSeconds * 1_000 },
    note: '',
    alternate: '',
  };
  return { at, body: { type: 'away', by: 'call', absence } };
}

/** The end of after-call work, since when it is over; null while nothing is due. */
export function dueChange({ span, reserved }: Status, now: number): Change | null {
  if (!isWrapUp(span) || span === null || span.until === null || now < span.until) return null;
  return { at: Math.max(span.until, span.from), body: whatComesNext(reserved) };
}

/** Longer than this without a sign of life and nobody was at the desk; milliseconds. */
export const ABSENT_AFTER_MS = 90_000;
/** Back within this time, an absence goes on as if nothing had been; milliseconds. */
const SHORT_GAP_MS = 10 * 60_000;

/**
 * Somebody is at the desk, last seen at `seen`: what was between, and how it goes on. An absence
 * whose time is not over survives a restart; one from yesterday does not keep calls away today.
 * @param seen epoch milliseconds; null when never
 */
export function onDesk(status: Status, seen: number | null, now: number): readonly Change[] {
  const { span } = status;
  const start: Change = { at: now, body: { type: 'available', by: 'start' } };
  if (span === null) return [start];
  const since = seen ?? span.from;
  if (now - since <= ABSENT_AFTER_MS) return [];
  return [{ at: since, body: { type: 'off' } }, goesOn(span, since, now) ?? start];
}

/** The absence that was interrupted; null when it is over. */
function goesOn(before: Span, since: number, now: number): Change | null {
  if (before.kind !== 'away' || isWrapUp(before) || before.reasonId === null) return null;
  const lasts =
    now - since <= SHORT_GAP_MS ||
    (before.until === null ? dayAfter(before.from, 0) === dayAfter(now, 0) : now < before.until);
  if (!lasts) return null;
  const { reasonId, reasonName, until, note, alternate } = before;
  const absence = {
    reasonId,
    reasonName,
    back: until === null ? null : { at: until },
    note,
    alternate,
  };
  return { at: now, body: { type: 'away', by: 'start', absence } };
}

/** The time an agent meant to be back at has passed: they are asked, and decide. */
export function askWhetherBack({ span }: Status, now: number): boolean {
  return span?.kind === 'away' && !isWrapUp(span) && span.until !== null && span.until <= now;
}
