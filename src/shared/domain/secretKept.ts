import { z } from 'zod';

/**
 * Where passwords and keys are: in the operating system's keystore; in a file that a passphrase opens; in that
 * file, which nobody has opened yet; or in memory, gone when the app ends.
 */
export const SECRET_KEPT = ['keystore', 'file', 'locked', 'memory'] as const;
export const secretKeptSchema = z.enum(SECRET_KEPT);
export type SecretKept = z.infer<typeof secretKeptSchema>;
