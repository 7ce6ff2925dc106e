/** What RFC 4475 wants to come back, as far as it is this phone's to say. */
export type Expected =
  /** One of these final answers. */
  | readonly number[]
  /** The call is offered to the agent. */
  | 'rings'
  /** Nothing: it is a response to nothing we asked, or not to be answered. */
  | 'nothing';

export interface TortureMessage {
  /** Its name in RFC 4475. */
  readonly name: string;
  /** Its section. */
  readonly section: string;
  readonly expected: Expected;
  /** What else the answer must say. */
  readonly says?: RegExp;
  /** @returns the frame, the phone's own address in place of the one in the RFC */
  frame(phone: Phone): string | Buffer;
}

/** Who the messages are addressed to. */
export interface Phone {
  /** The contact it registered: `sip:user@host;transport=ws`. */
  readonly contact: string;
  readonly user: string;
  readonly host: string;
}

export function phoneAt(contact: string): Phone {
  const [, user = '', host = ''] = /^sip:([^@]+)@([^;>]+)/.exec(contact) ?? [];
  return { contact, user, host };
}

/** The lines with the body's separator; a body has its own line ends. */
export function message(lines: readonly string[], body = ''): string {
  return [...lines, '', body].join('\r\n');
}

/** The description most of the messages carry. 150 octets with a host of nine. */
export function sdp(host: string): string {
  return [
    'v=0',
    `o=mhandley 29739 7272939 IN IP4 ${host}`,
    's=-',
    `c=IN IP4 ${host}`,
    't=0 0',
    'm=audio 49217 RTP/AVP 0 12',
    'm=video 3227 RTP/AVP 31',
    'a=rtpmap:31 LPC',
    '',
  ].join('\r\n');
}

export const SDP = 'Content-Type: application/sdp';
export const length = (body: string): string => `Content-Length: ${Buffer.byteLength(body)}`;
