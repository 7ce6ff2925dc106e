import { z } from 'zod';
import { timeSchema } from '../call/record.ts';
import { scriptSchema } from './script.ts';
import type { Script } from './script.ts';

/** What a lead makes of a script: versions in use one after the other, none of which ever changes. */

/** Of a script's file or text, in characters. */
export const LARGEST_SCRIPT = 1_048_576;
export const LONGEST_NOTE = 500;

export const scriptFaultSchema = z.object({
  code: z.string(),
  /** From 1; null: of the text as a whole. */
  line: z.number().int().nullable(),
  /** `steps[3].choices[0].to`; empty: of the text as a whole. */
  path: z.string(),
});
export type ScriptTextFault = z.infer<typeof scriptFaultSchema>;

export const editionSchema = z.object({
  version: z.number().int(),
  /** Whether it came with the app or was made by the team. */
  source: z.enum(['built-in', 'own']),
  at: timeSchema,
  /** What was changed, and why. */
  note: z.string(),
  /** The older version whose words these are again. */
  again: z.number().int().nullable(),
});

export const publishedSchema = z.object({ scriptId: z.string(), version: z.number().int() });

/**
 * As it is exported and published. What reads well has its parts in the order of the schema, so that
 * the text is the same again after it was imported.
 */
export function scriptText(script: Script): string {
  return `${JSON.stringify(scriptSchema.safeParse(script).data ?? script, null, 2)}\n`;
}
