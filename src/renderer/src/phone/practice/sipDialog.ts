import { CONTACT, PRACTICE_DOMAIN, SERVER } from './exchangeIdentity.ts';
import {
  callIdOf,
  cseqOf,
  header,
  tagOf,
  uriOf,
  type SipHeader,
  type SipRequest,
  type SipResponse,
} from './sipMessage.ts';

/** A dialog as the exchange keeps it (RFC 3261 section 12). No routes: the phone is one hop away. */
export interface SipDialog {
  readonly callId: string;
  /** From or To value of the customer's side, tag included. */
  readonly local: string;
  /** The phone's side, tag included. */
  readonly remote: string;
  /** Request-URI of what we send: the phone's Contact. */
  readonly target: string;
  /** CSeq number of the last request sent and received. */
  readonly localCseq: number;
  readonly remoteCseq: number;
}

/** The dialog made by answering the phone's INVITE. */
export function dialogOfCallee(invite: SipRequest, localTag: string): SipDialog {
  return {
    callId: callIdOf(invite),
    local: `${header(invite, 'to') ?? ''};tag=${localTag}`,
    remote: header(invite, 'from') ?? '',
    target: uriOf(header(invite, 'contact') ?? header(invite, 'from') ?? ''),
    localCseq: 0,
    remoteCseq: cseqOf(invite)?.number ?? 0,
  };
}

/** The dialog made by the phone's answer to our INVITE. */
export function dialogOfCaller(invite: SipRequest, answer: SipResponse): SipDialog {
  const to = header(answer, 'to') ?? '';
  return {
    callId: callIdOf(invite),
    local: header(invite, 'from') ?? '',
    remote: to,
    target: uriOf(header(answer, 'contact') ?? to),
    localCseq: cseqOf(invite)?.number ?? 0,
    remoteCseq: 0,
  };
}

export function localTagOf(dialog: SipDialog): string {
  return tagOf(dialog.local);
}

/**
 * A request inside a dialog (section 12.2.1.1), numbered one above the last; ACK carries the number
 * of its INVITE (section 13.2.2.4). Gives the dialog with the new number too.
 */
export function requestIn(
  dialog: SipDialog,
  method: string,
  branch: string,
  options: { headers?: readonly SipHeader[]; body?: string; cseq?: number } = {},
): { readonly request: SipRequest; readonly dialog: SipDialog } {
  const cseq = options.cseq ?? dialog.localCseq + 1;
  return {
    dialog: { ...dialog, localCseq: Math.max(cseq, dialog.localCseq) },
    request: {
      kind: 'request',
      method,
      uri: dialog.target,
      headers: [
        via(branch),
        { name: 'Max-Forwards', value: '70' },
        { name: 'From', value: dialog.local },
        { name: 'To', value: dialog.remote },
        { name: 'Call-ID', value: dialog.callId },
        { name: 'CSeq', value: `${cseq} ${method}` },
        CONTACT,
        SERVER,
        ...(options.headers ?? []),
      ],
      body: options.body ?? '',
    },
  };
}

/**
 * CANCEL, or the ACK of a refusal: both belong to the INVITE's transaction, so they repeat its
 * branch, Request-URI and number (sections 9.1 and 17.1.1.3).
 * @param to the refusal's To, which has a tag; a CANCEL keeps the INVITE's.
 */
export function requestOfTransaction(
  invite: SipRequest,
  method: 'ACK' | 'CANCEL',
  to: string = header(invite, 'to') ?? '',
): SipRequest {
  return {
    kind: 'request',
    method,
    uri: invite.uri,
    headers: [
      { name: 'Via', value: header(invite, 'via') ?? '' },
      { name: 'Max-Forwards', value: '70' },
      { name: 'From', value: header(invite, 'from') ?? '' },
      { name: 'To', value: to },
      { name: 'Call-ID', value: callIdOf(invite) },
      { name: 'CSeq', value: `${cseqOf(invite)?.number ?? 0} ${method}` },
    ],
    body: '',
  };
}

/** @param branch unique part; the cookie is RFC 3261 section 8.1.1.7's. */
export function via(branch: string): SipHeader {
  return { name: 'Via', value: `SIP/2.0/WS ${PRACTICE_DOMAIN};branch=z9hG4bK${branch}` };
}
