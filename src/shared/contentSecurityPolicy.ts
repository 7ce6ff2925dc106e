/**
 * What the page may load and reach, the same in every shell: Electron's own scheme and the
 * loopback host send `CONTENT_SECURITY_POLICY_HEADER`, and the built page carries
 * `CONTENT_SECURITY_POLICY` in a meta element, should a header ever get lost.
 *
 * `connect-src`: the exchange's address is the user's own, so any `wss:` is allowed; plain `ws:`
 * only to this machine, as the phone itself demands (laboratory and practice).
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "worker-src 'self'",
  "connect-src 'self' wss: ws://127.0.0.1:* ws://localhost:*",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** `frame-ancestors` is ignored, with a warning, in a meta element: only the header carries it. */
export const CONTENT_SECURITY_POLICY_HEADER = `${CONTENT_SECURITY_POLICY}; frame-ancestors 'none'`;
