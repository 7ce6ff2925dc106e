import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';
import { timeSchema } from '../domain/call/record.ts';
import { storageHealthSchema } from './app.ts';

const count = z.number().int().min(0);

export const healthStateSchema = z.object({
  at: timeSchema,
  startedAt: timeSchema,
  storage: storageHealthSchema,
  database: z.object({
    /** Bytes; null while the records are in memory only. */
    bytes: count.nullable(),
    /** Of the write-ahead log beside it. */
    logBytes: count.nullable(),
    pages: count,
    pageBytes: count,
  }),
  /** Bytes that the disk of the data folder still takes; null where it cannot be asked. */
  freeBytes: count.nullable(),
  backup: z.object({
    lastAt: timeSchema.nullable(),
    /** Why the last one was not made: one of the errors' codes. */
    failed: z.string().nullable(),
  }),
  check: z.object({
    running: z.boolean(),
    /** The last one that came to its end; `code` null: nothing was found. */
    last: z.object({ at: timeSchema, code: z.string().nullable() }).nullable(),
  }),
  /** Texts by what they wait for. */
  texts: z.object({ waiting: count, retrying: count, unsure: count }),
  versions: z.object({
    app: z.string(),
    /** null where no Electron is around it. */
    electron: z.string().nullable(),
    node: z.string(),
    sqlite: z.string(),
    schema: count,
  }),
  /** Of this start, by their code, the most frequent first. Codes and numbers alone. */
  errors: z.array(z.object({ code: z.string(), count, lastAt: timeSchema })),
});
export type HealthState = z.infer<typeof healthStateSchema>;

/** How the app is: figures without names, numbers or words of anybody. */
export const healthMethods = {
  'health.state': method({ input: z.object({}), output: healthStateSchema }),
  /**
   * Begins to look through the whole database, in a thread of its own beside whatever goes on; what it
   * finds is announced. Errors: `backup.busy`; `export.in-memory`.
   */
  'health.check': method({ input: z.object({}), output: healthStateSchema }),
} as const;

export const healthEvents = {
  'health.changed': event({ data: healthStateSchema }),
} as const;
