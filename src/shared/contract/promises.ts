import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';
import { idSchema, timeSchema } from '../domain/call/record.ts';
import { keptRateSchema } from '../domain/callback/keptRate.ts';
import {
  decidedFactSchema,
  promiseFactSchema,
  promiseRowSchema,
  REMINDERS,
  urgencySchema,
} from '../domain/callback/record.ts';

/** The last row of a page as it stood there, and the moment the order is of. */
export const promiseCursorSchema = z.object({
  now: timeSchema,
  id: idSchema,
  urgency: urgencySchema,
  dueAt: timeSchema,
});

const count = z.number().int().min(0);

export const promisesMethods = {
  /**
   * Open promises in the order of the worklist (`inOrder`), by keyset: pass the `next` of a page to
   * get the one after it. All pages are in the order of the first one's moment.
   */
  'promises.list': method({
    input: z.object({
      after: promiseCursorSchema.nullable().default(null),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    output: z.object({ rows: z.array(promiseRowSchema), next: promiseCursorSchema.nullable() }),
  }),
  /** How many open promises stand in each group now. */
  'promises.counts': method({
    input: z.object({}),
    output: z.object({ overdue: count, soon: count, today: count, later: count }),
  }),
  /** These promises as they are now, open or not; unknown ones are left out. */
  'promises.rows': method({
    input: z.object({ ids: z.array(idSchema).max(500) }),
    output: z.object({ rows: z.array(promiseRowSchema) }),
  }),
  /** One promise and how it came to be what it is. Errors: `promise.unknown`. */
  'promises.get': method({
    input: z.object({ id: idSchema }),
    output: z.object({ row: promiseRowSchema, facts: z.array(promiseFactSchema) }),
  }),
  /** What one customer was promised: all that is open, oldest first, and the newest that ended. */
  'promises.ofCustomer': method({
    input: z.object({
      e164: z.string().max(20).nullable(),
      dialled: z.string().max(256),
      practice: z.boolean(),
    }),
    output: z.object({ open: z.array(promiseRowSchema), ended: z.array(promiseRowSchema) }),
  }),
  /**
   * How well promises were kept: those that ended in this time, and those whose promised time ended
   * in it and that are still owed; `to` is not included.
   */
  'promises.kept': method({
    input: z
      .object({ from: timeSchema, to: timeSchema, practice: z.boolean() })
      .refine(({ from, to }) => from < to),
    output: keptRateSchema,
  }),
  /**
   * Adds what an agent has decided, in order, in one transaction. A fact whose id is already stored
   * is passed over.
   * Errors: `promise.unknown`, `storage.*` — nothing of the batch was stored.
   */
  'promises.append': method({
    input: z.object({ facts: z.array(decidedFactSchema).min(1).max(100) }),
    output: z.object({ stored: count }),
  }),
} as const;

export const promisesEvents = {
  /** These have changed; null: any may have. */
  'promises.changed': event({ data: z.object({ ids: z.array(idSchema).nullable() }) }),
  /** A customer has answered to times that were offered: the row's `reply` says what. */
  'promises.replied': event({ data: z.object({ row: promiseRowSchema }) }),
  /** It is time to tell the agent. Said once for each time that was set. */
  'promises.reminder': event({
    data: z.object({
      reminders: z.array(z.object({ row: promiseRowSchema, kind: z.enum(REMINDERS) })).min(1),
    }),
  }),
} as const;
