import {
  TRANSACTION_LIMIT_MS,
  type CallEnvironment,
  type CallListener,
  type EndedBy,
  type PracticeCall,
} from './callEnvironment.ts';
import { CallSession } from './callSession.ts';
import { NoLocalMediaError, type CustomerMedia } from './customerMedia.ts';
import {
  ALLOW,
  CONTACT,
  PRACTICE_DOMAIN,
  PRACTICE_USER,
  SDP_TYPE,
  SERVER,
} from './exchangeIdentity.ts';
import {
  dialogOfCaller,
  requestIn,
  requestOfTransaction,
  via,
  type SipDialog,
} from './sipDialog.ts';
import { branchOf, cseqOf, header, type SipRequest, type SipResponse } from './sipMessage.ts';

export interface Caller {
  readonly name: string;
  /** Digits as a Korean PBX shows them: `01000001001`. */
  readonly number: string;
}

/**
 * A customer rings the phone (client side of RFC 3261 section 13.2).
 *
 * ```txt
 * offering ──INVITE──> calling ──2xx──> answered
 *     │                   └─hangUp─> cancelling ──487──> over, or 2xx: ACK and BYE at once
 *     └─hangUp─> over
 * ```
 */
export class InviteToPhone implements PracticeCall {
  readonly callId: string;
  readonly localTag: string;
  readonly #environment: CallEnvironment;
  readonly #listener: CallListener;
  readonly #caller: Caller;
  readonly #target: { readonly contact: string; readonly ringMs: number };
  readonly #media: CustomerMedia;
  #state: 'offering' | 'calling' | 'cancelling' | 'answered' | 'over' = 'offering';
  #invite: SipRequest | null = null;
  /** Section 9.1: CANCEL only after the phone has said anything at all. */
  #heardFromPhone = false;
  #cancelSent = false;
  /** Sent; sent again when the phone repeats its 200. */
  #ack: SipRequest | null = null;
  #session: CallSession | null = null;
  #cancelTimer: () => void = () => undefined;

