/*
 * What the page and the loopback host agree on besides the contract itself.
 *
 * The token that opens the line is in the address's fragment, which a browser sends to nobody; the
 * page takes it out of the address at once. It then travels as a WebSocket subprotocol, the one
 * header a page may choose (RFC 6455 §1.9): a query would be logged, and a cookie would be shared
 * with every other server on this machine, since cookies know no ports (RFC 6265 §8.5).
 */
export const LOOPBACK_RPC_PATH = '/rpc';
export const LOOPBACK_SESSION_PATH = '/session';

/** The subprotocol that is spoken. */
export const LOOPBACK_PROTOCOL = 'ieum.rpc';
/** A second, offered only to carry the token. */
export const LOOPBACK_TOKEN_PREFIX = 'ieum.token.';

/** Larger messages are refused on either side. */
export const LOOPBACK_LARGEST_MESSAGE = 1_048_576;

/** Not messages of the contract: a page cannot see the pings of the protocol itself. */
export const LOOPBACK_PING = 'ping';
export const LOOPBACK_PONG = 'pong';
