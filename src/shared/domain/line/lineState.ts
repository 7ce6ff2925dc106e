/**
 * The connection to the exchange, as the agent sees it. It is always on the screen, with the
 * reason in words (`line.reasons.<reason>` in the locale files).
 */
export type LineState =
  | { readonly state: 'off' }
  | { readonly state: 'connecting'; readonly server: string }
  | { readonly state: 'registering'; readonly server: string }
  | { readonly state: 'registered'; readonly server: string }
  /** Trying again by itself at `retryAt` (epoch milliseconds). */
  | { readonly state: 'waiting'; readonly reason: LineReason; readonly retryAt: number }
  /** Trying again would not help: the person or the administrator has to change something. */
  | { readonly state: 'refused'; readonly reason: LineReason };

export interface LineReason {
  readonly code: LineReasonCode;
  /** SIP response code, where a server answered. */
  readonly status?: number;
}

export type LineReasonCode =
  /** The computer itself has no network. */
  | 'offline'
  /** No server could be reached, or its certificate is not trusted: a browser does not say which. */
  | 'unreachable'
  | 'lost'
  | 'no-answer'
  | 'wrong-password'
  | 'foreign-realm'
  /** The challenge names a digest algorithm that this phone does not know. RFC 8760. */
  | 'unknown-algorithm'
  | 'forbidden'
  | 'unknown-user'
  | 'busy-server'
  | 'interval'
  /** The page could not fetch the part of itself that speaks SIP. */
  | 'not-fetched'
  | 'refused';
