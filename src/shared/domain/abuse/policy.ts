import { z } from 'zod';
import { SHORTEST_BREAK_MINUTES } from '../availability/protectedBreak.ts';

/*
 * How often an organisation warns before it ends a call is its own policy (산업안전보건법 제41조 asks
 * for a manual, not for a number), so all of it is a setting.
 */

export const MOST_WARNINGS = 3;

const kindSchema = z.strictObject({
  warnings: z.number().int().min(0).max(MOST_WARNINGS),
  /** The last warning says what the law provides. */
  legalNotice: z.boolean(),
});

const minutesSchema = z.number().int().min(1).max(240);

export const abusePolicySchema = z
  .strictObject({
    insult: kindSchema.default({ warnings: 2, legalNotice: true }),
    harassment: kindSchema.default({ warnings: 1, legalNotice: true }),
    threat: kindSchema.default({ warnings: 0, legalNotice: false }),
    endless: kindSchema.default({ warnings: 1, legalNotice: false }),
    /** Of a call that goes in circles: when it is said how long it has been, minutes of talk. */
    noticeMinutes: minutesSchema.default(15),
    /** From when it may be ended. */
    endMinutes: minutesSchema.default(20),
    /** How long after a call that broke off the same customer's ladder may be gone on with. */
    goOnMinutes: z.number().int().min(0).max(1_440).default(120),
    breakMinutes: z.number().int().min(SHORTEST_BREAK_MINUTES).max(240).default(10),
    /** The protected break begins with the end of the call, without a press. */
    breakAtOnce: z.boolean().default(false),
    /** Who is told afterwards: as it is dialled; empty for nobody. */
    lead: z
      .strictObject({
        name: z.string().trim().max(64).default(''),
        number: z.string().trim().max(128).default(''),
      })
      .prefault({}),
  })
  .refine(({ noticeMinutes, endMinutes }) => noticeMinutes <= endMinutes);
export type AbusePolicy = z.infer<typeof abusePolicySchema>;
