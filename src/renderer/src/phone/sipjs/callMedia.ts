import type { Session } from 'sip.js';
import type { Leg } from '../audio/conference.ts';
import { MicrophoneError } from '../audio/microphone.ts';
import type { Microphone, OpenMicrophone } from '../audio/microphones.ts';
import { mediaHandlerOf } from './mediaHandler.ts';

export interface CallMediaDeps {
  openMicrophone: OpenMicrophone;
  /** The far end's sound, whenever there is a new track of it. */
  playRemote(track: MediaStreamTrack): void;
  /** The microphone of a joint call is another one. */
  mixAnew(): void;
}

/** The sound of one call: the agent's microphone, the other side's voice, and who is heard. */
export class CallMedia {
  readonly #session: Session;
  readonly #deps: CallMediaDeps;
  #microphone: Microphone | null = null;
  #muted = false;
  #silenced = false;
  #talking = true;
  /** What is sent is the agent and other parties together. */
  #inMix = false;

  constructor(session: Session, deps: CallMediaDeps) {
    this.#session = session;
    this.#deps = deps;
  }

  get connection(): RTCPeerConnection | undefined {
    return mediaHandlerOf(this.#session)?.peerConnection;
  }

  /** Its stream always holds the track in use; `onRenewed` tells of another. Null while closed. */
  get microphone(): Microphone | null {
    return this.#microphone;
  }

  /** The other side's voice; `playRemote` tells of another. */
  get remoteTrack(): MediaStreamTrack | undefined {
    return this.connection?.getReceivers().find(({ track }) => track.kind === 'audio')?.track;
  }

  get heldByOther(): boolean {
    return mediaHandlerOf(this.#session)?.heldByOther ?? false;
  }

  /** @param openMicrophone what is heard of us; the agent's microphone without it */
  async open(
    openMicrophone: OpenMicrophone = this.#deps.openMicrophone,
  ): Promise<Microphone | MicrophoneError> {
    try {
      const microphone = await openMicrophone();
      this.#microphone = microphone;
      microphone.onRenewed((track) => this.#useTrack(track));
      return microphone;
    } catch (error) {
      return error instanceof MicrophoneError
        ? error
        : new MicrophoneError('microphone.failed', error);
    }
  }

  /** The agent's microphone in place of what was heard of us until now; nothing is agreed anew. */
  async takeOver(): Promise<MicrophoneError | null> {
    const earlier = this.#microphone;
    const microphone = await this.open();
    if (microphone instanceof MicrophoneError) {
      this.#microphone = earlier;
      return microphone;
    }
    this.#inMix = false;
    await this.sendMicrophone();
    earlier?.close();
    return null;
  }

  /** For an agreement that was made with what was heard of us before. */
  async sendMicrophone(): Promise<void> {
    const [track] = this.#microphone?.stream.getAudioTracks() ?? [];
    if (track) await this.#useTrack(track);
  }

  releaseMicrophone(): void {
    this.#microphone?.close();
    this.#microphone = null;
  }

  /** Silence at once, both ways and for good. */
  close(): void {
    this.releaseMicrophone();
    mediaHandlerOf(this.#session)?.close();
  }

  mute(muted: boolean): void {
    this.#muted = muted;
    this.apply();
  }

  /** Whether this party is heard by anybody. */
  silence(silenced: boolean): void {
    this.#silenced = silenced;
    this.apply();
  }

  /** @param talking nobody of us holds: sound may go both ways */
  talk(talking: boolean): void {
    this.#talking = talking;
    this.apply();
  }

  /** After each agreement: what is heard may come on another track. */
  watchRemote(): void {
    const play = (): void => {
      const track = this.remoteTrack;
      if (track) this.#deps.playRemote(track);
    };
    this.connection?.addEventListener('track', play, { once: true });
    play();
  }

  /** This call as a party of a joint one; null before there is sound both ways. */
  leg(): Leg | null {
    const microphone = this.#microphone?.stream.getAudioTracks()[0];
    const sender = mediaHandlerOf(this.#session)?.audioSender;
    const remote = this.remoteTrack;
    if (!microphone || !sender || !remote) return null;
    return {
      microphone,
      remote,
      sent: sender.track ?? microphone,
      // A call that has ended meanwhile hears nothing anyway.
      send: (track) => {
        this.#inMix = track !== null;
        sender.replaceTrack(track ?? microphone).catch(() => undefined);
      },
    };
  }

  /** Anew for tracks that an agreement or another microphone brought. */
  apply(): void {
    const talking = this.#talking;
    const connection = this.connection;
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

  /** Another microphone in the middle of the call: nothing is agreed anew, nobody is asked. */
  async #useTrack(track: MediaStreamTrack): Promise<void> {
    // What a party of a joint call is sent is mixed from the microphone: mixed anew, not replaced.
    if (this.#inMix) {
      this.apply();
      this.#deps.mixAnew();
      return;
    }
    const sender = mediaHandlerOf(this.#session)?.audioSender;
    // Refused only by a call that is over or not yet begun; the stream has the new track then.
    await sender?.replaceTrack(track).catch(() => undefined);
    this.apply();
  }
}