  /**
   * @param target contact: Request-URI, as the phone registered it. ringMs: the customer gives up
   * after this long.
   */
  constructor(
    environment: CallEnvironment,
    listener: CallListener,
    callId: string,
    caller: Caller,
    target: { readonly contact: string; readonly ringMs: number },
  ) {
    this.callId = callId;
    this.localTag = environment.id();
    this.#environment = environment;
    this.#listener = listener;
    this.#caller = caller;
    this.#target = target;
    this.#media = environment.createMedia({
      level: (rms) => listener.level(rms),
      trouble: (code) => {
        listener.trouble(code);
        if (code === 'practice.no-local-media') this.hangUp();
      },
    });
  }

  start(): void {
    const { clock } = this.#environment;
    this.#cancelTimer = clock.after(this.#target.ringMs, () => this.hangUp());
    this.#media.offer().then(
      (sdp) => this.#call(sdp),
      (error: unknown) => this.#callWithoutOffer(error),
    );
  }

  onRequest(request: SipRequest): void {
    this.#session?.onRequest(request);
  }

  onResponse(response: SipResponse): void {
    const invite = this.#invite;
    const ours = invite !== null && branchOf(response) === branchOf(invite);
    if (!ours) return this.#session?.onResponse(response);
    if (cseqOf(response)?.method !== 'INVITE') return; // the answer to our CANCEL
    if (response.status < 200) return this.#onProvisional(invite);
    if (response.status < 300) return this.#onAccepted(invite, response);
    this.#environment.send(requestOfTransaction(invite, 'ACK', header(response, 'to')));
    if (this.#state === 'calling' || this.#state === 'cancelling') {
      this.#over(this.#state === 'cancelling' ? 'customer' : 'agent');
    }
  }

  hangUp(): void {
    if (this.#state === 'offering') return this.#over('customer');
    if (this.#state === 'calling') {
      this.#state = 'cancelling';
      this.#cancelTimer();
      if (this.#heardFromPhone && this.#invite !== null) this.#sendCancel(this.#invite);
      // A phone that answers neither INVITE nor CANCEL does not keep the customer for ever.
      this.#cancelTimer = this.#environment.clock.after(TRANSACTION_LIMIT_MS, () =>
        this.#over('customer'),
      );
      return;
    }
    this.#session?.hangUp();
  }

  refresh(): void {
    this.#session?.refresh();
  }

  onDisconnected(): void {
    if (this.#state === 'calling' || this.#state === 'cancelling') this.#over('network');
  }

  abandon(): void {
    this.#state = 'over';
    this.#cancelTimer();
    this.#media.close();
    this.#session?.abandon();
  }

  /**
   * Before the microphone may be used, a browser offline shows the page no address. Then the phone
   * makes the offer, after it has opened its microphone, and we answer in the ACK (section 13.2.1).
   */
  #callWithoutOffer(error: unknown): void {
    if (error instanceof NoLocalMediaError) this.#call('');
    else if (this.#state === 'offering') this.#over('failure');
  }

  #call(sdp: string): void {
    if (this.#state !== 'offering') return;
    this.#state = 'calling';
    const { name, number } = this.#caller;
    const quoted = name.replace(/["\\]/g, '\\$&');
    this.#invite = {
      kind: 'request',
      method: 'INVITE',
      uri: this.#target.contact,
      headers: [
        via(this.#environment.id()),
        { name: 'Max-Forwards', value: '70' },
        {
          name: 'From',
          value: `"${quoted}" <sip:${number}@${PRACTICE_DOMAIN}>;tag=${this.localTag}`,
        },
        { name: 'To', value: `<sip:${PRACTICE_USER}@${PRACTICE_DOMAIN}>` },
        { name: 'Call-ID', value: this.callId },
        { name: 'CSeq', value: '1 INVITE' },
        CONTACT,
        ALLOW,
        SERVER,
        ...(sdp === '' ? [] : [SDP_TYPE]),
      ],
      body: sdp,
    };
    this.#environment.send(this.#invite);
  }

  #onProvisional(invite: SipRequest): void {
    this.#heardFromPhone = true;
    if (this.#state === 'cancelling') this.#sendCancel(invite);
  }

  #sendCancel(invite: SipRequest): void {
    if (this.#cancelSent) return;
    this.#cancelSent = true;
    this.#environment.send(requestOfTransaction(invite, 'CANCEL'));
  }

  #onAccepted(invite: SipRequest, response: SipResponse): void {
    // The 200 comes again until the ACK is there: the same ACK again (section 13.2.2.4).
    if (this.#ack !== null) return this.#environment.send(this.#ack);
    if (this.#state !== 'calling' && this.#state !== 'cancelling') return;
    const gaveUp = this.#state === 'cancelling';
    this.#state = 'answered';
    this.#cancelTimer();
    const dialog = dialogOfCaller(invite, response);
    // Made at once: the phone's BYE may come before our side is ready.
    const session = new CallSession(this.#environment, this.#listener, this.#media, dialog);
    this.#session = session;
    // The phone answered while our CANCEL was under way: take the call, and end it.
    if (gaveUp) session.hangUp();
    const failed = (): void => {
      session.hangUp();
      session.confirm();
    };
    if (invite.body !== '' || gaveUp) {
      this.#acknowledge(dialog, invite, '');
      if (gaveUp) return session.confirm();
      this.#media.accept(response.body).then(() => session.confirm(), failed);
      return;
    }
    this.#media.answer(response.body).then(
      (sdp) => {
        this.#acknowledge(dialog, invite, sdp);
        session.confirm();
      },
      (error: unknown) => {
        if (error instanceof NoLocalMediaError) this.#listener.trouble(error.code);
        this.#acknowledge(dialog, invite, '');
        failed();
      },
    );
  }

  #acknowledge(dialog: SipDialog, invite: SipRequest, body: string): void {
    const { request } = requestIn(dialog, 'ACK', this.#environment.id(), {
      cseq: cseqOf(invite)?.number ?? 1,
      body,
      headers: body === '' ? [] : [SDP_TYPE],
    });
    this.#ack = request;
    this.#environment.send(request);
  }

  #over(by: EndedBy): void {
    this.abandon();
    this.#listener.ended(by, false);
    this.#listener.gone();
  }
}
