import { z } from 'zod';
import { method } from '../rpc/contract.ts';
import { idSchema, timeSchema } from '../domain/call/record.ts';
import { callDispositionSchema } from '../domain/disposition/disposition.ts';
import { typeIdSchema } from '../domain/disposition/tree.ts';

/*
 * What calls were about. It is chosen with a fact of the call (`disposed` of `calls.append`) and told
 * with the call; here is what is asked across calls.
 */
export const dispositionsMethods = {
  /** The types that this agent chose lately, the last one first, each once, as far as offered. */
  'dispositions.recent': method({
    input: z.object({}),
    output: z.object({ typeIds: z.array(typeIdSchema) }),
  }),
  /**
   * What the earlier calls of a customer were about, newest first, three at most and each type once.
   * The customer is found as in `calls.caller`; calls of the practice exchange are apart.
   */
  'dispositions.earlier': method({
    input: z.object({
      e164: z.string().max(20).nullable(),
      address: z.string().max(1_024),
      practice: z.boolean(),
      /** The call of now, which is not among them. */
      callId: idSchema,
    }),
    output: z.object({
      calls: z.array(
        z.object({ callId: idSchema, startedAt: timeSchema, disposition: callDispositionSchema }),
      ),
    }),
  }),
  /** How many calls since then are without a type; see `undisposedSince` of `calls.list`. */
  'dispositions.missing': method({
    input: z.object({ since: timeSchema }),
    output: z.object({ calls: z.number().int() }),
  }),
} as const;
