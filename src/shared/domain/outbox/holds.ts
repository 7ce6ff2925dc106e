/*
 * What keeps texts, as it is named between the page and the host; the rules are in `sending.ts`, which
 * no page needs in its first moment.
 */

/** Why a text waits. */
export const HOLDS = [
  /** Records are in memory only: what is not stored does not leave. */
  'memory',
  /** For its time. */
  'scheduled',
  /** It is so old that it would puzzle: the agent decides. */
  'stale',
  /** For the end of the quiet hours. */
  'quiet',
  /** The customer wants no texts, and nobody has said why they get this one. */
  'unwanted',
  /** Advertising without consent. */
  'consent',
  /** There is nothing to send it by. */
  'no-way',
  /** Nothing there is reaches such a number. */
  'number',
  /** It has characters that cannot be sent. */
  'characters',
  'long',
  /** Nothing there is sends it as what it is, an MMS for instance. */
  'form',
  /** A picture of it is not here. */
  'picture',
  /** Every gateway that could have taken it has refused it. */
  'refused',
  /** No page holds the phone. */
  'phone',
  /** As many as may leave today have left. */
  'day',
  /** It was tried, and is again at this time. */
  'retry',
] as const;
export type Hold = (typeof HOLDS)[number];

/** The phone has no line now. */
export const NO_LINE = 'message.no-line';
