import { Invitation, Inviter, SessionState } from 'sip.js';
import type { Bye, Cancel, Message, Session, URI } from 'sip.js';
import type { IncomingResponse, OutgoingRequestMessage } from 'sip.js/lib/core/index.js';
import type { NetworkEvent } from '#shared/domain/call/call.ts';
import type { Cause } from '#shared/domain/call/record.ts';
import type { QualitySample } from '#shared/domain/quality/sample.ts';
import { MicrophoneError } from '../audio/microphone.ts';
import type { Leg } from '../audio/conference.ts';
import type { OpenMicrophone } from '../audio/microphones.ts';
import { openSilence } from '../audio/silence.ts';
import { CallMedia } from './callMedia.ts';
import type { CallMediaDeps } from './callMedia.ts';
import { watchCall } from './callWatch.ts';
import { sendDigits } from './digits.ts';
import type { DigitsMethod } from './digits.ts';
import { Holding } from './holding.ts';
import type { MediaOptions } from './mediaHandler.ts';
import { renewPath } from './pathRenewal.ts';
import { reasonHeader, saysAnsweredElsewhere } from './reasonHeader.ts';
import { Referrals } from './referral.ts';
import { reasonText } from './statusCause.ts';
import { whenHeard } from './whenHeard.ts';

export interface CallSessionDeps extends CallMediaDeps {
  report(event: NetworkEvent): void;
  /** What the last second was like, while connected and held by nobody. */
  reportQuality(sample: QualitySample): void;
  /** The session is over: its devices are free. */
  closed(): void;
  isConnected(): boolean;
  /** A BYE is on its way. @returns to be called when it has been answered */
  farewell(bye: OutgoingRequestMessage): () => void;
  /** Nothing is heard this moment: the computer may have another address, and the line be dead too. */
  doubtLine(): void;
  /** A text message within the call. RFC 3428 §4. */
  receiveMessage(message: Message): void;
  /** This call took another's place, which SIP.js now ends. RFC 3891 §3. */
  tookPlace?(): void;
  /** 0 to 1; spreads the retry after a 491. */
  random(): number;
}

/**
 * One SIP.js session told as call events: how it begins and ends. It reports what happened and
 * never throws for what the network does; the state machine in `shared/domain/call` decides what
 * that means. What goes on in between has a file each: sound, hold, transfer, digits, a new path.
 */
export class CallSession {
  readonly #session: Session;
  readonly #deps: CallSessionDeps;
  readonly #media: CallMedia;
  readonly #holding: Holding;
  readonly #referrals: Referrals;
  /** Sent once: our own hang-up must not be reported as the other side's. */
  #hungUp = false;
  #byeOwed = false;
  /** Answered without an agent, who has not taken it over yet. */
  #unattended = false;
  #closed = false;
  #stopWatching: (() => void) | null = null;

