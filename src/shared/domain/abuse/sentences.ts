import { sentencesOf, stepOf } from '../script/script.ts';
import type { Abuse, Script, Words } from '../script/script.ts';
import { saysLaw } from './ladder.ts';
import type { Rung } from './ladder.ts';
import type { AbusePolicy } from './policy.ts';

/** The step of the script that has the words of a rung. */
function stepIdOf(rung: Rung, kind: Abuse, policy: AbusePolicy): string {
  if (rung === 'separate' || rung === 'closing') return rung;
  return saysLaw(rung, kind, policy) ? 'second-warning' : 'first-warning';
}

/** A claim that the call is recorded, in either language. */
const CLAIMS_RECORDING = /녹음\s*(중|되고|하고)|(being|is) recorded|recording (this|the) call/i;

/**
 * What can be said in a rung, the most fitting first. That the call is recorded is said only while
 * it is, whatever a script that somebody edited says.
 */
export function sentencesFor(
  script: Script,
  rung: Rung,
  now: { readonly kind: Abuse; readonly recording: boolean },
  policy: AbusePolicy,
): readonly Words[] {
  const step = stepOf(script, stepIdOf(rung, now.kind, policy));
  if (!step) return [];
  const { kind: abuse, recording } = now;
  return sentencesOf(step, { tone: 'rational', abuse, recording }).filter(
    ({ ko, en }) => recording || !(CLAIMS_RECORDING.test(ko) || CLAIMS_RECORDING.test(en)),
  );
}
