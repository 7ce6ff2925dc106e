import type { Transport } from 'sip.js';

/** Never exists on the network (RFC 2606): it marks an address that was a `tel:` one. */
const MARK = 'tel.ieum.invalid';

const TEL = /^((?:From|f|To|t)[ \t]*:[^\r\n]*?<)tel:([^>;\r\n]{1,64})((?:;[^>\r\n]*)?)>/gim;
const MARKED = new RegExp(
  `<sip:([^@>\\r\\n]{1,64})@${MARK.replaceAll('.', '\\.')}((?:;[^>\\r\\n]*)?)>`,
  'gi',
);

/** SIP.js cannot read a `tel:` address (RFC 3966) and drops the whole INVITE without a word. */
export function withoutTel(frame: string): string {
  const body = frame.indexOf('\r\n\r\n');
  const head = body < 0 ? frame : frame.slice(0, body);
  // Most frames have none.
  if (!/<tel:/i.test(head)) return frame;
  return head.replace(TEL, `$1sip:$2@${MARK}$3>`) + frame.slice(head.length);
}

/** The far end gets its own address back, as a dialog demands. RFC 3261 §8.2.6.2. */
export function withTel(frame: string): string {
  return frame.includes(MARK) ? frame.replace(MARKED, '<tel:$1$2>') : frame;
}

/** A caller with a `tel:` address is a caller from that number. */
export function acceptTelAddresses(transport: Transport): void {
  const receive = transport.onMessage;
  transport.onMessage = (frame) => receive?.(withoutTel(frame));
  const send = transport.send.bind(transport);
  transport.send = (frame) => send(withTel(frame));
}
