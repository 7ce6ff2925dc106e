import { z } from 'zod';

/** What a desk calls good service; the usual 80/20 until somebody decides otherwise. */
export const reportPolicySchema = z.strictObject({
  /** A call answered after so many seconds at most is in time. */
  answerWithinS: z.number().int().min(1).max(600).default(20),
  /** The share of calls that is meant to be answered in time. */
  targetPercent: z.number().int().min(1).max(100).default(80),
  /** Who gives up sooner has most likely misdialled: counted apart; 0 leaves nobody out. */
  shortAbandonS: z.number().int().min(0).max(120).default(5),
});
export type ReportPolicy = z.infer<typeof reportPolicySchema>;
