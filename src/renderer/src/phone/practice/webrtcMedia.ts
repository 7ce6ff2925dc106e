import { createClipLibrary, type ClipLibrary } from './clipLibrary.ts';
import {
  NoLocalMediaError,
  type CreateCustomerMedia,
  type CustomerMedia,
  type CustomerMediaEvents,
} from './customerMedia.ts';

/** A first host candidate comes in some 120 ms; this long without one means there is none. */
const GATHERING_LIMIT_MS = 500;
/** Within one page ICE and DTLS take well under a second. */
const CONNECT_LIMIT_MS = 8_000;
const LEVEL_EVERY_MS = 150;
/** 170 ms at 48 kHz: no word falls between two readings. */
const LEVEL_SAMPLES = 8_192;
const RESUME_LIMIT_MS = 1_000;

/**
 * The customer's audio over a real RTCPeerConnection in this page: host candidates only, no ICE
 * server. Each call has its own audio context, so that a finished call leaves nothing running.
 * @param urls from the path in a scenario to a same-origin URL.
 */
export function createWebrtcMedia(urls: Readonly<Record<string, string>>): CreateCustomerMedia {
  return (events) => new WebrtcMedia(urls, events);
}

class WebrtcMedia implements CustomerMedia {
  readonly #events: CustomerMediaEvents;
  readonly #peer = new RTCPeerConnection();
  readonly #context: AudioContext;
  readonly #output: MediaStreamAudioDestinationNode;
  readonly #clips: ClipLibrary;
  /** Muted: it only makes the browser decode what arrives, so that a level can be read. */
  readonly #ear = new Audio();
  readonly #analyser: AnalyserNode;
  readonly #samples = new Float32Array(LEVEL_SAMPLES);
  #source: MediaStreamAudioSourceNode | null = null;
  #playing: AudioBufferSourceNode | null = null;
  #stopped: (() => void) | null = null;
  #levelTimer: ReturnType<typeof setInterval> | null = null;
  #connectTimer: ReturnType<typeof setTimeout> | null = null;
  #closed = false;

