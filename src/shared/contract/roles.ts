import { z } from 'zod';
import { LEAD_ACTIONS, ROLES } from '../domain/roles/roles.ts';
import { LONGEST_PASSPHRASE } from '../domain/roles/passphraseHash.ts';
import { event, method } from '../rpc/contract.ts';
import { timeSchema } from '../domain/call/record.ts';

const roleStateSchema = z.object({
  /** Of the page that asks: each is unlocked by itself, and locked when it closes. */
  role: z.enum(ROLES),
  /** Whether the administrator has given a passphrase to a lead. */
  hasLead: z.boolean(),
  /** What this page may do now. */
  may: z.array(z.enum(LEAD_ACTIONS)),
  /** When it locks by itself unless it is used; null while it is locked. */
  until: timeSchema.nullable(),
  /** Milliseconds until another passphrase is looked at. */
  waitMs: z.number().int().min(0),
});
export type RoleState = z.infer<typeof roleStateSchema>;

export const rolesMethods = {
  'roles.state': method({ input: z.object({}), output: roleStateSchema }),
  /**
   * Makes the page that asks the lead's. Errors: `role.none` where there is no passphrase; `role.wrong`;
   * `role.wait` after too many wrong ones, without looking at it (details: `{ waitMs }`).
   */
  'roles.unlock': method({
    input: z.object({ passphrase: z.string().min(1).max(LONGEST_PASSPHRASE) }),
    output: roleStateSchema,
  }),
  /** The agent's again. */
  'roles.lock': method({ input: z.object({}), output: roleStateSchema }),
} as const;

export const rolesEvents = {
  /** For each page to ask for its own. */
  'roles.changed': event({ data: z.object({}) }),
} as const;
