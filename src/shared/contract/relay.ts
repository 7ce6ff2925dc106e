import { z } from 'zod';
import { secretKeptSchema } from '../domain/secretKept.ts';
import { SHORTEST_RELAY_SECRET } from '../domain/outbox/relay.ts';
import { event, method } from '../rpc/contract.ts';

const count = z.number().int().min(0);

const relayStateSchema = z.object({
  /** `no-secret`: nothing listens until there is one. `failed`: another program has the port. */
  state: z.enum(['off', 'no-secret', 'listening', 'failed']),
  /** Where it listens, or would. */
  port: z.number().int(),
  hasSecret: z.boolean(),
  /** `memory`: the secret is gone when the app ends. */
  secretKept: secretKeptSchema,
  /** Since the app was started. */
  taken: count,
  refused: count,
});
export type RelayState = z.infer<typeof relayStateSchema>;

/*
 * The door for what gateways call back, passed on by a relay of the organisation: whether it is open
 * is a setting (`textRelay`). Its secret is kept in the keystore and never told.
 */
export const relayMethods = {
  'relay.state': method({ input: z.object({}), output: relayStateSchema }),
  /** In the place of the one before it, which no longer counts. Null: none, and nothing listens. */
  'relay.setSecret': method({
    input: z.object({
      value: z.string().min(SHORTEST_RELAY_SECRET).max(500).nullable(),
    }),
    output: relayStateSchema,
  }),
  /** Asks the door itself, as a relay would: signed, and signed wrongly. */
  'relay.test': method({
    input: z.object({}),
    output: z.object({
      /** `open`: what is signed comes in, and nothing else does. */
      result: z.enum(['open', 'closed', 'wrong']),
    }),
  }),
} as const;

export const relayEvents = {
  'relay.changed': event({ data: relayStateSchema }),
} as const;
