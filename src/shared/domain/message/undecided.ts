/** Why it is for the agent to say which time a reply picks. */
export const UNDECIDED = [
  /** It names no time at all. */
  'nothing',
  /** More than one fits. */
  'several',
  /** It refuses, excepts or cancels something. */
  'refusal',
  'question',
  /** It repeats what somebody else has said. */
  'quoted',
  /** What it names was not offered. */
  'no-slot',
  /** The time it picks is over. */
  'past',
  /** There are words in it that may mean anything. */
  'unclear',
] as const;
export type Undecided = (typeof UNDECIDED)[number];
