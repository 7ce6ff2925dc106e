import type { Leg } from '../audio/conference.ts';
import { sendSound } from '../audio/sink.ts';

export interface NoticeOptions {
  readonly leg: () => Leg | null;
  /** The clip, in any form a browser plays. */
  readonly sound: () => Promise<ArrayBuffer>;
  /** Where the agent hears it; empty for the system's choice. */
  readonly speaker: string;
  readonly onPlayed: () => void;
  /** Nobody has heard it. */
  readonly onUnplayable: () => void;
}

/** Seconds: sound that begins at once may be cut off by the other side's buffers. */
const LEAD = 0.3;
/** Until the last of it has reached the other side. */
const TAIL = 0.3;
const LOOK_MS = 100;
/** A browser that will not play does not say so. */
const STUCK_MS = 3_000;

/**
 * Plays a clip into a call: the customer hears it beside the agent's voice, the agent in the ear.
 * @returns stops it; `restore` false when somebody else decides by now what is sent
 */
export function playNotice(options: NoticeOptions): (restore: boolean) => void {
  const { leg, sound, speaker, onPlayed, onUnplayable } = options;
  const audio = new AudioContext();
  const sent = audio.createMediaStreamDestination();
  let voice: { track: MediaStreamTrack; node: AudioNode } | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;
  let over = false;

  function stop(restore: boolean): void {
    if (over) return;
    over = true;
    clearInterval(timer);
    if (restore) leg()?.send(null);
    audio.close().catch(() => undefined);
  }

  function unplayable(): void {
    if (over) return;
    stop(true);
    onUnplayable();
  }

  /** The agent may change the microphone meanwhile. */
  function followMicrophone(): void {
    const track = leg()?.microphone;
    if (!track || track === voice?.track) return;
    voice?.node.disconnect();
    const node = audio.createMediaStreamSource(new MediaStream([track]));
    node.connect(sent);
    voice = { track, node };
  }

  async function play(): Promise<void> {
    if (speaker !== '') sendSound(audio, speaker);
    const clip = await audio.decodeAudioData(await sound());
    const [track] = sent.stream.getAudioTracks();
    const party = leg();
    if (over) return;
    if (!track || !party) return unplayable();
    const source = audio.createBufferSource();
    source.buffer = clip;
    source.connect(sent);
    source.connect(audio.destination);
    followMicrophone();
    party.send(track);
    const stuck = setTimeout(unplayable, STUCK_MS);
    await audio.resume();
    clearTimeout(stuck);
    if (over) return;
    const from = audio.currentTime + LEAD;
    const until = from + clip.duration + TAIL;
    source.start(from);
    timer = setInterval(() => {
      followMicrophone();
      if (audio.currentTime < until) return;
      stop(true);
      onPlayed();
    }, LOOK_MS);
  }

  play().catch(unplayable);
  return stop;
}
