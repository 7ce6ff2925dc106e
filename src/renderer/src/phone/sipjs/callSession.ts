import { Invitation, Inviter, SessionState } from 'sip.js';
import type { Bye, Notification, Referral, Session, URI } from 'sip.js';
import type { IncomingResponse, OutgoingRequestMessage } from 'sip.js/lib/core/index.js';
import type { NetworkEvent } from '#shared/domain/call/call.ts';
import { newMediaWatch, watchMedia } from '#shared/domain/call/mediaWatch.ts';
import type { MediaWatch } from '#shared/domain/call/mediaWatch.ts';
import type { Cause } from '#shared/domain/call/record.ts';
import type { QualitySample } from '#shared/domain/quality/sample.ts';
import { MicrophoneError } from '../audio/microphone.ts';
import type { Leg } from '../audio/conference.ts';
import type { Microphone, OpenMicrophone } from '../audio/microphones.ts';
import { startSampler } from '../quality/sampler.ts';
import { mediaHandlerOf } from './mediaHandler.ts';
import type { MediaOptions } from './mediaHandler.ts';
import { reasonHeader, saysAnsweredElsewhere } from './reasonHeader.ts';
import { referOutcome } from './referOutcome.ts';

export interface CallSessionDeps {
  report(event: NetworkEvent): void;
  /** What the last second was like, while connected and held by nobody. */
  reportQuality(sample: QualitySample): void;
  /** The far end's sound, whenever there is a new track of it. */
  playRemote(track: MediaStreamTrack): void;
  /** The session is over: its devices are free. */
  closed(): void;
  openMicrophone: OpenMicrophone;
  isConnected(): boolean;
  /** A BYE is on its way. @returns to be called when it has been answered */
  farewell(bye: OutgoingRequestMessage): () => void;
  /** The microphone of a joint call is another one. */
  mixAnew(): void;
  /** This call took another's place, which SIP.js now ends. RFC 3891 §3. */
  tookPlace?(): void;
  /** 0 to 1; spreads the retry after a 491. */
  random(): number;
}

/** How often a hold or resume that crossed the other side's is tried again. */
const GLARE_RETRIES = 3;

/** A new path is asked for so often, at `RENEW_AGAIN_MS`, while another request is under way. */
const RENEW_RETRIES = 20;
const RENEW_AGAIN_MS = 2_000;

/**
 * One SIP.js session told as call events. It reports what happened and never throws for what the
 * network does; the state machine in `shared/domain/call` decides what that means.
 */
export class CallSession {
  readonly #session: Session;
  readonly #deps: CallSessionDeps;
  #muted = false;
  #onHold = false;
  /** Sent once: our own hang-up must not be reported as the other side's. */
  #hungUp = false;
  #silenced = false;
  /** What is sent is the agent and other parties together. */
  #inMix = false;
  #byeOwed = false;
  #mediaWatch: MediaWatch | null = null;
  #microphone: Microphone | null = null;
  #closed = false;
  #stopSampler: (() => void) | null = null;
  /** Counts the REFERs: news of an earlier one is none of a later one. */
  #referrals = 0;

