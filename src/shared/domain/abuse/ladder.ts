import { z } from 'zod';
import type { Abuse } from '../script/script.ts';
import type { AbusePolicy } from './policy.ts';

/*
 * What is said to whoever abuses, one step at a time, until the call may be ended. The way to hang up
 * is never locked: the ladder only says what is still missing, and what was missing is written down.
 */

export const RUNGS = [
  /** The complaint is heard, the words are not. */
  'separate',
  'first-warning',
  'second-warning',
  'third-warning',
  'closing',
] as const;
export const rungSchema = z.enum(RUNGS);
export type Rung = z.infer<typeof rungSchema>;

const WARNINGS = ['first-warning', 'second-warning', 'third-warning'] as const;

/** With harassment and threats there is no complaint to keep apart: the path is shorter. */
const HAS_COMPLAINT: readonly Abuse[] = ['insult', 'endless'];

/** The rungs of a kind, in order; the call may be ended after the last. */
export function rungsOf(kind: Abuse, policy: AbusePolicy): readonly Rung[] {
  const { warnings } = policy[kind];
  const first: readonly Rung[] = HAS_COMPLAINT.includes(kind) ? ['separate'] : [];
  return [...first, ...WARNINGS.slice(0, warnings), 'closing'];
}

/** Whether what the law provides is said in this rung: in the last warning, where the policy says so. */
export function saysLaw(rung: Rung, kind: Abuse, policy: AbusePolicy): boolean {
  const { warnings, legalNotice } = policy[kind];
  return legalNotice && rung === WARNINGS[warnings - 1];
}

export interface LadderState {
  readonly kind: Abuse;
  /** What has been said. */
  readonly reached: readonly Rung[];
  /** How long the call has been talked on, milliseconds. */
  readonly talkedMs: number;
}

/** The rung to say now; `ended`: all of them are said. */
export function nextRung({ kind, reached }: LadderState, policy: AbusePolicy): Rung | 'ended' {
  return rungsOf(kind, policy).find((rung) => !reached.includes(rung)) ?? 'ended';
}

export const missingSchema = z.object({
  rungs: z.array(rungSchema).max(10),
  /** Milliseconds of talk until an endless call may be ended; 0 where time is no condition. */
  ms: z.number().int().min(0),
});
export type Missing = z.infer<typeof missingSchema>;

/** What an end would leave out now; see `isComplete`. */
export function missingFor({ kind, reached, talkedMs }: LadderState, policy: AbusePolicy): Missing {
  return {
    rungs: rungsOf(kind, policy).filter((rung) => !reached.includes(rung)),
    ms: kind === 'endless' ? Math.max(0, policy.endMinutes * MINUTE_MS - talkedMs) : 0,
  };
}

/** Nothing is left out: the call may be ended without a reason. */
export const isComplete = ({ rungs, ms }: Missing): boolean => rungs.length === 0 && ms === 0;

const MINUTE_MS = 60_000;

/** A call that goes on and on: time to say so, or time when it may be ended. */
export function pulse(talkedMs: number, policy: AbusePolicy): 'none' | 'notice' | 'end' {
  if (talkedMs >= policy.endMinutes * MINUTE_MS) return 'end';
  return talkedMs >= policy.noticeMinutes * MINUTE_MS ? 'notice' : 'none';
}
