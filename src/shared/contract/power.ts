import { z } from 'zod';
import { timeSchema } from '../domain/call/record.ts';
import { event, method } from '../rpc/contract.ts';

/**
 * Whether somebody is in front of the computer, as the shell sees it; null where it does not, and
 * the page asks the browser. `idleSince` is null while keys or mouse are used.
 */
export const watchedSchema = z
  .object({ locked: z.boolean(), idleSince: timeSchema.nullable() })
  .nullable();
export type Watched = z.infer<typeof watchedSchema>;

export const powerMethods = {
  'power.state': method({ input: z.object({}), output: z.object({ watched: watchedSchema }) }),
} as const;

export const powerEvents = {
  'power.changed': event({ data: z.object({ watched: watchedSchema }) }),
  /** The computer slept: connections may be open in name only. */
  'power.resumed': event({ data: z.object({ at: timeSchema }) }),
} as const;
