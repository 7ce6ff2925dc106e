import { z } from 'zod';
import { idSchema, timeSchema } from '../domain/call/record.ts';
import { patternsSchema } from '../domain/script/patterns.ts';
import { runFactSchema, runRowSchema } from '../domain/script/run.ts';
import {
  LARGEST_SCRIPT,
  LONGEST_NOTE,
  editionSchema,
  publishedSchema,
  scriptFaultSchema,
} from '../domain/script/publication.ts';
import { scriptSchema } from '../domain/script/script.ts';
import { event, method } from '../rpc/contract.ts';

/** As large as a file of the app's own may be. */
const scriptTextSchema = z.string().max(LARGEST_SCRIPT);
const noteSchema = z.string().trim().max(LONGEST_NOTE).default('');
/** Whoever reads the history later wants to know why. */
const whySchema = z.string().trim().min(1).max(LONGEST_NOTE);
const scriptIdSchema = z.string().min(1).max(40);

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
  /** What repeats in the hard calls of these times: about calls and scripts, never about people. */
  'runs.patterns': method({
    input: z.object({ from: timeSchema, to: timeSchema, practice: z.boolean() }),
    output: patternsSchema,
  }),
  /**
   * Adds what happened in runs, in order, in one transaction. A fact whose id is already stored is
   * passed over. Errors: `run.unknown`; `storage.*` — nothing of the batch was stored.
   */
  'runs.append': method({
    input: z.object({ facts: z.array(runFactSchema).min(1).max(100) }),
    output: z.object({ stored: z.number().int().min(0) }),
  }),

  // What a lead makes of them.
  /** Whether a text could be published, or everything that keeps it from it. Stores nothing. */
  'scripts.check': method({
    input: z.object({ text: scriptTextSchema }),
    output: z.object({ script: scriptSchema.nullable(), faults: z.array(scriptFaultSchema) }),
  }),
  /**
   * Puts a script in use under the next number; the number in the text does not matter. `id` is that
   * of the request: asked for again it stores nothing more. Errors: `script.refused` with `faults` in
   * its details — what is in use stays in use; `storage.*`.
   */
  'scripts.publish': method({
    input: z.object({ id: idSchema, text: scriptTextSchema, note: whySchema }),
    output: publishedSchema,
  }),
  /** The versions of a script, newest first: the first is in use. Errors: `script.unknown`. */
  'scripts.versions': method({
    input: z.object({ id: scriptIdSchema }),
    output: z.object({
      rows: z.array(editionSchema),
      /** What comes with the app, as it is now; null: nothing of this name does. */
      builtIn: scriptSchema.nullable(),
      /** A lead's version is in use, and the app has brought a newer one of its own since. */
      newer: z.boolean(),
    }),
  }),
  /**
   * Publishes an older version again under the next number. `version` null: what comes with the app,
   * which follows its updates again. Errors: `script.unknown`; `script.refused`; `storage.*`.
   */
  'scripts.use': method({
    input: z.object({
      ...{ id: idSchema, scriptId: scriptIdSchema, note: noteSchema },
      version: z.number().int().min(1).nullable(),
    }),
    output: publishedSchema,
  }),
} as const;

export const guidanceEvents = {
  /** Other scripts are in use now. */
  'scripts.changed': event({ data: z.object({}) }),
  /** These have changed; null: any may have. */
  'runs.changed': event({ data: z.object({ ids: z.array(idSchema).nullable() }) }),
} as const;
