import type { SipHeader } from './sipMessage.ts';

/** A name that can never exist on the network (RFC 2606). */
export const PRACTICE_DOMAIN = 'practice.ieum.invalid';
export const PRACTICE_USER = 'practice';

/** Methods the exchange answers (RFC 3261 section 20.5). */
export const ALLOW: SipHeader = {
  name: 'Allow',
  value: 'INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, REFER, MESSAGE, REGISTER',
};

export const SERVER: SipHeader = { name: 'Server', value: 'Ieum practice exchange' };

export const CONTACT: SipHeader = {
  name: 'Contact',
  value: `<sip:customer@${PRACTICE_DOMAIN};transport=ws>`,
};

export const SDP_TYPE: SipHeader = { name: 'Content-Type', value: 'application/sdp' };
