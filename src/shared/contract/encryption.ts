import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';

/** Longer than a code with all its hyphens: what is no code is refused in words. */
const LONGEST_CODE = 200;

export const encryptionStateSchema = z.object({
  /** `locked`: it is, and the key is not here; the records are in memory. */
  state: z.enum(['off', 'on', 'locked']),
  /**
   * Why it cannot be switched: `keystore` nothing here would keep the key; `policy` the administrator
   * has decided; null where it can.
   */
  fixed: z.enum(['keystore', 'policy']).nullable(),
  /** The person has not yet said that they have the recovery code. */
  codeOwed: z.boolean(),
  /** One of the errors' codes: why the file is not what it is to be. */
  failed: z.string().nullable(),
  /** Databases beside the records that are not what these are: backups, and what was set aside. */
  others: z.number().int().min(0),
});
export type EncryptionState = z.infer<typeof encryptionStateSchema>;

const code = z.string();

/*
 * The records, their log and their backups encrypted at rest. Recordings, pictures, exports and shared
 * team files are files of their own and are not.
 */
export const encryptionMethods = {
  'encryption.state': method({ input: z.object({}), output: encryptionStateSchema }),
  /**
   * Writes the records anew, encrypted or not. Errors: `encryption.refused` where it cannot be switched;
   * `encryption.keystore` where the keystore did not keep the key; `backup.in-call`; `backup.busy`;
   * `export.in-memory`; `storage.*` where it failed, and the records are as they were.
   */
  'encryption.switch': method({
    input: z.object({ on: z.boolean() }),
    output: encryptionStateSchema,
  }),
  /**
   * What opens the records on another computer; until the person says that they have it. Errors:
   * `encryption.refused` after that.
   */
  'encryption.code': method({ input: z.object({}), output: z.object({ code }) }),
  /** The person has it: it is not shown again. */
  'encryption.codeNoted': method({ input: z.object({}), output: encryptionStateSchema }),
  /**
   * Opens what is locked. Errors: `encryption.code` for what is no code, or one of other records.
   */
  'encryption.unlock': method({
    input: z.object({ code: code.max(LONGEST_CODE) }),
    output: encryptionStateSchema,
  }),
  /**
   * Begins without the locked records, which stay under the name that is given back, as do their backups.
   * Errors: `encryption.refused` where nothing is locked.
   */
  'encryption.beginEmpty': method({
    input: z.object({}),
    output: z.object({ setAside: z.string() }),
  }),
} as const;

export const encryptionEvents = {
  'encryption.changed': event({ data: encryptionStateSchema }),
} as const;
