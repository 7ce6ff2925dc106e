import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';
import {
  callFactSchema,
  callRowSchema,
  idSchema,
  outcomeSchema,
  timeSchema,
} from '../domain/call/record.ts';
import { callFilterSchema } from '../domain/history/filter.ts';

/** Where a page ended: the time and id of its last row. */
export const callCursorSchema = z.object({ startedAt: timeSchema, id: idSchema });

export const callsMethods = {
  /**
   * Adds facts, in order, in one transaction. A fact whose id is already stored is passed over,
   * so that sending again after a broken line is harmless.
   * Errors: `storage.*` — nothing of the batch was stored.
   */
  'calls.append': method({
    input: z.object({ facts: z.array(callFactSchema).min(1).max(500) }),
    output: z.object({ stored: z.number().int() }),
  }),
  /** Says that these calls are still going on; after a crash they end at the last such moment. */
  'calls.heartbeat': method({
    input: z.object({ callIds: z.array(idSchema).max(20), at: timeSchema }),
    output: z.object({}),
  }),
  /** Newest first, by keyset: pass the `next` of a page to get the one after it. */
  'calls.list': method({
    input: z.object({
      filter: callFilterSchema.default({ text: '' }),
      after: callCursorSchema.nullable().default(null),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    output: z.object({
      rows: z.array(callRowSchema),
      next: callCursorSchema.nullable(),
    }),
  }),
  /**
   * How many calls a filter leaves in, and in each stretch of time between two of the edges.
   * `behind`: so many calls have just changed that they are found as they were before, or not yet.
   */
  'calls.count': method({
    input: z.object({
      filter: callFilterSchema.default({ text: '' }),
      /** Epoch milliseconds, in order. */
      edges: z.array(timeSchema).max(400).default([]),
      /** Of those, calls with this outcome are counted in each stretch as well. */
      also: outcomeSchema.nullable().default(null),
    }),
    output: z.object({
      count: z.number().int(),
      between: z.array(z.number().int()),
      /** Null where no outcome was named. */
      also: z.array(z.number().int()).nullable(),
      behind: z.number().int(),
    }),
  }),
  /** Errors: `call.unknown`. */
  'calls.get': method({
    input: z.object({ id: idSchema }),
    output: z.object({ row: callRowSchema, facts: z.array(callFactSchema) }),
  }),
  /** These calls as they are now, for something to be done to all of them; unknown ones are left out. */
  'calls.rows': method({
    input: z.object({ ids: z.array(idSchema).max(500) }),
    output: z.object({ rows: z.array(callRowSchema) }),
  }),
  /**
   * What is known of a caller before the agent answers: their ended calls, found by number, or by
   * address where there is no number. The call that rings is not among them.
   */
  'calls.caller': method({
    input: z.object({ e164: z.string().max(20).nullable(), address: z.string().max(1_024) }),
    output: z.object({
      calls: z.number().int(),
      lastCall: callRowSchema.nullable(),
    }),
  }),
  /**
   * When a caller called between two moments, newest first and at most 20: found as in
   * `calls.caller`, whatever became of the calls. Epoch milliseconds; `before` is not among them,
   * so that a call does not find itself.
   */
  'calls.earlierTimes': method({
    input: z.object({
      e164: z.string().max(20).nullable(),
      address: z.string().max(1_024),
      from: timeSchema,
      before: timeSchema,
    }),
    output: z.object({ times: z.array(timeSchema) }),
  }),
} as const;

export const callsEvents = {
  'calls.changed': event({ data: z.object({ callIds: z.array(idSchema) }) }),
} as const;
