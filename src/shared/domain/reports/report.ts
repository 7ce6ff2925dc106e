import { z } from 'zod';
import { timeSchema } from '../call/record.ts';
import { triggerSchema } from '../script/script.ts';
import { inboundSchema } from './inbound.ts';
import { reportPolicySchema } from './policy.ts';

/*
 * The figures of a desk over a time. It is about calls, promises and causes: nothing in it counts an
 * agent's mistakes or what customers did to an agent, and nothing names anybody.
 */

const count = z.number().int().min(0);
const ms = z.number().min(0);
const ofMany = z.number().nullable();

export const reportRequestSchema = z.object({
  /** Epoch milliseconds, included. */
  from: timeSchema,
  /** Not included, and not after now. */
  to: timeSchema,
  /** Practice calls as well. */
  practice: z.boolean().default(false),
  policy: reportPolicySchema.pick({ answerWithinS: true, shortAbandonS: true }),
});
export type ReportRequest = z.output<typeof reportRequestSchema>;

/** The states a text can be in; see `textState`. */
export const REPORT_TEXTS = [
  'delivered',
  'accepted',
  'handed',
  'reached',
  'waiting',
  'sending',
  'unsure',
  'failed',
  'cancelled',
  'declined',
] as const;

/** How long customers waited until they were called back; milliseconds, null of none. */
const waitSchema = z.object({ n: count, median: ofMany, p90: ofMany });

export const reportSchema = z.object({
  /** Calls that have ended, by when they began. */
  inbound: inboundSchema,
  outbound: z.object({ total: count, answered: count }),
  /** 7 × 24, Monday first: all calls, and calls that came in and were not answered here. */
  hours: z.object({ calls: z.array(z.array(count)), unanswered: z.array(z.array(count)) }),
  /** Of answered calls, both ways: their sums in milliseconds. */
  handling: z.object({ calls: count, talkMs: ms, holdMs: ms, wrapUps: count, wrapUpMs: ms }),
  promises: z.object({ inTime: count, late: count, broken: count, closed: count }),
  /** Of promises kept: after a call nobody answered, and after any other. */
  callback: z.object({ missed: waitSchema, other: waitSchema }),
  /** Longest first; the part of each that lies in the time. After-call work is none. */
  away: z.array(
    z.object({ reasonId: z.string(), reasonName: z.string().nullable(), times: count, ms }),
  ),
  texts: z.array(z.object({ state: z.enum(REPORT_TEXTS), n: count })),
  /** Null: nobody said what it was about. */
  triggers: z.array(z.object({ trigger: triggerSchema.nullable(), n: count })),
  quality: z.object({
    good: count,
    fair: count,
    poor: count,
    /** Answered, and nobody measured it. */
    unknown: count,
    /** Means over the calls that were measured: percent, MOS, milliseconds. */
    lossPercent: ofMany,
    lossOutPercent: ofMany,
    mos: ofMany,
    rttMs: ofMany,
    jitterMs: ofMany,
  }),
});
export type Report = z.infer<typeof reportSchema>;

/** What one answered call took; null where there was none. */
export function handlingParts({ handling: { calls, talkMs, holdMs, wrapUpMs } }: Report): {
  readonly talk: number | null;
  readonly hold: number | null;
  readonly wrapUp: number | null;
  readonly all: number | null;
} {
  const each = (sum: number): number | null => (calls === 0 ? null : sum / calls);
  return {
    ...{ talk: each(talkMs), hold: each(holdMs), wrapUp: each(wrapUpMs) },
    all: each(talkMs + holdMs + wrapUpMs),
  };
}
