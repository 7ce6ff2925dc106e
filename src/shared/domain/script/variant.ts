import { sentencesOf } from './script.ts';
import type { Circumstances, Step, Words } from './script.ts';
import { neededTokens } from './words.ts';
import type { TokenValues } from './words.ts';

/**
 * Which of a step's sentences is read out. Each run begins with another, so that two calls in a row
 * do not sound like a tape; the same run begins with the same, so that a reload changes no word
 * under the agent's eyes.
 * @param runId a UUID
 * @param turn how often another was asked for
 * @param values what is known: a sentence that needs something else waits until it is, as long as
 * another can be said instead
 * @returns null for a step in which nothing is said
 */
export function sentenceAt(
  step: Step,
  now: Circumstances,
  runId: string,
  turn: number,
  values: TokenValues,
): Words | null {
  const all = sayable(step, now, values);
  const weight = ({ ko }: Words): number =>
    Object.keys(step.say.find((one) => one.ko === ko)?.when ?? {}).length;
  const [first] = all;
  if (!first) return null;
  // What was written for just this comes before what always fits.
  const best = all.filter((one) => weight(one) === weight(first)).length;
  const seed = Number.parseInt(runId.slice(-6), 16) || 0;
  return all[((seed % best) + turn) % all.length] ?? first;
}

/** How many can be gone through in this step as things stand. */
export function variantsOf(step: Step, now: Circumstances, values: TokenValues): number {
  return sayable(step, now, values).length;
}

function sayable(step: Step, now: Circumstances, values: TokenValues): readonly Words[] {
  const all = sentencesOf(step, now);
  const whole = all.filter(({ ko }) => neededTokens(ko).every((name) => values[name]?.trim()));
  // Where each of them has a blank, the agent sees what is to be said there.
  return whole.length > 0 ? whole : all;
}
