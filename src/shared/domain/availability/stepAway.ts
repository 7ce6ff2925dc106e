import { z } from 'zod';
import type { ChangedBy, Status } from './status.ts';

/*
 * An agent who has left the desk without a word: the screen was locked, or nothing was touched for
 * some time. Each desk decides whether that makes them away; coming back never changes anything by
 * itself, since a touch of the mouse is no promise to answer.
 */

export const stepAwaySchema = z.strictObject({
  /** The screen of the computer was locked. */
  onLock: z.boolean().default(false),
  /** Minutes without a key or the mouse; 0: never. */
  idleMinutes: z.number().int().min(0).max(240).default(0),
});
export type StepAway = z.infer<typeof stepAwaySchema>;

/** What the computer says of whoever is in front of it. */
export interface Presence {
  readonly locked: boolean;
  /** Epoch milliseconds since when nothing has been touched; null while somebody is there. */
  readonly idleSince: number | null;
}

export interface Gone {
  /** From when on it counts; epoch milliseconds. */
  readonly at: number;
  readonly by: 'lock' | 'idle';
}

/**
 * When an agent becomes away by themselves.
 * @param workedUntil epoch milliseconds of the end of the last call: hands that rest while their
 * owner talks are not idle
 * @returns null where nothing of that kind is under way
 */
export function whenGone(
  { span }: Pick<Status, 'span'>,
  presence: Presence,
  policy: StepAway,
  workedUntil: number,
): Gone | null {
  if (span?.kind !== 'available') return null;
  if (policy.onLock && presence.locked) return { at: span.from, by: 'lock' };
  if (policy.idleMinutes === 0 || presence.idleSince === null) return null;
  const since = Math.max(presence.idleSince, span.from, workedUntil);
  return { at: since + policy.idleMinutes * 60_000, by: 'idle' };
}

/** Whether an absence began without the agent's choice. */
export const isByItself = (by: ChangedBy | null): boolean => by === 'lock' || by === 'idle';

/** Whoever was made away by themselves and is there again is asked at once. */
export function askAfterReturn({ span }: Pick<Status, 'span'>, presence: Presence): boolean {
  const made = span?.kind === 'away' && isByItself(span.by);
  return made && !presence.locked && presence.idleSince === null;
}
