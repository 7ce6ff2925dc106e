import {
  TRANSACTION_LIMIT_MS,
  type CallEnvironment,
  type CallListener,
  type EndedBy,
} from './callEnvironment.ts';
import type { CustomerMedia } from './customerMedia.ts';
import { ALLOW, CONTACT, SDP_TYPE, SERVER } from './exchangeIdentity.ts';
import { putsOnHold } from './sdpDirection.ts';
import { localTagOf, requestIn, requestOfTransaction, type SipDialog } from './sipDialog.ts';
import {
  branchOf,
  cseqOf,
  header,
  responseTo,
  uriOf,
  type SipHeader,
  type SipRequest,
  type SipResponse,
} from './sipMessage.ts';

const DTMF_TYPES = /^application\/(dtmf-relay|dtmf|vnd\.nortelnetworks\.digits)\b/i;

/**
 * An answered call: everything inside its dialog, whoever called (RFC 3261 sections 12 to 15).
 *
 * ```txt
 * unacknowledged ──ACK sent or received──> confirmed ──BYE received──> ended
 *                                              └──BYE sent──> leaving ──its answer──> ended
 * ```
 */
export class CallSession {
  readonly #environment: CallEnvironment;
  readonly #listener: CallListener;
  readonly #media: CustomerMedia;
  #dialog: SipDialog;
  #state: 'unacknowledged' | 'confirmed' | 'leaving' | 'ended' = 'unacknowledged';
  #held = false;
  #told = false;
  /** We offered in a 200; the answer comes in its ACK (section 13.2.1). */
  #answerInAck: boolean;
  #hangUpAfterAck = false;
  /** The phone's re-INVITE being answered. */
  #theirs: SipRequest | null = null;
  /** Our own re-INVITE, not answered yet. */
  #ours: SipRequest | null = null;
  #bye: SipRequest | null = null;
  /** The customer is being handed on, or has been. */
  #handing: 'no' | 'asked' | 'done' = 'no';
  #cancelTimers = new Set<() => void>();

