import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';

const count = z.number().int().min(0);

export const samplesStateSchema = z.object({
  /** How many calls, promises, contacts and messages are samples; 0: none are shown. */
  shown: count,
  /** How many of them the agent has written something into. */
  touched: count,
});
export type SamplesState = z.infer<typeof samplesStateSchema>;

/*
 * A desk to look around in. All of it is on the practice exchange, so that nothing of it is ever
 * called, sent or counted among what is real, and it is taken away in one step.
 */
export const samplesMethods = {
  'samples.state': method({ input: z.object({}), output: samplesStateSchema }),
  /** Puts them in; there already, nothing happens. Errors: `storage.*`. */
  'samples.add': method({ input: z.object({}), output: samplesStateSchema }),
  /**
   * Takes all of them away, and nothing else: what the agent has done with the people in them stays.
   * `touched`: those the agent has written into are left, or go with what was written.
   * Errors: `storage.*`.
   */
  'samples.remove': method({
    input: z.object({ touched: z.enum(['keep', 'remove']) }),
    output: samplesStateSchema,
  }),
} as const;

export const samplesEvents = {
  'samples.changed': event({ data: samplesStateSchema }),
} as const;
