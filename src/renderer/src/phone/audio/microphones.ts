import { MicrophoneError } from './microphone.ts';
import type { MicrophoneFault, MicrophoneWish } from './microphone.ts';

/** A microphone in use. The device behind it may change while it is open. */
export interface Microphone {
  /** Always holds the track in use. */
  readonly stream: MediaStream;
  /** Told of each new track before the earlier one is stopped, so that no sound is missed. */
  onRenewed(listener: (track: MediaStreamTrack) => Promise<void>): void;
  close(): void;
}

export type OpenMicrophone = () => Promise<Microphone>;

/** Why a microphone in use could not be changed. */
export interface MicrophoneTrouble {
  readonly code: MicrophoneFault;
  /** The earlier one is gone too: nobody hears the agent. */
  readonly silent: boolean;
}

export interface MicrophonesDeps {
  readonly wish: () => MicrophoneWish;
  /** @throws MicrophoneError */
  readonly openTrack: (wish: MicrophoneWish) => Promise<MediaStreamTrack>;
  readonly newStream: (track: MediaStreamTrack) => MediaStream;
  /** Null when all is well again. */
  readonly onTrouble: (trouble: MicrophoneTrouble | null) => void;
  /** One was opened: from now on the browser names the devices. */
  readonly onOpened: () => void;
}

export interface Microphones {
  /** Only Answer, Call and a test that was asked for do so. @throws MicrophoneError */
  readonly open: OpenMicrophone;
  /** What is wished for has changed: every open microphone follows, without a new agreement. */
  renew(): void;
  /** Devices came or went: those whose device has ended are opened anew. */
  revive(): void;
  /** The one that is heard now, for a meter: that of a call on hold or muted is silent. */
  current(): MediaStreamTrack | null;
}

export function createMicrophones(deps: MicrophonesDeps): Microphones {
  const open = new Set<OpenOne>();

  class OpenOne implements Microphone {
    readonly stream: MediaStream;
    readonly #listeners: ((track: MediaStreamTrack) => Promise<void>)[] = [];
    #track: MediaStreamTrack;
    #renewing = false;
    #again = false;

    constructor(track: MediaStreamTrack) {
      this.#track = track;
      this.stream = deps.newStream(track);
      this.#watch(track);
    }

    get ended(): boolean {
      return this.#track.readyState === 'ended';
    }

    get track(): MediaStreamTrack {
      return this.#track;
    }

    onRenewed(listener: (track: MediaStreamTrack) => Promise<void>): void {
      this.#listeners.push(listener);
    }

    close(): void {
      open.delete(this);
      this.#track.stop();
      if (open.size === 0) deps.onTrouble(null);
    }

    /** One after the other; wishes that come meanwhile are met together by the next. */
    async renew(): Promise<void> {
      this.#again = true;
      if (this.#renewing) return;
      this.#renewing = true;
      while (this.#again && open.has(this)) {
        this.#again = false;
        await this.#replace();
      }
      this.#renewing = false;
    }

    async #replace(): Promise<void> {
      let track: MediaStreamTrack;
      try {
        track = await deps.openTrack(deps.wish());
      } catch (error) {
        const code = error instanceof MicrophoneError ? error.code : 'microphone.failed';
        if (open.has(this)) deps.onTrouble({ code, silent: this.ended });
        return;
      }
      // Closed while the browser was opening it.
      if (!open.has(this)) {
        track.stop();
        return;
      }
      const earlier = this.#track;
      // Muted stays muted, from the first sample on.
      track.enabled = earlier.enabled;
      this.#track = track;
      this.stream.addTrack(track);
      this.stream.removeTrack(earlier);
      await Promise.all(this.#listeners.map((listener) => listener(track)));
      earlier.stop();
      // Closed meanwhile: `close` has stopped the new one already.
      if (!open.has(this)) return;
      this.#watch(track);
      deps.onTrouble(null);
    }

    /** Unplugged, or taken away by the system. `stop` of our own does not tell. */
    #watch(track: MediaStreamTrack): void {
      track.addEventListener('ended', () => {
        if (track === this.#track) void this.renew();
      });
    }
  }

  return {
    async open() {
      const one = new OpenOne(await deps.openTrack(deps.wish()));
      open.add(one);
      deps.onOpened();
      return one;
    },
    renew() {
      for (const one of open) void one.renew();
    },
    revive() {
      for (const one of open) if (one.ended) void one.renew();
    },
    current() {
      const tracks = [...open].map(({ track }) => track);
      return tracks.find(({ enabled }) => enabled) ?? tracks[0] ?? null;
    },
  };
}
