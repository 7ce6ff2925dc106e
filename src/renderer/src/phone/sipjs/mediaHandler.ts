import { Web } from 'sip.js';
import type { SessionDescriptionHandlerOptions } from 'sip.js/lib/platform/web/index.js';
import type { Logger } from 'sip.js/lib/core/index.js';
import type { Session } from 'sip.js';

/** Milliseconds. Longer than this an INVITE or an answer never waits for more addresses. */
export const GATHERING_LIMIT_MS = 500;

/**
 * Chromium names the UDP addresses of all interfaces at once, those of TCP a tenth of a second later:
 * these nobody needs who sends sound. So long nothing new has come, and the offer leaves; milliseconds.
 */
const CALM_MS = 20;

/** Passed with each offer and answer; `microphone` is taken once, for the first of them. */
export interface MediaOptions extends SessionDescriptionHandlerOptions {
  microphone?: MediaStream;
}

/**
 * One call's peer connection. Differs from SIP.js's handler in two things: the microphone is
 * opened by us before (so that a refused microphone leaves an incoming call ringing), and an offer
 * leaves with the addresses that can work instead of after up to five seconds.
 */
export class MediaHandler extends Web.SessionDescriptionHandler {
  readonly #waitForReflexive: boolean;
  #usable = false;
  #calm: ReturnType<typeof setTimeout> | undefined;

  constructor(logger: Logger, configuration: RTCConfiguration) {
    super(logger, takeMicrophone, {
      iceGatheringTimeout: GATHERING_LIMIT_MS,
      peerConnectionConfiguration: configuration,
    });
    // With STUN or TURN configured a host address alone is mostly not enough to be reached.
    this.#waitForReflexive = (configuration.iceServers ?? []).length > 0;
    this.peerConnectionDelegate = {
      onicecandidate: ({ candidate }) => {
        if (candidate) this.#consider(candidate);
      },
    };
  }

  #consider({ type, protocol }: RTCIceCandidate): void {
    if (this.#waitForReflexive) {
      if (type === 'srflx' || type === 'relay') this.#leave();
      return;
    }
    if (protocol !== 'udp') return;
    // Of our own addresses any may be the one that leads to the exchange: all are waited for.
    clearTimeout(this.#calm);
    this.#calm = setTimeout(() => this.#leave(), CALM_MS);
  }

  #leave(): void {
    this.#usable = true;
    this.iceGatheringComplete();
  }

  protected override waitForIceGatheringComplete(restart = false, timeout = 0): Promise<void> {
    // The candidate may have come while the local description was being set.
    if (!restart && this.#usable) return Promise.resolve();
    this.#usable = false;
    return super.waitForIceGatheringComplete(restart, timeout);
  }

  /**
   * Our offer was refused: back to what was agreed before. SIP.js calls this and has none of its
   * own, so that every later offer would fail. A rollback (RFC 8829 §4.1.10.2) is not used:
   * Chromium plays nothing any more after one. The old agreement is offered and answered again
   * between us and ourselves; nothing is sent.
   */
  async rollbackDescription(): Promise<void> {
    const connection = this.peerConnection;
    const agreed = connection?.currentRemoteDescription;
    if (connection?.signalingState !== 'have-local-offer' || !agreed) return;
    for (const transceiver of connection.getTransceivers()) {
      const { currentDirection } = transceiver;
      if (currentDirection && currentDirection !== 'stopped') {
        transceiver.direction = currentDirection;
      }
    }
    const ours = connection.currentLocalDescription?.sdp ?? '';
    await connection.setLocalDescription(await connection.createOffer());
    await connection.setRemoteDescription({ type: 'answer', sdp: asAnswer(agreed, ours) });
  }

  get audioSender(): RTCRtpSender | undefined {
    return this.peerConnection?.getSenders().find(({ track }) => track?.kind === 'audio');
  }

  /** Whether the far end, in its last description, does not want to hear us. RFC 3264 §8.4. */
  get heldByOther(): boolean {
    const sdp = this.peerConnection?.remoteDescription?.sdp ?? '';
    return /^a=(sendonly|inactive)\r?$/m.test(sdp);
  }
}

/**
 * The far end's description as an answer. Where it was an offer, its DTLS role is still open
 * (`actpass`), which an answer's may not be: it is the other one than ours. RFC 5763 §5.
 */
function asAnswer({ type, sdp }: RTCSessionDescription, ours: string): string {
  if (type === 'answer') return sdp;
  const role = /^a=setup:active\r?$/m.test(ours) ? 'passive' : 'active';
  return sdp.replace(/^a=setup:\w+/gm, `a=setup:${role}`);
}

function takeMicrophone(
  _constraints: MediaStreamConstraints,
  _handler: Web.SessionDescriptionHandler,
  options?: MediaOptions,
): Promise<MediaStream> {
  return options?.microphone
    ? Promise.resolve(options.microphone)
    : Promise.reject(new Error('No microphone was handed to this call.'));
}

export function mediaHandlerOf(session: Session): MediaHandler | undefined {
  const handler = session.sessionDescriptionHandler;
  return handler instanceof MediaHandler ? handler : undefined;
}