  constructor(session: Session, deps: CallSessionDeps) {
    this.#session = session;
    this.#deps = deps;
    session.delegate = {
      onBye: (bye) => this.#onBye(bye),
      onRefer: (referral) => this.#onRefer(referral),
      onInvite: (_request, _response, status) => {
        if (status === 200) this.#afterOtherOffer();
      },
      onSessionDescriptionHandler: () => this.#watchTracks(),
      // The store for messages comes with the messages screen; until then none is acknowledged.
      onMessage: (message) => void message.reject({ statusCode: 405 }),
      onCancel: (cancel) => {
        const elsewhere = saysAnsweredElsewhere(cancel.request.getHeaders('reason'));
        this.#deps.report({ type: 'withdrawn', elsewhere });
      },
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

  isOf(session: Session | undefined): boolean {
    return session === this.#session;
  }

  async dial(): Promise<void> {
    const session = this.#session;
    if (!(session instanceof Inviter)) return;
    const microphone = await this.#openMicrophone();
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
    const session = this.#session;
    if (!(session instanceof Invitation)) return;
    const microphone = await this.#openMicrophone();
    if (microphone instanceof MicrophoneError) {
      this.#deps.report({ type: 'answerFailed', cause: { code: microphone.code } });
      return;
    }
    if (session.state !== SessionState.Initial) {
      this.#releaseMicrophone();
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

  /** Ends the call in whatever state it is. The media stops at once. */
  hangUp(): void {
    this.#hungUp = true;
    this.#releaseMicrophone();
    const session = this.#session;
    const ignore = (): void => undefined;
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
          mediaHandlerOf(session)?.close();
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

  /**
   * The line is back and registered: the far end's requests and sound have to find us where we are
   * now. A re-INVITE brings our new Contact (RFC 3261 §12.2.1.1) and new addresses for the sound
   * (RFC 8839 §4.4.1.1.1); the old path is used until the new one works.
   */
  renewPath(retries = RENEW_RETRIES): void {
    const session = this.#session;
    if (session.state !== SessionState.Established || this.#hungUp) return;
    const again = (): void => {
      if (retries > 0) setTimeout(() => this.renewPath(retries - 1), RENEW_AGAIN_MS);
    };
    const settled = { hold: this.#onHold } as MediaOptions;
    session
      .invite({
        sessionDescriptionHandlerOptions: {
          hold: this.#onHold,
          offerOptions: { iceRestart: true },
        } as MediaOptions,
        requestDelegate: {
          onAccept: () => {
            session.sessionDescriptionHandlerOptionsReInvite = settled;
            this.#applyTracks();
            this.#watchTracks();
          },
          onReject: ({ message }) => {
            session.sessionDescriptionHandlerOptionsReInvite = settled;
            const status = message.statusCode ?? 0;
            // The far end hung up while nobody could tell us. RFC 3261 §12.2.1.2.
            if (status === 481) {
              this.#deps.report({ type: 'ended', by: 'network', cause: { code: 'session.gone' } });
              this.hangUp();
            } else if (status === 491) again();
          },
        },
      })
      // A request of before the loss is still waiting for its answer.
      .catch(again);
  }

  /** Sees whether the other side's sound still comes; asked every second. @param now milliseconds */
  async watchMedia(now: number): Promise<void> {
    const connection = mediaHandlerOf(this.#session)?.peerConnection;
    if (this.#session.state !== SessionState.Established || this.#hungUp || !connection) return;
    const packets = await packetsReceived(connection);
    if (this.#closed || this.#hungUp) return;
    const held = this.#onHold || (mediaHandlerOf(this.#session)?.heldByOther ?? false);
    const expected = !held && this.#deps.isConnected();
    const watch = (this.#mediaWatch ??= newMediaWatch(now));
    const step = watchMedia(watch, { packets, expected }, now);
    this.#mediaWatch = step.watch;
    if (step.verdict === 'lost') this.#deps.report({ type: 'soundLost' });
    if (step.verdict === 'back') this.#deps.report({ type: 'soundBack' });
    if (step.verdict === 'over') {
      this.#deps.report({ type: 'ended', by: 'network', cause: { code: 'media.silent' } });
      this.hangUp();
    }
  }

  hold(): void {
    this.#renegotiate(true, GLARE_RETRIES);
  }

  resume(): void {
    this.#renegotiate(false, GLARE_RETRIES);
  }

  mute(muted: boolean): void {
    this.#muted = muted;
    this.#applyTracks();
  }

  silence(silenced: boolean): void {
    this.#silenced = silenced;
    this.#applyTracks();
  }

  /** This call as a party of a joint one; null before there is sound both ways. */
  leg(): Leg | null {
    const connection = mediaHandlerOf(this.#session)?.peerConnection;
    const microphone = this.#microphone?.stream.getAudioTracks()[0];
    const sender = connection?.getSenders().find(({ track }) => track?.kind === 'audio');
    const remote = connection?.getReceivers().find(({ track }) => track.kind === 'audio')?.track;
    if (!microphone || !sender || !remote) return null;
    return {
      microphone,
      remote,
      // A call that has ended meanwhile hears nothing anyway.
      send: (track) => {
        this.#inMix = track !== null;
        sender.replaceTrack(track ?? microphone).catch(() => undefined);
      },
    };
  }

  /** RFC 4733 through the audio sender, or INFO where the account says so. */
  sendDigits(digits: string, method: 'rfc4733' | 'info'): void {
    if (method === 'info') {
      for (const digit of digits) this.#sendInfo(digit);
      return;
    }
    const dtmf = mediaHandlerOf(this.#session)?.audioSender?.dtmf;
    if (!dtmf?.canInsertDTMF) {
      this.#deps.report({ type: 'digitsFailed', cause: { code: 'dtmf.unsupported' } });
      return;
    }
    // insertDTMF replaces what is still waiting, so what is waiting goes first.
    dtmf.insertDTMF(dtmf.toneBuffer + digits, 160, 70);
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
      .catch(() => undefined);
  }

  /**
   * REFER within the call (RFC 3515). It is not over with an answer to it: the other side tells by
   * NOTIFY how its new call fares.
   * @param to an address, or a call of ours that the new one takes the place of (RFC 3891)
   */
  transfer(to: URI | CallSession): void {
    const serial = (this.#referrals += 1);
    const report = (event: NetworkEvent): void => {
      if (serial === this.#referrals) this.#deps.report(event);
    };
    const failed = (cause: Cause): void => report({ type: 'transferFailed', cause });
    const onNotify = (notification: Notification): void => {
      notification.accept().catch(() => undefined);
      const { body } = notification.request;
      const state = notification.request.getHeader('subscription-state') ?? '';
      const event = referOutcome(body, state);
      if (event) report(event);
    };
    this.#session
      .refer(to instanceof CallSession ? to.#session : to, {
        onNotify,
        requestDelegate: {
          onReject: ({ message }) => {
            const cause = causeOfStatus(message.statusCode ?? 0, message.reasonPhrase);
            // Their phone would not call anybody: nobody was busy, nobody declined a call.
            failed(cause.status === undefined ? cause : { ...cause, code: 'transfer.declined' });
          },
        },
      })
      .catch(() => failed({ code: 'network.down' }));
  }

  /** Another call takes the place of this one; its BYE is on its way. */
  replaced(): void {
    this.#hungUp = true;
    this.#deps.report({ type: 'ended', by: 'customer', cause: { code: 'replaced' } });
  }

  #sendInfo(digit: string): void {
    this.#session
      .info({
        requestOptions: {
          body: {
            contentDisposition: 'render',
            contentType: 'application/dtmf-relay',
            content: `Signal=${digit}\r\nDuration=160`,
          },
        },
        requestDelegate: {
          onReject: ({ message }) =>
            this.#deps.report({
              type: 'digitsFailed',
              cause: causeOfStatus(message.statusCode ?? 0, message.reasonPhrase),
            }),
        },
      })
      .catch(() => this.#deps.report({ type: 'digitsFailed', cause: { code: 'network.down' } }));
  }

  /** Hold is committed when the other side accepts, and taken back when it does not. */
  #renegotiate(hold: boolean, retries: number): void {
    const refused = (cause: Cause): void => {
      // SIP.js would answer the far end's next offer as if this one had been accepted.
      this.#session.sessionDescriptionHandlerOptionsReInvite = {
        hold: this.#onHold,
      } as MediaOptions;
      this.#deps.report({ type: hold ? 'holdRefused' : 'resumeRefused', cause });
      // Silence first, ask later: on refusal the tracks go back to what the call really is.
      this.#applyTracks();
    };
    if (hold) this.#enableTracks(false);
    this.#session
      .invite({
        sessionDescriptionHandlerOptions: { hold } as MediaOptions,
        requestDelegate: {
          onAccept: () => {
            this.#onHold = hold;
            this.#applyTracks();
            this.#watchTracks();
            this.#deps.report({ type: hold ? 'holdAccepted' : 'resumeAccepted' });
          },
          onReject: ({ message }) => {
            const status = message.statusCode ?? 0;
            // Both sides asked at once; the one who made the call waits longer. RFC 3261 §14.1.
            if (status === 491 && retries > 0) {
              const owner = this.#session instanceof Inviter;
              const ms = owner ? 2_100 + 1_900 * this.#deps.random() : 2_000 * this.#deps.random();
              setTimeout(() => this.#renegotiate(hold, retries - 1), ms);
              return;
            }
            refused(causeOfStatus(status, message.reasonPhrase));
          },
        },
      })
      .catch(() => refused({ code: 'network.down' }));
  }

  #afterOtherOffer(): void {
    this.#watchTracks();
    const heldByOther = mediaHandlerOf(this.#session)?.heldByOther ?? false;
    this.#deps.report({ type: heldByOther ? 'otherHeld' : 'otherResumed' });
  }

  #onEstablished(): void {
    this.#watchTracks();
    this.#applyTracks();
    this.#deps.report({ type: 'accepted' });
    this.#sampleQuality();
  }

  #sampleQuality(): void {
    this.#stopSampler ??= startSampler({
      connection: () => mediaHandlerOf(this.#session)?.peerConnection,
      talking: () => !this.#onHold && !(mediaHandlerOf(this.#session)?.heldByOther ?? false),
      report: (sample) => this.#deps.reportQuality(sample),
      now: () => performance.now(),
      every: (ms, tick) => {
        const timer = setInterval(tick, ms);
        return () => clearInterval(timer);
      },
    });
    this.#deps.tookPlace?.();
  }

  #onBye(bye: Bye): void {
    const cause = reasonHeader(bye.request.getHeaders('reason'));
    bye.accept().catch(() => undefined);
    this.#deps.report({ type: 'ended', by: 'customer', cause: { code: 'bye', ...cause } });
  }

  /** A transfer asked for by the other side would make this phone dial. Nobody here asked for it. */
  #onRefer(referral: Referral): void {
    referral.reject({ statusCode: 603 }).catch(() => undefined);
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
      ...(message.reasonPhrase ? { text: message.reasonPhrase.slice(0, 200) } : {}),
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

  #fail(code: string, error: unknown): void {
    if (!this.#hungUp) {
      const text = error instanceof Error ? error.message.slice(0, 200) : '';
      this.#deps.report({ type: 'ended', by: 'app', cause: { code, text } });
    }
    this.#discard();
  }

  async #openMicrophone(): Promise<Microphone | MicrophoneError> {
    try {
      const microphone = await this.#deps.openMicrophone();
      this.#microphone = microphone;
      microphone.onRenewed((track) => this.#useTrack(track));
      return microphone;
    } catch (error) {
      return error instanceof MicrophoneError
        ? error
        : new MicrophoneError('microphone.failed', error);
    }
  }

  /** Another microphone in the middle of the call: nothing is agreed anew, nobody is asked. */
  async #useTrack(track: MediaStreamTrack): Promise<void> {
    // What a party of a joint call is sent is mixed from the microphone: mixed anew, not replaced.
    if (this.#inMix) {
      this.#applyTracks();
      this.#deps.mixAnew();
      return;
    }
    const sender = mediaHandlerOf(this.#session)?.audioSender;
    // Refused only by a call that is over or not yet begun; the stream has the new track then.
    await sender?.replaceTrack(track).catch(() => undefined);
    this.#applyTracks();
  }

  #watchTracks(): void {
    const handler = mediaHandlerOf(this.#session);
    const play = (): void => {
      const track = handler?.peerConnection
        ?.getReceivers()
        .find((receiver) => receiver.track.kind === 'audio')?.track;
      if (track) this.#deps.playRemote(track);
    };
    handler?.peerConnection?.addEventListener('track', play, { once: true });
    play();
  }

  #applyTracks(): void {
    this.#enableTracks(!this.#onHold);
  }

  #enableTracks(talking: boolean): void {
    const connection = mediaHandlerOf(this.#session)?.peerConnection;
    for (const { track } of connection?.getSenders() ?? []) {
      // In a joint call others speak on it too: the agent is muted at the microphone alone.
      if (track) track.enabled = talking;
    }
    for (const track of this.#microphone?.stream.getTracks() ?? []) {
      track.enabled = talking && !this.#muted;
    }
    for (const { track } of connection?.getReceivers() ?? []) {
      track.enabled = talking && !this.#silenced;
    }
  }

  #releaseMicrophone(): void {
    this.#microphone?.close();
    this.#microphone = null;
  }

  #discard(): void {
    this.#releaseMicrophone();
    this.#stopSampler?.();
    if (this.#closed) return;
    this.#closed = true;
    this.#deps.closed();
  }
}

function isOpen(session: Session): boolean {
  return session.state === SessionState.Initial || session.state === SessionState.Establishing;
}

/** RTP packets of all streams received. */
async function packetsReceived(connection: RTCPeerConnection): Promise<number> {
  let packets = 0;
  const reports = await connection.getStats();
  reports.forEach((report: RTCStats) => {
    if (report.type === 'inbound-rtp')
      packets += (report as RTCInboundRtpStreamStats).packetsReceived ?? 0;
  });
  return packets;
}

function causeOfStatus(status: number, text: string | undefined): Cause {
  if (status < 100) return { code: 'network.down' };
  return { code: `sip.${status}`, status, ...(text ? { text: text.slice(0, 200) } : {}) };
}
