/*
 * Guides that go by the clock: what to do now, and for how many seconds more. Pure, so that a
 * window that was asleep shows the right step when it wakes.
 */

export interface PacedStep<Name extends string> {
  readonly name: Name;
  readonly seconds: number;
}

export interface Pace<Name extends string> {
  readonly step: PacedStep<Name>;
  /** Of the steps, from 0. */
  readonly index: number;
  /** Whole seconds that are left of it, counting down to 1. */
  readonly secondsLeft: number;
  /** How manieth time through the steps, from 0. */
  readonly round: number;
}

export const BREATH = [
  { name: 'in', seconds: 4 },
  { name: 'hold', seconds: 4 },
  { name: 'out', seconds: 6 },
] as const satisfies readonly PacedStep<string>[];
/** About two minutes. */
export const BREATH_ROUNDS = 8;

/** Small, slow and done sitting: nothing that could hurt. */
export const STRETCHES = [
  { name: 'shoulders', seconds: 20 },
  { name: 'neck', seconds: 30 },
  { name: 'chest', seconds: 20 },
  { name: 'wrists', seconds: 30 },
  { name: 'back', seconds: 30 },
  { name: 'eyes', seconds: 20 },
] as const satisfies readonly PacedStep<string>[];

/** @returns null when all rounds are over */
export function paceAt<Name extends string>(
  steps: readonly PacedStep<Name>[],
  rounds: number,
  elapsedMs: number,
): Pace<Name> | null {
  const roundSeconds = steps.reduce((sum, { seconds }) => sum + seconds, 0);
  const elapsed = Math.max(0, elapsedMs) / 1_000;
  const round = Math.floor(elapsed / roundSeconds);
  if (round >= rounds) return null;
  let left = elapsed - round * roundSeconds;
  for (const [index, step] of steps.entries()) {
    if (left < step.seconds)
      return { step, index, secondsLeft: Math.ceil(step.seconds - left), round };
    left -= step.seconds;
  }
  return null;
}

/** When a step of the first round begins, in milliseconds: to go to it by hand. */
export function beginOf(steps: readonly PacedStep<string>[], index: number): number {
  return steps.slice(0, index).reduce((sum, { seconds }) => sum + seconds, 0) * 1_000;
}
