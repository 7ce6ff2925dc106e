import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';
import { timeSchema } from '../domain/call/record.ts';

const count = z.number().int().min(0);
const nameSchema = z.string().max(60);

export const contentsSchema = z.object({
  calls: count,
  promises: count,
  texts: count,
  contacts: count,
  lastCallAt: timeSchema.nullable(),
});

export const backupsStateSchema = z.object({
  /** Newest first. */
  backups: z.array(z.object({ name: nameSchema, at: timeSchema, bytes: count })),
  /** One is being written. */
  working: z.boolean(),
  /** Why the last one was not made: one of the errors' codes. */
  failed: z.object({ at: timeSchema, code: z.string() }).nullable(),
  /** Where they lie. */
  folder: z.string(),
});
export type BackupsState = z.infer<typeof backupsStateSchema>;

/*
 * Whole copies of the records, made every four hours in which anything was recorded, each opened and
 * looked through. Sounds and pictures are files of their own and not in them, nor are secrets.
 */
export const backupsMethods = {
  'backups.state': method({ input: z.object({}), output: backupsStateSchema }),
  /**
   * Begins one now. Errors: `backup.busy`; `export.in-memory` while the records are in memory only;
   * `storage.full` where the disk has no room for it.
   */
  'backups.make': method({ input: z.object({}), output: backupsStateSchema }),
  /** What is in one, and what is there now. Errors: `backup.unknown`; `storage.corrupt`. */
  'backups.preview': method({
    input: z.object({ name: nameSchema }),
    output: z.object({
      name: nameSchema,
      at: timeSchema,
      then: contentsSchema,
      now: contentsSchema,
      /** Of a newer Ieum than this one. */
      newer: z.boolean(),
    }),
  }),
  /**
   * Puts one in the place of the records, which stay beside it under the name that is given back. Errors:
   * `backup.unknown`; `backup.in-call`; `backup.busy`; `storage.corrupt`; `storage.newer`;
   * `storage.full`.
   */
  'backups.restore': method({
    input: z.object({ name: nameSchema }),
    output: z.object({ setAside: z.string() }),
  }),
} as const;

export const backupsEvents = {
  'backups.changed': event({ data: backupsStateSchema }),
} as const;
