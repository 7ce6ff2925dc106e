import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';
import { idSchema, timeSchema } from '../domain/call/record.ts';
import { EXPORT_FORMATS, exportRequestSchema, PRESET_IDS } from '../domain/export/request.ts';

export const exportStateSchema = z.object({
  id: idSchema,
  preset: z.enum(PRESET_IDS),
  format: z.enum(EXPORT_FORMATS),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  startedAt: timeSchema,
  rows: z.number().int().min(0),
  /** Null where nobody knows. */
  total: z.number().int().min(0).nullable(),
  /** From here on null until it is done. */
  bytes: z.number().int().min(0).nullable(),
  sha256: z.string().nullable(),
  /** What the file is saved as. */
  name: z.string().nullable(),
  /** Why it failed: one of the errors' codes. */
  code: z.string().nullable(),
});
export type ExportState = z.infer<typeof exportStateSchema>;

const wordsSchema = z.object({ ko: z.string(), en: z.string() });

export const exportsMethods = {
  /** What can be asked for. */
  'exports.options': method({
    input: z.object({}),
    output: z.object({
      presets: z.array(
        z.object({
          id: z.enum(PRESET_IDS),
          title: wordsSchema,
          /** Chosen unless others are asked for. */
          columns: z.array(z.string()),
          all: z.array(z.object({ id: z.string(), title: wordsSchema })),
        }),
      ),
      /** Whether names and numbers may be exported as they are. */
      unmasked: z.boolean(),
    }),
  }),
  /**
   * Begins to write a file, one at a time. Errors: `export.busy`; `export.unmasked` where that is not
   * allowed; `export.in-memory` while the records are in memory only.
   */
  'exports.start': method({ input: exportRequestSchema, output: exportStateSchema }),
  /** The last one; null where there was none since the app started. */
  'exports.state': method({
    input: z.object({}),
    output: z.object({ state: exportStateSchema.nullable() }),
  }),
  /** Leaves nothing of it behind. One that is over stays as it is. Errors: `export.unknown`. */
  'exports.cancel': method({ input: z.object({ id: idSchema }), output: exportStateSchema }),
  /**
   * A way to the file for this page, for ten minutes after its last use. The file is kept for a day.
   * Errors: `export.unknown`, also for one that is not done.
   */
  'exports.download': method({
    input: z.object({ id: idSchema }),
    output: z.object({ path: z.string() }),
  }),
} as const;

export const exportsEvents = {
  'exports.changed': event({ data: exportStateSchema }),
} as const;
