import { z } from 'zod';

/** What the administrator decides of the records at rest. */
export const encryptionPolicySchema = z.enum(['on', 'off']);
export type EncryptionPolicy = z.infer<typeof encryptionPolicySchema>;
