import { z } from 'zod';

/*
 * What a relay of the organisation passes on: a gateway calls it on the internet, and it calls the
 * app on this computer. The form of our own is described in docs/admin-guide.md.
 */

/** Off: nothing listens. */
export const relaySettingsSchema = z.strictObject({
  on: z.boolean().default(false),
  /** On 127.0.0.1; below 1024 only with rights that the app does not have. */
  port: z.number().int().min(1_024).max(65_535).default(47_810),
});
export type RelaySettings = z.infer<typeof relaySettingsSchema>;

/** Characters; as many as 24 random bytes have. */
export const SHORTEST_RELAY_SECRET = 32;
