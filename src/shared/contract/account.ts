import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';
import { secretKeptSchema } from '../domain/secretKept.ts';
import { accountSchema } from '../domain/account.ts';

/** A fault in the provisioning file, at its place in the file. */
export const provisioningFaultSchema = z.object({
  line: z.number().int().min(1),
  column: z.number().int().min(1),
  /** Dotted path, e.g. `account.servers.0`; empty for the file as a whole. */
  field: z.string(),
  /** `provisioning.faults.<code>` in the locale files. */
  code: z.string(),
  message: z.string(),
  /** For `field.unknown`: the known field that was probably meant. */
  suggestion: z.string().optional(),
});
export type ProvisioningFault = z.infer<typeof provisioningFaultSchema>;

export const accountStateSchema = z.object({
  account: accountSchema.nullable(),
  /** `provisioned` accounts come from the administrator's file and are not edited here. */
  source: z.enum(['none', 'saved', 'provisioned']),
  /** False when the password must be typed again: it was kept in memory only. */
  hasSecret: z.boolean(),
  /** `keystore`: kept by the operating system; `memory`: until the app ends. */
  secretKept: secretKeptSchema,
  provisioning: z.object({ file: z.string(), faults: z.array(provisioningFaultSchema) }).nullable(),
});
export type AccountState = z.infer<typeof accountStateSchema>;

export const accountMethods = {
  'account.get': method({ input: z.object({}), output: accountStateSchema }),
  /** Errors: `account.locked` when the administrator's file decides. */
  'account.save': method({
    input: z.object({
      account: accountSchema,
      /** Left out: the password that is already kept. */
      password: z.string().min(1).max(256).optional(),
    }),
    output: accountStateSchema,
  }),
  'account.forget': method({ input: z.object({}), output: accountStateSchema }),
  /**
   * The password, for the page that holds the desk only.
   * Errors: `desk.taken`, `account.missing`, `account.secret-missing`.
   */
  'account.secret': method({
    input: z.object({ deskId: z.uuid() }),
    output: z.object({ password: z.string() }),
  }),
} as const;

export const accountEvents = {
  'account.changed': event({ data: accountStateSchema }),
} as const;
