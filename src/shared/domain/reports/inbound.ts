import { z } from 'zod';
import type { EndedBy, Outcome } from '../call/record.ts';

/*
 * What became of calls that came in, in the terms of contact centres:
 * - answered: the agent spoke to the customer
 * - abandoned: the customer hung up while it rang; short: sooner than the desk counts
 * - missed: it rang out, or the app answered for an agent who was away
 * - turnedAway: refused or told busy, by hand or by a rule
 * - elsewhere: a colleague answered, or it was sent on
 * - failed: neither side ended it
 * Each call is one of them.
 */
export const INBOUND_ENDS = [
  'answered',
  'abandoned',
  'shortAbandoned',
  'missed',
  'turnedAway',
  'elsewhere',
  'failed',
] as const;
export type InboundEnd = (typeof INBOUND_ENDS)[number];

export interface EndedInbound {
  readonly outcome: Outcome;
  readonly answered: boolean;
  readonly endedBy: EndedBy | null;
  /** The app answered for an agent who was away. */
  readonly attended: boolean;
  /** It lasted less than the desk takes for somebody who waited. */
  readonly short: boolean;
}

export function inboundEnd(call: EndedInbound): InboundEnd {
  if (call.answered) return 'answered';
  switch (call.outcome) {
    case 'missed':
      if (call.attended || call.endedBy !== 'customer') return 'missed';
      return call.short ? 'shortAbandoned' : 'abandoned';
    case 'rejected':
    case 'busy':
      return 'turnedAway';
    case 'answered-elsewhere':
    case 'forwarded':
      return 'elsewhere';
    default:
      return 'failed';
  }
}

const count = z.number().int().min(0);

export const inboundSchema = z.object({
  total: count,
  /** Of those answered, within the time that the desk has set. */
  answeredInTime: count,
  answered: count,
  abandoned: count,
  shortAbandoned: count,
  missed: count,
  turnedAway: count,
  elsewhere: count,
  failed: count,
} satisfies Record<InboundEnd | 'total' | 'answeredInTime', typeof count>);
export type Inbound = z.infer<typeof inboundSchema>;

export const NO_INBOUND: Inbound = {
  ...{ total: 0, answeredInTime: 0, answered: 0, abandoned: 0, shortAbandoned: 0 },
  ...{ missed: 0, turnedAway: 0, elsewhere: 0, failed: 0 },
};

/** The calls that this desk could have answered: what service level is a share of. */
export const offered = (calls: Inbound): number =>
  calls.answered + calls.abandoned + calls.missed + calls.turnedAway;

/** Answered in time of all that could have been, 0 to 1; null where there was none. */
export function serviceLevel(calls: Inbound): number | null {
  const all = offered(calls);
  return all === 0 ? null : calls.answeredInTime / all;
}