  constructor(session: Session, deps: CallSessionDeps) {
    this.#session = session;
    this.#deps = deps;
    const report = (event: NetworkEvent): void => deps.report(event);
    this.#media = new CallMedia(session, deps);
    this.#holding = new Holding(session, {
      media: this.#media,
      report,
      random: () => deps.random(),
    });
    this.#referrals = new Referrals(session, report);
    session.delegate = {
      onBye: (bye) => this.#onBye(bye),
      // A transfer asked for by the other side would make this phone dial. Nobody asked for it.
      onRefer: (referral) => void referral.reject({ statusCode: 603 }).catch(ignore),
      onInvite: (_request, _response, status) => {
        if (status === 200) this.#afterOtherOffer();
      },
      onSessionDescriptionHandler: () => this.#media.watchRemote(),
      onMessage: (message) => deps.receiveMessage(message),
      onCancel: (cancel) => this.#onCancel(cancel),
    };
    session.stateChange.addListener((state) => {
      if (state === SessionState.Established) this.#onEstablished();
      if (state === SessionState.Terminated) this.#onTerminated();
    });
  }

  get sipCallId(): string {
    const { request } = this.#session as Inviter | Invitation;
    return request.callId;
  }

  /** Its microphone and the other side's voice. */
  get media(): Pick<CallMedia, 'microphone' | 'remoteTrack'> {
    return this.#media;
  }

  isOf(session: Session | undefined): boolean {
    return session === this.#session;
  }

  async dial(): Promise<void> {
    const session = this.#session;
    if (!(session instanceof Inviter)) return;
    const microphone = await this.#media.open();
    if (microphone instanceof MicrophoneError) {
      this.#deps.report({ type: 'ended', by: 'app', cause: { code: microphone.code } });
      this.#discard();
      return;
    }
    // The agent hung up while the browser was still asking for the microphone.
    if (this.#hungUp) {
      this.#discard();
      return;
    }
    try {
      await session.invite({
        sessionDescriptionHandlerOptions: { microphone: microphone.stream } as MediaOptions,
        requestDelegate: {
          onProgress: ({ message }) =>
            this.#deps.report({
              type: 'progress',
              status: message.statusCode ?? 180,
              earlyMedia: message.body !== '',
            }),
          onReject: (response) => this.#onRefused(response),
          onRedirect: (response) => this.#onRefused(response),
        },
      });
    } catch (error) {
      this.#fail('media.failed', error);
    }
  }

  async answer(): Promise<void> {
    if (this.#unattended) await this.#takeOver();
    else await this.#accept();
  }

  /** Nobody speaks: what is sent is silence, until `leg` is given something else. */
  async answerUnattended(): Promise<void> {
    this.#unattended = true;
    await this.#accept(openSilence);
  }

  /** An agent's sound replaces that of the app; until then the customer hears the app on. */
  async #takeOver(): Promise<void> {
    const trouble = await this.#media.takeOver();
    if (trouble) {
      this.#deps.report({ type: 'answerFailed', cause: { code: trouble.code } });
      return;
    }
    this.#unattended = false;
    // Over meanwhile: nobody is there to talk to, and no device stays open.
    if (this.#closed || this.#hungUp) this.#media.releaseMicrophone();
    // Otherwise when it is: see `#onEstablished`.
    else if (this.#session.state === SessionState.Established)
      this.#deps.report({ type: 'accepted' });
  }

  async #accept(openMicrophone?: OpenMicrophone): Promise<void> {
    const session = this.#session;
    if (!(session instanceof Invitation)) return;
    const microphone = await this.#media.open(openMicrophone);
    if (microphone instanceof MicrophoneError) {
      this.#deps.report({ type: 'answerFailed', cause: { code: microphone.code } });
      return;
    }
    if (session.state !== SessionState.Initial) {
      this.#media.releaseMicrophone();
      return;
    }
    try {
      await session.accept({
        sessionDescriptionHandlerOptions: { microphone: microphone.stream } as MediaOptions,
      });
    } catch (error) {
      this.#fail('media.failed', error);
    }
  }

  reject(status: 486 | 603): void {
    this.#hungUp = true;
    const session = this.#session;
    if (session instanceof Invitation && isOpen(session)) {
      session.reject({ statusCode: status }).catch(() => this.#discard());
    }
  }

  redirect(target: URI): void {
    this.#hungUp = true;
    const session = this.#session;
    if (session instanceof Invitation && isOpen(session)) {
      const extraHeaders = [`Contact: <${target.toString()}>`];
      session.reject({ statusCode: 302, extraHeaders }).catch(() => this.#discard());
    }
  }

  /** Ends the call in whatever state it is. The media stops at once. */
  hangUp(): void {
    this.#hungUp = true;
    this.#stopWatching?.();
    this.#media.releaseMicrophone();
    const session = this.#session;
    switch (session.state) {
      case SessionState.Initial:
      case SessionState.Establishing:
        if (session instanceof Inviter) session.cancel().catch(ignore);
        else if (session instanceof Invitation) session.reject({ statusCode: 603 }).catch(ignore);
        break;
      case SessionState.Established:
        if (this.#deps.isConnected()) {
          this.#sayBye();
        } else {
          // Nobody would hear it now: silence at once, and the BYE when the line is back.
          this.#byeOwed = true;
          this.#media.close();
        }
        break;
      default:
        break;
    }
  }

  /** The line is back: says what could not be said. */
  afterReconnect(): void {
    if (!this.#byeOwed) return;
    this.#byeOwed = false;
    this.#sayBye();
  }

  /** The line is back and registered: see `pathRenewal.ts`. */
  renewPath(): void {
    renewPath(this.#session, {
      media: this.#media,
      holding: this.#holding,
      isOver: () => this.#hungUp,
      gone: () => this.#giveUp({ code: 'session.gone' }),
    });
  }

  hold(): void {
    this.#holding.hold();
  }

  holdUnheard(): void {
    this.#holding.holdUnheard();
  }

  resume(): void {
    this.#holding.resume();
  }

  mute(muted: boolean): void {
    this.#media.mute(muted);
  }

  silence(silenced: boolean): void {
    this.#media.silence(silenced);
  }

  /** This call as a party of a joint one; null before there is sound both ways. */
  leg(): Leg | null {
    return this.#media.leg();
  }

  sendDigits(digits: string, method: DigitsMethod): void {
    sendDigits(this.#session, digits, method, (cause) =>
      this.#deps.report({ type: 'digitsFailed', cause }),
    );
  }

  /** @param to an address, or a call of ours that the new one takes the place of (RFC 3891) */
  transfer(to: URI | CallSession): void {
    this.#referrals.refer(to instanceof CallSession ? to.#session : to);
  }

  /** Another call takes the place of this one; its BYE is on its way. */
  replaced(): void {
    this.#hungUp = true;
    this.#stopWatching?.();
    this.#deps.report({ type: 'ended', by: 'customer', cause: { code: 'replaced' } });
  }

  /** A BYE into a socket whose other end has gone is lost; it is kept until it is answered. */
  #sayBye(): void {
    let answered = (): void => undefined;
    const settle = ({ message }: IncomingResponse): void => {
      // Not the 408 or 503 that SIP.js makes up for itself.
      if (message.hasHeader('cseq')) answered();
    };
    this.#session
      .bye({ requestDelegate: { onAccept: settle, onReject: settle } })
      .then((request) => (answered = this.#deps.farewell(request.message)))
      .catch(ignore);
  }

  #onEstablished(): void {
    this.#media.watchRemote();
    this.#media.apply();
    if (this.#unattended) {
      void whenHeard(
        () => this.#media.connection,
        () => this.#closed || this.#hungUp,
      ).then((heard) => {
        if (heard && this.#unattended) this.#deps.report({ type: 'attendedHeard' });
      });
    } else {
      // Nothing changes, unless the agent took it over while it was being agreed.
      void this.#media.sendMicrophone();
      this.#deps.report({ type: 'accepted' });
    }
    this.#stopWatching ??= watchCall({
      connection: () => this.#media.connection,
      talking: () => !this.#holding.onHold && !this.#media.heldByOther,
      isConnected: () => this.#deps.isConnected(),
      report: (event) => this.#deps.report(event),
      reportQuality: (sample) => this.#deps.reportQuality(sample),
      quiet: () => this.#deps.doubtLine(),
      over: () => this.#giveUp({ code: 'media.silent' }),
    });
    this.#deps.tookPlace?.();
  }

  #afterOtherOffer(): void {
    this.#media.watchRemote();
    this.#deps.report({ type: this.#media.heldByOther ? 'otherHeld' : 'otherResumed' });
  }

  #onCancel(cancel: Cancel): void {
    const elsewhere = saysAnsweredElsewhere(cancel.request.getHeaders('reason'));
    this.#deps.report({ type: 'withdrawn', elsewhere });
  }

  #onBye(bye: Bye): void {
    const cause = reasonHeader(bye.request.getHeaders('reason'));
    bye.accept().catch(ignore);
    this.#deps.report({ type: 'ended', by: 'customer', cause: { code: 'bye', ...cause } });
  }

  #onRefused({ message }: IncomingResponse): void {
    const status = message.statusCode ?? 0;
    if (this.#hungUp) return;
    // A response nobody sent: SIP.js makes up a 503 when the socket is gone. RFC 3261 §8.1.3.1.
    if (status === 503 && !this.#deps.isConnected()) {
      this.#deps.report({ type: 'ended', by: 'network', cause: { code: 'network.down' } });
      return;
    }
    this.#deps.report({
      type: 'refused',
      status,
      ...reasonText(message.reasonPhrase),
    });
  }

  #onTerminated(): void {
    // Only where nothing more telling was reported before; the state machine ignores it otherwise.
    if (!this.#hungUp) {
      const cause: Cause = { code: this.#deps.isConnected() ? 'session.failed' : 'network.down' };
      // BYE, CANCEL and refusals report after the state changes: they know more.
      queueMicrotask(() => this.#deps.report({ type: 'ended', by: 'network', cause }));
    }
    this.#discard();
  }

  /** The other side is not there any more, however the session looks. */
  #giveUp(cause: Cause): void {
    this.#deps.report({ type: 'ended', by: 'network', cause });
    this.hangUp();
  }

  #fail(code: string, error: unknown): void {
    if (!this.#hungUp) {
      const text = error instanceof Error ? error.message.slice(0, 200) : '';
      this.#deps.report({ type: 'ended', by: 'app', cause: { code, text } });
    }
    this.#discard();
  }

  #discard(): void {
    this.#media.releaseMicrophone();
    this.#stopWatching?.();
    if (this.#closed) return;
    this.#closed = true;
    this.#deps.closed();
  }
}

function isOpen(session: Session): boolean {
  return session.state === SessionState.Initial || session.state === SessionState.Establishing;
}

function ignore(): void {
  // Nobody is left to be told.
}
