import { PROTECTED_BREAK } from './reasons.ts';
import type { Absence, AvailabilityFactBody, Status } from './status.ts';

/*
 * The protected break (보호휴식) after an abusive call. From its first moment to its last nobody
 * shortens it: no rule, no file, no meeting, no colleague, and not the agent in the heat of the
 * moment, whom a full queue would press. It may be made longer, and calling out stays possible.
 * 산업안전보건법 제41조: rest after harm.
 */

/** No policy and no file makes it shorter; minutes. */
export const SHORTEST_BREAK_MINUTES = 5;

const MINUTE_MS = 60_000;

/** @returns until when the break of this moment stands, epoch milliseconds; null without one */
export function protectedUntil({ span }: Pick<Status, 'span'>, now: number): number | null {
  if (span?.kind !== 'away' || span.reasonId !== PROTECTED_BREAK) return null;
  return span.until !== null && now < span.until ? span.until : null;
}

/** A break as it may begin: for a known time, which is long enough. Any other absence as it is. */
export function longEnough(absence: Absence, now: number): Absence {
  const { reasonId, back } = absence;
  if (reasonId !== PROTECTED_BREAK) return absence;
  const wanted = back === null ? 0 : 'at' in back ? (back.at - now) / MINUTE_MS : back.minutes;
  return { ...absence, back: { minutes: Math.max(SHORTEST_BREAK_MINUTES, Math.ceil(wanted)) } };
}

/**
 * Whether a change would end or shorten the break of this moment, now or after a call.
 * @returns until when it is held back, epoch milliseconds; null where nothing stands against it
 */
export function heldBackUntil(
  status: Pick<Status, 'span'>,
  body: AvailabilityFactBody,
  at: number,
): number | null {
  const until = protectedUntil(status, at);
  if (until === null) return null;
  switch (body.type) {
    case 'available':
      return until;
    case 'away':
      return isLonger(body.absence, at, until) ? null : until;
    case 'extended':
      return body.until !== null && body.until >= until ? null : until;
    case 'reserved':
      return body.next === null ? null : until;
    // Nobody is at the desk, which takes nothing away: it goes on when somebody is (`onDesk`).
    case 'off':
    case 'described':
    case 'clock-moved':
      return null;
  }
}

function isLonger({ reasonId, back }: Absence, at: number, until: number): boolean {
  if (reasonId !== PROTECTED_BREAK || back === null) return false;
  return ('at' in back ? back.at : at + back.minutes * MINUTE_MS) >= until;
}

/**
 * What the wall clock did beyond the time that went by: set by hand, by the network, or the computer
 * slept. A break is as long as it was meant to be all the same.
 * @param wall milliseconds that the wall clock has moved on
 * @param real milliseconds that went by, of a clock nobody sets
 * @returns milliseconds by which the wall clock is off now; 0 where it just runs
 */
export function clockJump(wall: number, real: number): number {
  const jump = Math.round(wall - real);
  return Math.abs(jump) >= SMALLEST_JUMP_MS ? jump : 0;
}

/** A busy computer is late by less. */
const SMALLEST_JUMP_MS = 2_000;
