import { z } from 'zod';

/** `sip:user@domain`, without headers, parameters or a password. RFC 3261 §19.1. */
export const SIP_ADDRESS =
  /^sips?:([A-Za-z0-9\-_.!~*'()&=+$,;?/%]{1,128})@([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/;

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * A SIP over WebSocket server (RFC 7118): `wss://host[:port][/path]`.
 * `ws://` is accepted on the loopback address only: elsewhere the password and the keys of the
 * media would travel readable.
 */
export function isServerAddress(value: string): boolean {
  const match = /^(wss?):\/\/([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?(\/[^\s?#]*)?$/.exec(
    value,
  );
  if (!match) return false;
  return match[1] === 'wss' || LOOPBACK_HOSTS.has(match[2] ?? '');
}

export const iceServerSchema = z.object({
  /** `stun:host[:port]`, `turn:host[:port][?transport=udp|tcp]` or `turns:`. RFC 7064, RFC 7065. */
  urls: z
    .array(z.string().regex(/^(stun|stuns|turn|turns):[^\s]+$/))
    .min(1)
    .max(8),
  username: z.string().max(256).optional(),
  credential: z.string().max(256).optional(),
});

/** What the phone needs to register, without the password. */
export const accountSchema = z.object({
  uri: z.string().max(400).regex(SIP_ADDRESS),
  /** Who answers the digest challenge; mostly the user part of the address. */
  authorizationUser: z.string().min(1).max(128),
  displayName: z.string().max(128).default(''),
  /** In the order in which they are tried. */
  servers: z.array(z.string().max(400).refine(isServerAddress)).min(1).max(8),
  /** The digest realm that may see our credentials; the domain of the address when left out. */
  realm: z.string().min(1).max(253).optional(),
  iceServers: z.array(iceServerSchema).max(8).default([]),
  /**
   * `relay`: sound goes through a TURN server alone, as networks want that let nothing else out.
   * W3C WebRTC §4.2.4.
   */
  iceTransportPolicy: z.enum(['all', 'relay']).default('all'),
  /** Seconds asked for in REGISTER. */
  registerExpires: z.number().int().min(60).max(3_600).default(600),
});
export type Account = z.infer<typeof accountSchema>;

export function userOf(uri: string): string {
  return SIP_ADDRESS.exec(uri)?.[1] ?? '';
}

export function domainOf(uri: string): string {
  return SIP_ADDRESS.exec(uri)?.[2] ?? '';
}

/** The realm whose challenges may be answered with the account's password. */
export function realmOf(account: Account): string {
  return account.realm ?? domainOf(account.uri);
}
