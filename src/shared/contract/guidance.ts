import { z } from 'zod';
import { idSchema, timeSchema } from '../domain/call/record.ts';
import { runFactSchema, runRowSchema } from '../domain/script/run.ts';
import { scriptSchema } from '../domain/script/script.ts';
import { event, method } from '../rpc/contract.ts';

export const guidanceMethods = {
  /** The scripts in use, each in its newest version. A file that cannot be used is not among them. */
  'scripts.list': method({
    input: z.object({}),
    output: z.object({
      scripts: z.array(scriptSchema),
      /** Files that were refused, with the line of the first fault; what was in use stays in use. */
      refused: z.array(
        z.object({
          /** Empty: the folder itself cannot be read. */
          file: z.string(),
          /** From 1; null: of the file as a whole. */
          line: z.number().int().nullable(),
          path: z.string(),
          code: z.string(),
        }),
      ),
    }),
  }),
  /** A version that a run was made with, also when a newer one is in use. Errors: `script.unknown`. */
  'scripts.version': method({
    input: z.object({ id: z.string().max(40), version: z.number().int().min(1) }),
    output: scriptSchema,
  }),
  /** Runs that have not ended, newest first: where the agent was when the page went away. */
  'runs.open': method({
    input: z.object({}),
    output: z.object({ rows: z.array(runRowSchema) }),
  }),
  /** Every run of a call, oldest first. */
  'runs.ofCall': method({
    input: z.object({ callId: idSchema }),
    output: z.object({ rows: z.array(runRowSchema) }),
  }),
  /** The runs of these times, newest first, for whoever looks for what repeats. */
  'runs.list': method({
    input: z.object({
      from: timeSchema,
      to: timeSchema,
      limit: z.number().int().min(1).max(500).default(200),
    }),
    output: z.object({ rows: z.array(runRowSchema) }),
  }),
  /**
   * Adds what happened in runs, in order, in one transaction. A fact whose id is already stored is
   * passed over. Errors: `run.unknown`; `storage.*` — nothing of the batch was stored.
   */
  'runs.append': method({
    input: z.object({ facts: z.array(runFactSchema).min(1).max(100) }),
    output: z.object({ stored: z.number().int().min(0) }),
  }),
} as const;

export const guidanceEvents = {
  /** Other scripts are in use now. */
  'scripts.changed': event({ data: z.object({}) }),
  /** These have changed; null: any may have. */
  'runs.changed': event({ data: z.object({ ids: z.array(idSchema).nullable() }) }),
} as const;
