import { z } from 'zod';

/*
 * What an organisation has decided about calling back. The defaults are those of DOMAIN.md; none of
 * them is law.
 */

/** Minutes since midnight; 1,440 is the end of the day. */
const minuteOfDay = z.number().int().min(0).max(1_440);

export const callbackPolicySchema = z
  .strictObject({
    /** How often a customer is tried before the agent needs a reason to try again. */
    attempts: z.number().int().min(1).max(20).default(3),
    /** How long a customer is left alone after an attempt. */
    apartMinutes: z.number().int().min(0).max(1_440).default(120),
    /** Customers are called from here up to, but without, the next. */
    fromMinute: minuteOfDay.default(9 * 60),
    toMinute: minuteOfDay.default(20 * 60),
    /** How much open time a promise that makes itself gives the agent. */
    promiseMinutes: z.number().int().min(5).max(10_080).default(120),
    remindBeforeMinutes: z.number().int().min(0).max(240).default(10),
    /** From so many calls of a customer on, their promise is urgent; 0: never by itself. */
    urgentFromCalls: z.number().int().min(0).max(20).default(3),
    /** An incoming text makes a promise too. */
    fromTexts: z.boolean().default(false),
    /** How long times that a text has offered can be chosen by a reply. */
    offerHours: z.number().int().min(1).max(336).default(72),
  })
  .refine(({ fromMinute, toMinute }) => fromMinute < toMinute, { path: ['toMinute'] });
export type CallbackPolicy = z.infer<typeof callbackPolicySchema>;
