/** One party of a joint call. */
export interface Leg {
  readonly microphone: MediaStreamTrack;
  readonly remote: MediaStreamTrack;
  /** What this party is sent now: the microphone, or what was given to `send`. */
  readonly sent: MediaStreamTrack;
  /** What this party hears from now on; the microphone alone for null. */
  send(track: MediaStreamTrack | null): void;
}

/**
 * Joins calls on this machine: each party is sent the agent's voice and the other parties'.
 * Every leg brings its own microphone track, so that muting a call mutes the agent for it alone.
 */
export interface Conference {
  mix(legs: readonly Leg[]): void;
}

export function createConference(): Conference {
  let context: AudioContext | null = null;
  let joined: readonly Leg[] = [];

  return {
    mix(legs) {
      for (const leg of joined) if (!legs.includes(leg)) leg.send(null);
      joined = legs;
      // A context a mix: closing it lets go of every node and track of the one before.
      const earlier = context;
      context = null;
      if (legs.length > 1) {
        const audio = (context = new AudioContext());
        const source = (track: MediaStreamTrack): AudioNode =>
          audio.createMediaStreamSource(new MediaStream([track]));
        const voices = legs.map(({ remote }) => source(remote));
        for (const [index, leg] of legs.entries()) {
          const heard = audio.createMediaStreamDestination();
          source(leg.microphone).connect(heard);
          for (const [other, voice] of voices.entries()) if (other !== index) voice.connect(heard);
          const [track] = heard.stream.getAudioTracks();
          if (track) leg.send(track);
        }
        audio.resume().catch(() => undefined);
      }
      earlier?.close().catch(() => undefined);
    },
  };
}
