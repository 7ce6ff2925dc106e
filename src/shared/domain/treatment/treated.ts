import { z } from 'zod';
import { treatmentDecisionSchema } from './decide.ts';

/** What was decided about a call that came while the agent was away, and what they were away for. */
export const treatedSchema = z.object({
  ...treatmentDecisionSchema.shape,
  reasonId: z.string().max(40),
  /** What the reason was called then; null for its usual name. */
  reasonName: z.string().max(40).nullable(),
  /** When the agent meant to be back, epoch milliseconds; null when nobody knew. */
  until: z.number().int().min(0).nullable(),
  /** The span of availability it came in; earlier releases said none. */
  spanId: z.uuid().optional(),
});
export type Treated = z.infer<typeof treatedSchema>;
