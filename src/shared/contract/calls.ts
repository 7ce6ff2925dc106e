import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';
import {
  callFactSchema,
  callRowSchema,
  directionSchema,
  idSchema,
  outcomeSchema,
  timeSchema,
} from '../domain/call/record.ts';
import { typeIdSchema } from '../domain/disposition/tree.ts';

export const callFilterSchema = z.object({
  /**
   * Matches a part of the number (digits only are compared), the name or the note, of the caller
   * or of a number the call came by.
   */
  text: z.string().max(200).default(''),
  direction: directionSchema.optional(),
  outcome: outcomeSchema.optional(),
  /** Only calls with a recording to listen to. */
  recorded: z.literal(true).optional(),
  /** Only calls with a voicemail to listen to. */
  voicemail: z.literal(true).optional(),
  /** Only calls of this type, or of one below it, as it was when it was chosen. */
  type: typeIdSchema.optional(),
  /** Only calls with a customer that were talked and have no type yet, since then. */
  undisposedSince: timeSchema.optional(),
  /** Calls to the exchange itself instead of those with customers. */
  service: z.boolean().optional(),
});
export type CallFilter = z.input<typeof callFilterSchema>;

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
  /** Errors: `call.unknown`. */
  'calls.get': method({
    input: z.object({ id: idSchema }),
    output: z.object({ row: callRowSchema, facts: z.array(callFactSchema) }),
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
