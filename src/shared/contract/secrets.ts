import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';
import { LONGEST_PASSPHRASE, SHORTEST_PASSPHRASE } from '../domain/roles/passphraseHash.ts';
import { secretKeptSchema } from '../domain/secretKept.ts';

const kept = z.object({ kept: secretKeptSchema });

/** Where the system has no keystore: a file that one passphrase opens. Error: `secrets.keystore` where it has. */
export const secretsMethods = {
  /** Errors: those of the file system. With a file that is open, it gets another passphrase. */
  'secrets.seal': method({
    input: z.object({ passphrase: z.string().min(SHORTEST_PASSPHRASE).max(LONGEST_PASSPHRASE) }),
    output: kept,
  }),
  /** Errors: `secrets.passphrase`, `secrets.damaged`. */
  'secrets.open': method({
    input: z.object({ passphrase: z.string().max(LONGEST_PASSPHRASE) }),
    output: kept,
  }),
  /** The file goes; what is known stays until the app ends. */
  'secrets.remove': method({ input: z.object({}), output: kept }),
} as const;

export const secretsEvents = {
  'secrets.changed': event({ data: kept }),
} as const;
