import type { PracticePhoneBookEntry } from '../../../../shared/domain/practice/phoneBook.ts';
import type { CallEnvironment, CallListener, EndedBy, PracticeCall } from './callEnvironment.ts';
import { CallSession } from './callSession.ts';
import { NoLocalMediaError, type CustomerMedia } from './customerMedia.ts';
import { ALLOW, CONTACT, SDP_TYPE, SERVER } from './exchangeIdentity.ts';
import { dialogOfCallee } from './sipDialog.ts';
import {
  branchOf,
  callIdOf,
  responseTo,
  type SipHeader,
  type SipRequest,
  type SipResponse,
} from './sipMessage.ts';

/** The phone dials a number of the practice phone book (server side of RFC 3261 section 13.3). */
export class InviteFromPhone implements PracticeCall {
  readonly callId: string;
  readonly localTag: string;
  readonly #environment: CallEnvironment;
  readonly #listener: CallListener;
  readonly #invite: SipRequest;
  readonly #behaviour: PracticePhoneBookEntry['behaviour'];
  #state: 'ringing' | 'answering' | 'answered' | 'over' = 'ringing';
  #media: CustomerMedia | null = null;
  #session: CallSession | null = null;
  #cancelTimer: () => void = () => undefined;

  constructor(
    environment: CallEnvironment,
    listener: CallListener,
    invite: SipRequest,
    behaviour: PracticePhoneBookEntry['behaviour'],
  ) {
    this.callId = callIdOf(invite);
    this.localTag = environment.id();
    this.#environment = environment;
    this.#listener = listener;
    this.#invite = invite;
    this.#behaviour = behaviour;
  }

  start(): void {
    const behaviour = this.#behaviour;
    this.#respond(100, 'Trying');
    const decide = (): void => {
      if (behaviour.kind === 'answer') this.#answer();
      else this.#refuse(behaviour.status, behaviour.reason, 'customer');
    };
    if (behaviour.ringMs > 0 || behaviour.kind === 'answer') {
      this.#respond(180, 'Ringing', [CONTACT, ALLOW]);
      this.#cancelTimer = this.#environment.clock.after(behaviour.ringMs, decide);
    } else {
      decide();
    }
  }

  onRequest(request: SipRequest): void {
    if (request.method === 'CANCEL' && branchOf(request) === branchOf(this.#invite)) {
      // Section 9.2: a CANCEL after the final answer is acknowledged and changes nothing.
      this.#environment.send(responseTo(request, 200, 'OK', { toTag: this.localTag }));
      if (this.#pending) this.#refuse(487, 'Request Terminated', 'agent');
      return;
    }
    // The ACK of a refusal needs no more: the transport loses nothing (section 17.2.1).
    this.#session?.onRequest(request);
  }

  onResponse(response: SipResponse): void {
    this.#session?.onResponse(response);
  }

  hangUp(): void {
    if (this.#pending) this.#refuse(480, 'Temporarily Unavailable', 'customer');
    else this.#session?.hangUp();
  }

  refresh(): void {
    this.#session?.refresh();
  }

  onDisconnected(): void {
    // A call that is up goes on: its audio needs no signalling. One that is ringing cannot.
    if (this.#pending) this.#over('network');
  }

  abandon(): void {
    this.#state = 'over';
    this.#cancelTimer();
    this.#media?.close();
    this.#session?.abandon();
  }

  get #pending(): boolean {
    return this.#state === 'ringing' || this.#state === 'answering';
  }

  #answer(): void {
    this.#state = 'answering';
    const listener = this.#listener;
    const media = this.#environment.createMedia({
      level: (rms) => listener.level(rms),
      trouble: (code) => {
        listener.trouble(code);
        if (code === 'practice.no-local-media') this.hangUp();
      },
    });
    this.#media = media;
    const offer = this.#invite.body;
    // An INVITE without SDP asks us to make the offer (section 13.2.1).
    const sdp = offer === '' ? media.offer() : media.answer(offer);
    sdp.then(
      (body) => {
        if (this.#state !== 'answering') return;
        this.#state = 'answered';
        this.#respond(200, 'OK', [CONTACT, ALLOW, SDP_TYPE], body);
        const dialog = dialogOfCallee(this.#invite, this.localTag);
        this.#session = new CallSession(this.#environment, listener, media, dialog, {
          answerInAck: offer === '',
        });
      },
      (error: unknown) => {
        if (this.#state !== 'answering') return;
        if (!(error instanceof NoLocalMediaError)) {
          return this.#refuse(488, 'Not Acceptable Here', 'failure');
        }
        listener.trouble(error.code);
        const warning = { name: 'Warning', value: `399 ieum "${error.code}"` };
        this.#refuse(500, 'No Local Media', 'failure', [warning]);
      },
    );
  }

  #refuse(status: number, reason: string, by: EndedBy, headers: readonly SipHeader[] = []): void {
    this.#respond(status, reason, headers);
    this.#over(by);
  }

  #over(by: EndedBy): void {
    this.abandon();
    this.#listener.ended(by, false);
    this.#listener.gone();
  }

  #respond(status: number, reason: string, headers: readonly SipHeader[] = [], body = ''): void {
    this.#environment.send(
      responseTo(this.#invite, status, reason, {
        toTag: this.localTag,
        headers: [...headers, SERVER],
        body,
      }),
    );
  }
}
