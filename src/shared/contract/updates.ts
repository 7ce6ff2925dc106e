import { z } from 'zod';
import { timeSchema } from '../domain/call/record.ts';
import { UPDATE_REFUSALS } from '../domain/update/update.ts';
import { event, method } from '../rpc/contract.ts';

export const updatesStateSchema = z.object({
  /** Why this app does not renew itself; null: it does. */
  refusal: z.enum(UPDATE_REFUSALS).nullable(),
  step: z.enum(['idle', 'checking', 'fetching', 'ready']),
  /** The newer version that is being fetched, or is ready. */
  version: z.string().max(40).nullable(),
  /** The last time it was asked whether there is one. */
  checkedAt: timeSchema.nullable(),
  /** Why the last time did not work: one of the errors' codes. */
  failed: z.string().nullable(),
});
export type UpdatesState = z.infer<typeof updatesStateSchema>;

/*
 * Newer versions of the app: asked for every six hours outside of calls, fetched in the background and put
 * in place when the app ends. What does not bear the publisher's signature is thrown away.
 */
export const updatesMethods = {
  'updates.state': method({ input: z.object({}), output: updatesStateSchema }),
  /** Asks now. Errors: `update.off`; `update.in-call`. */
  'updates.check': method({ input: z.object({}), output: updatesStateSchema }),
  /** Ends the app, puts the newer version in place and starts it. Errors: `update.not-ready`; `update.in-call`. */
  'updates.install': method({ input: z.object({}), output: z.object({}) }),
} as const;

export const updatesEvents = {
  'updates.changed': event({ data: updatesStateSchema }),
} as const;