  constructor(
    environment: CallEnvironment,
    listener: CallListener,
    media: CustomerMedia,
    dialog: SipDialog,
    options: { answerInAck?: boolean } = {},
  ) {
    this.#environment = environment;
    this.#listener = listener;
    this.#media = media;
    this.#dialog = dialog;
    this.#answerInAck = options.answerInAck ?? false;
    // Section 13.3.1.4: answered but never acknowledged is ended with BYE.
    this.#after(TRANSACTION_LIMIT_MS, () => {
      if (this.#state === 'unacknowledged') this.#sendBye();
    });
  }

  get localTag(): string {
    return localTagOf(this.#dialog);
  }

  hangUp(): void {
    // Section 15: no BYE before the ACK.
    if (this.#state === 'unacknowledged') this.#hangUpAfterAck = true;
    if (this.#state === 'confirmed') this.#sendBye();
  }

  /** The ACK was sent or received and both descriptions are in place: the call is up. */
  confirm(): void {
    if (this.#state !== 'unacknowledged') return;
    this.#state = 'confirmed';
    if (this.#hangUpAfterAck) this.#sendBye();
    else this.#listener.connected(this.#media);
  }

  abandon(): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    for (const cancel of this.#cancelTimers) cancel();
    this.#media.close();
  }

  /** A re-INVITE of our own that changes nothing, as a PBX sends to see whether a call lives. */
  refresh(): void {
    if (this.#state !== 'confirmed' || this.#ours !== null || this.#theirs !== null) return;
    const body = this.#media.agreed();
    if (body !== '') this.#ours = this.#send('INVITE', { headers: [SDP_TYPE, ALLOW], body });
  }

  onRequest(request: SipRequest): void {
    if (request.method === 'ACK') return this.#onAck(request);
    if (request.method === 'CANCEL') return this.#onCancel(request);
    if (this.#state === 'ended') return this.#answer(request, 481, 'Call Does Not Exist');
    const number = cseqOf(request)?.number ?? 0;
    // Section 12.2.2: out of order.
    if (number <= this.#dialog.remoteCseq) return this.#answer(request, 500, 'CSeq Out Of Order');
    this.#dialog = { ...this.#dialog, remoteCseq: number };
    switch (request.method) {
      case 'BYE':
        return this.#onBye(request);
      case 'INVITE':
        return this.#onReinvite(request);
      case 'INFO':
        return DTMF_TYPES.test(header(request, 'content-type') ?? '')
          ? this.#answer(request, 200, 'OK')
          : this.#answer(request, 415, 'Unsupported Media Type', [
              { name: 'Accept', value: 'application/dtmf-relay, application/dtmf' },
            ]);
      case 'REFER':
        return this.#onRefer(request);
      case 'MESSAGE':
      case 'OPTIONS':
        return this.#answer(request, 200, 'OK', [ALLOW]);
      default:
        return this.#answer(request, 405, 'Method Not Allowed', [ALLOW]);
    }
  }

  onResponse(response: SipResponse): void {
    if (response.status < 200) return;
    const branch = branchOf(response);
    if (this.#bye !== null && branch === branchOf(this.#bye)) {
      // 200, or 481 when the phone hung up at the same moment: gone either way.
      return this.#end('customer');
    }
    if (this.#ours !== null && branch === branchOf(this.#ours)) {
      this.#onReinviteAnswer(this.#ours, response);
    }
  }

  #onAck(ack: SipRequest): void {
    if (!this.#answerInAck) return this.confirm();
    this.#answerInAck = false;
    this.#media.accept(ack.body).then(
      () => {
        this.confirm();
        this.#setHeld(putsOnHold(ack.body));
      },
      () => {
        this.hangUp();
        this.confirm();
      },
    );
  }

  #onBye(bye: SipRequest): void {
    this.#answer(bye, 200, 'OK');
    // Section 15.1.2: what is pending is still answered.
    if (this.#theirs !== null) this.#answer(this.#theirs, 487, 'Request Terminated');
    // When both hang up at once, `ended` was told already.
    this.#end(this.#handing === 'done' ? 'handed-on' : 'agent');
  }

  /** The customer calls whom the agent names, and tells how that fares (RFC 3515 section 2.4). */
  #onRefer(refer: SipRequest): void {
    if (this.#handing !== 'no') return this.#answer(refer, 491, 'Request Pending');
    const referTo = header(refer, 'refer-to');
    if (referTo === undefined) return this.#answer(refer, 400, 'No Refer-To');
    const { ringMs, status, reason, taken } = this.#environment.handOn(referTo);
    this.#handing = 'asked';
    this.#answer(refer, 202, 'Accepted', [CONTACT]);
    this.#notify('100 Trying', 'active;expires=60');
    if (ringMs > 0) this.#notify('180 Ringing', 'active;expires=60');
    this.#after(ringMs, () => {
      this.#handing = status < 300 ? 'done' : 'no';
      this.#notify(`${status} ${reason}`, 'terminated;reason=noresource');
      if (this.#handing === 'done') taken();
    });
  }

  #notify(fragment: string, state: string): void {
    const headers = [
      { name: 'Event', value: 'refer' },
      { name: 'Subscription-State', value: state },
      { name: 'Content-Type', value: 'message/sipfrag;version=2.0' },
    ];
    this.#send('NOTIFY', { headers, body: `SIP/2.0 ${fragment}\r\n` });
  }

  #onCancel(cancel: SipRequest): void {
    const pending = this.#theirs;
    if (pending === null || branchOf(pending) !== branchOf(cancel)) {
      // The INVITE was answered already: too late, and no harm (section 9.2).
      return this.#answer(cancel, 200, 'OK');
    }
    this.#answer(cancel, 200, 'OK');
    this.#theirs = null;
    this.#answer(pending, 487, 'Request Terminated');
  }

  #onReinvite(invite: SipRequest): void {
    // Section 14.2: one at a time. Ours is under way: 491, theirs is: 500.
    if (this.#ours !== null) return this.#answer(invite, 491, 'Request Pending');
    if (this.#theirs !== null) {
      return this.#answer(invite, 500, 'Request Pending', [{ name: 'Retry-After', value: '1' }]);
    }
    if (this.#state === 'leaving') return this.#answer(invite, 487, 'Request Terminated');
    this.#theirs = invite;
    this.#answer(invite, 100, 'Trying');
    const offered = invite.body !== '';
    const sdp = offered ? this.#media.answer(invite.body) : this.#media.offer();
    sdp.then(
      (body) => {
        // Cancelled, or the call ended, while the answer was made.
        if (this.#theirs !== invite || this.#state === 'ended') return;
        this.#theirs = null;
        const contact = header(invite, 'contact');
        if (contact !== undefined) this.#dialog = { ...this.#dialog, target: uriOf(contact) };
        this.#answerInAck = !offered;
        this.#answer(invite, 200, 'OK', [CONTACT, ALLOW, SDP_TYPE], body);
        if (offered) this.#setHeld(putsOnHold(invite.body));
      },
      () => {
        if (this.#theirs !== invite) return;
        this.#theirs = null;
        this.#answer(invite, 488, 'Not Acceptable Here');
      },
    );
  }

  #onReinviteAnswer(invite: SipRequest, response: SipResponse): void {
    this.#ours = null;
    if (response.status < 300) {
      this.#send('ACK', { cseq: cseqOf(invite)?.number ?? 0 });
      // Nothing was offered anew, so the answer tells no more than whether we may speak.
      return this.#setHeld(putsOnHold(response.body));
    }
    this.#environment.send(requestOfTransaction(invite, 'ACK', header(response, 'to')));
    // Section 12.2.1.2: the phone no longer knows the call.
    if (response.status === 481 || response.status === 408) return this.#end('network');
    if (response.status === 491) {
      // Section 14.1: the side that did not make the Call-ID tries again first, within 2 s.
      this.#after(this.#environment.random() * 2_000, () => this.refresh());
    }
  }

  #setHeld(held: boolean): void {
    if (held === this.#held || this.#state !== 'confirmed') return;
    this.#held = held;
    if (held) this.#listener.held();
    else this.#listener.resumed();
  }

  #sendBye(): void {
    this.#state = 'leaving';
    this.#bye = this.#send('BYE');
    this.#media.close();
    this.#tellEnded('customer');
    // Without an answer (the wire was cut) the customer is gone all the same.
    this.#after(TRANSACTION_LIMIT_MS, () => this.#end('customer'));
  }

  #end(by: EndedBy): void {
    if (this.#state === 'ended') return;
    this.abandon();
    this.#tellEnded(by);
    this.#listener.gone();
  }

  #tellEnded(by: EndedBy): void {
    if (this.#told) return;
    this.#told = true;
    this.#listener.ended(by, true);
  }

  #send(
    method: string,
    options: { headers?: readonly SipHeader[]; body?: string; cseq?: number } = {},
  ): SipRequest {
    const { request, dialog } = requestIn(this.#dialog, method, this.#environment.id(), options);
    this.#dialog = dialog;
    this.#environment.send(request);
    return request;
  }

  #answer(
    request: SipRequest,
    status: number,
    reason: string,
    headers: readonly SipHeader[] = [],
    body = '',
  ): void {
    this.#environment.send(
      responseTo(request, status, reason, {
        toTag: this.localTag,
        headers: [...headers, SERVER],
        body,
      }),
    );
  }

  #after(ms: number, task: () => void): void {
    const cancel = this.#environment.clock.after(ms, () => {
      this.#cancelTimers.delete(cancel);
      task();
    });
    this.#cancelTimers.add(cancel);
  }
}
