import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';
import { idSchema } from '../domain/call/record.ts';
import { pauseDecisionSchema, pauseFactSchema, pauseRowSchema } from '../domain/pause/record.ts';

/** Where the page before ended: the next check-in of its last pause, and that pause. */
const pauseCursorSchema = z.object({ dueAt: z.number().int(), id: idSchema });

export const pausesMethods = {
  /** Active pauses by their next check-in, by keyset: pass the `next` of a page for the one after it. */
  'pauses.list': method({
    input: z.object({
      after: pauseCursorSchema.nullable().default(null),
      limit: z.number().int().min(1).max(500).default(200),
    }),
    output: z.object({ rows: z.array(pauseRowSchema), next: pauseCursorSchema.nullable() }),
  }),
  /** These pauses as they are now, active or over; unknown ones are left out. */
  'pauses.rows': method({
    input: z.object({ ids: z.array(idSchema).max(500) }),
    output: z.object({ rows: z.array(pauseRowSchema) }),
  }),
  /** One pause and how it came to be what it is. Errors: `pause.unknown`. */
  'pauses.get': method({
    input: z.object({ id: idSchema }),
    output: z.object({ row: pauseRowSchema, facts: z.array(pauseFactSchema) }),
  }),
  /** All of one customer, active or over, oldest first. */
  'pauses.ofCustomer': method({
    input: z.object({
      e164: z.string().max(20).nullable(),
      dialled: z.string().max(256),
      practice: z.boolean(),
    }),
    output: z.object({ rows: z.array(pauseRowSchema) }),
  }),
  /** Pauses that are over and what was learnt from them, newest first. `text` empty: all. */
  'pauses.ended': method({
    input: z.object({
      text: z.string().max(200).default(''),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    output: z.object({ rows: z.array(pauseRowSchema) }),
  }),
  /**
   * Adds what an agent has decided, in order, in one transaction. A fact whose id is already stored
   * is passed over.
   * Errors: `pause.unknown`; `pause.already` (details: the id of the active one); `storage.*` —
   * nothing of the batch was stored.
   */
  'pauses.append': method({
    input: z.object({ facts: z.array(pauseDecisionSchema).min(1).max(100) }),
    output: z.object({ stored: z.number().int().min(0) }),
  }),
} as const;

export const pausesEvents = {
  /** These have changed; null: any may have. */
  'pauses.changed': event({ data: z.object({ ids: z.array(idSchema).nullable() }) }),
  /** It is time to look how these customers are. Said once for each time that was set. */
  'pauses.reminder': event({ data: z.object({ rows: z.array(pauseRowSchema).min(1) }) }),
} as const;