  constructor(urls: Readonly<Record<string, string>>, events: CustomerMediaEvents) {
    this.#events = events;
    this.#context = createContext();
    this.#clips = createClipLibrary(this.#context, urls);
    this.#analyser = this.#context.createAnalyser();
    this.#analyser.fftSize = LEVEL_SAMPLES;
    this.#output = this.#context.createMediaStreamDestination();
    // A telephone sends its silence as well: without it a customer who listens would seem gone.
    const silence = this.#context.createConstantSource();
    silence.offset.value = 0;
    silence.connect(this.#output);
    silence.start();
    for (const track of this.#output.stream.getAudioTracks()) {
      this.#peer.addTrack(track, this.#output.stream);
    }
    this.#ear.muted = true;
    this.#peer.ontrack = ({ track }) => this.#listen(track);
    this.#peer.onconnectionstatechange = () => this.#onConnectionState();
  }

  async offer(): Promise<string> {
    await this.#peer.setLocalDescription(await this.#peer.createOffer());
    return this.#localSdp();
  }

  async answer(offer: string): Promise<string> {
    await this.#peer.setRemoteDescription({ type: 'offer', sdp: offer });
    await this.#peer.setLocalDescription(await this.#peer.createAnswer());
    const sdp = await this.#localSdp();
    this.#expectConnection();
    return sdp;
  }

  async accept(answer: string): Promise<void> {
    await this.#peer.setRemoteDescription({ type: 'answer', sdp: answer });
    this.#expectConnection();
  }

  agreed(): string {
    // An offer leaves the DTLS role open (RFC 5763 section 5); ours may have been an answer.
    const sdp = this.#peer.currentLocalDescription?.sdp ?? '';
    return sdp.replace(/^a=setup:(active|passive)/gm, 'a=setup:actpass');
  }

  prepare(audio: string): void {
    this.#clips.load(audio).catch(() => undefined);
  }

  async say(audio: string): Promise<boolean> {
    this.stop();
    const ended = Promise.withResolvers<void>();
    this.#stopped = ended.resolve;
    try {
      const clip = await this.#clips.load(audio);
      await this.#wake();
      // Stopped or closed while loading.
      if (this.#closed || this.#stopped !== ended.resolve) return true;
      const source = this.#context.createBufferSource();
      source.buffer = clip;
      source.connect(this.#output);
      source.onended = () => ended.resolve();
      source.start();
      this.#playing = source;
      // A context that is not running never ends a clip; the conversation goes on regardless.
      const timer = setTimeout(ended.resolve, clip.duration * 1_000 + 500);
      await ended.promise;
      clearTimeout(timer);
      return true;
    } catch {
      if (!this.#closed) this.#events.trouble('practice.clip-failed');
      return false;
    }
  }

  stop(): void {
    this.#stopped?.();
    this.#stopped = null;
    this.#playing?.stop();
    this.#playing?.disconnect();
    this.#playing = null;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.stop();
    if (this.#levelTimer !== null) clearInterval(this.#levelTimer);
    if (this.#connectTimer !== null) clearTimeout(this.#connectTimer);
    this.#ear.srcObject = null;
    this.#peer.ontrack = null;
    this.#peer.onconnectionstatechange = null;
    for (const { track } of this.#peer.getReceivers()) track.stop();
    for (const track of this.#output.stream.getTracks()) track.stop();
    this.#peer.close();
    void this.#context.close().catch(() => undefined);
  }

  async #localSdp(): Promise<string> {
    await firstCandidate(this.#peer, GATHERING_LIMIT_MS);
    const sdp = this.#peer.localDescription?.sdp ?? '';
    if (!/^a=candidate:/m.test(sdp)) {
      throw new NoLocalMediaError('No local network candidate: the page cannot reach itself');
    }
    return sdp;
  }

  #expectConnection(): void {
    if (this.#connectTimer !== null || this.#peer.connectionState === 'connected') return;
    this.#connectTimer = setTimeout(() => {
      if (this.#peer.connectionState !== 'connected') this.#noMedia();
    }, CONNECT_LIMIT_MS);
  }

  #onConnectionState(): void {
    if (this.#peer.connectionState === 'failed') this.#noMedia();
  }

  #noMedia(): void {
    if (!this.#closed) this.#events.trouble('practice.no-local-media');
  }

  async #wake(): Promise<void> {
    if (this.#context.state === 'running' || this.#closed) return;
    const late = new Promise<void>((resolve) => setTimeout(resolve, RESUME_LIMIT_MS));
    await Promise.race([this.#context.resume().catch(() => undefined), late]);
    if (this.#context.state === 'suspended') this.#events.trouble('practice.audio-blocked');
  }

  #listen(track: MediaStreamTrack): void {
    const stream = new MediaStream([track]);
    this.#ear.srcObject = stream;
    this.#ear.play().catch(() => undefined);
    this.#source?.disconnect();
    this.#source = this.#context.createMediaStreamSource(stream);
    this.#source.connect(this.#analyser);
    this.#levelTimer ??= setInterval(() => this.#readLevel(), LEVEL_EVERY_MS);
  }

  /**
   * RMS of the last 170 ms. Not from the WebRTC statistics: their audio energy is measured after the
   * volume of the element that plays the track, and this one is muted.
   */
  #readLevel(): void {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const sum = this.#samples.reduce((total, sample) => total + sample * sample, 0);
    this.#events.level(Math.sqrt(sum / this.#samples.length));
  }
}

/** Not played here: the agent hears it through the call. So no output device is opened. */
function createContext(): AudioContext {
  // TypeScript's DOM library may not know `sinkId` yet; browsers without it ignore the member.
  const options: AudioContextOptions & { sinkId?: { type: 'none' } } = { sinkId: { type: 'none' } };
  return new AudioContext(options);
}

/** Resolves at the first candidate, at the end of gathering, or after `limitMs`. */
function firstCandidate(peer: RTCPeerConnection, limitMs: number): Promise<void> {
  const has = (): boolean => /^a=candidate:/m.test(peer.localDescription?.sdp ?? '');
  if (has() || peer.iceGatheringState === 'complete') return Promise.resolve();
  return new Promise((resolve) => {
    const check = (): void => {
      if (!has() && peer.iceGatheringState !== 'complete') return;
      done();
    };
    const done = (): void => {
      clearTimeout(timer);
      peer.removeEventListener('icecandidate', check);
      peer.removeEventListener('icegatheringstatechange', check);
      resolve();
    };
    const timer = setTimeout(done, limitMs);
    peer.addEventListener('icecandidate', check);
    peer.addEventListener('icegatheringstatechange', check);
  });
}
