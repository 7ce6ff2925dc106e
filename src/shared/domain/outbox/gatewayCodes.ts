/**
 * What may be the matter with a gateway and a text, whichever gateway it is: `gateways.codes.<code
 * without its beginning>` in the locale files, beside the gateway's own words.
 */
export const GATEWAY_CODES = [
  /** No connection. */
  'gateway.offline',
  'gateway.certificate',
  /** Not https, or a request that cannot be written. */
  'gateway.address',
  'gateway.redirected',
  'gateway.timeout',
  'gateway.cut',
  /** An answer that is not the documented one. */
  'gateway.malformed',
  /** 5xx. */
  'gateway.server',
  'gateway.busy',
  /** Something of it is not filled in, or its secret is gone. */
  'gateway.incomplete',
  'gateway.auth',
  /** This computer's clock is off by the words beside it, minutes and seconds. */
  'gateway.clock',
  'gateway.balance',
  /** The sender number is not registered with it. */
  'gateway.sender',
  /** The customer's number takes none. */
  'gateway.number',
  /** Blocked by the customer, or as spam. */
  'gateway.blocked',
  'gateway.content',
  'gateway.form',
  'gateway.attachment',
  /** Switched off, out of reach, full: the carrier gave up. */
  'gateway.handset',
  'gateway.carrier',
  'gateway.refused',
] as const;
export type GatewayCode = (typeof GATEWAY_CODES)[number];
