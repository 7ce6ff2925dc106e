/*
 * What is found in a text before it leaves. A finding is a hint with a place in the text: whoever
 * writes decides, but for what is surely wrong.
 */

/**
 * `stop`: not sent as it stands. `look`: the agent looks at it, and may let it stand
 * (`content.passed`).
 */
export type Severity = 'stop' | 'look';

export interface Finding {
  /** The same for as long as the same words stand in the text, wherever they move to. */
  readonly key: string;
  /** For the screen's words. */
  readonly kind: string;
  readonly severity: Severity;
  /** Of the words it is about, in UTF-16 units of the body; never within a character. */
  readonly from: number;
  /** Behind the last of them. */
  readonly to: number;
  /** What stands there. */
  readonly said: string;
  /** What would be right; null where nobody can be sure. */
  readonly offer: string | null;
}
