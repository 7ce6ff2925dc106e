import type { Leg } from '../audio/conference.ts';

/** What the customer hears in place of an agent. */
export interface AttendantVoice {
  /**
   * One after the other without a gap, to the end of the last.
   * @throws when they cannot be played
   */
  say(sounds: readonly ArrayBuffer[]): Promise<void>;
  /** One tone: after it the customer speaks. Two: it is over. */
  beep(times: 1 | 2): Promise<void>;
  /** Silent at once. */
  close(): void;
}

/** Seconds of silence before the first word: the other side's buffers fill with it, not with a word. */
const LEAD = 0.4;
/** Until the last of it has reached the other side. */
const TAIL = 0.25;
const BEEP_HZ = 880;
const BEEP_SECONDS = 0.35;
const BEEP_LEVEL = 0.25;
/** So that a tone does not begin or end with a click. */
const RAMP = 0.015;
const LOOK_MS = 40;
/** A browser that will not play does not say so. */
const STUCK_MS = 3_000;

/** Speaks into a call that nobody has taken over: nothing of it is heard at the desk. */
export function openAttendantVoice(leg: Leg): AttendantVoice {
  const audio = new AudioContext();
  const out = audio.createMediaStreamDestination();
  const [track] = out.stream.getAudioTracks();
  if (track) leg.send(track);
  let closed = false;

  async function run(): Promise<void> {
    if (audio.state === 'running') return;
    let stuck: ReturnType<typeof setTimeout> | undefined;
    const never = new Promise<never>((_, reject) => {
      stuck = setTimeout(() => reject(new Error('The browser plays nothing.')), STUCK_MS);
    });
    try {
      await Promise.race([audio.resume(), never]);
    } finally {
      clearTimeout(stuck);
    }
  }

  /** The clock of the sound itself: that of the wall may run ahead of what was played. */
  async function until(time: number): Promise<void> {
    while (!closed && audio.currentTime < time) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  return {
    async say(sounds) {
      const clips = await Promise.all(sounds.map((sound) => audio.decodeAudioData(sound.slice(0))));
      await run();
      let at = audio.currentTime + LEAD;
      for (const clip of clips) {
        if (closed) return;
        const source = audio.createBufferSource();
        source.buffer = clip;
        source.connect(out);
        source.start(at);
        at += clip.duration;
      }
      await until(at + TAIL);
    },
    async beep(times) {
      await run();
      let at = audio.currentTime + 0.05;
      for (let n = 0; n < times; n += 1) {
        if (closed) return;
        const tone = new OscillatorNode(audio, { frequency: BEEP_HZ });
        const level = new GainNode(audio, { gain: 0 });
        const end = at + BEEP_SECONDS;
        level.gain.setValueAtTime(0, at);
        level.gain.linearRampToValueAtTime(BEEP_LEVEL, at + RAMP);
        level.gain.setValueAtTime(BEEP_LEVEL, end - RAMP);
        level.gain.linearRampToValueAtTime(0, end);
        tone.connect(level).connect(out);
        tone.start(at);
        tone.stop(end);
        at = end + 0.15;
      }
      await until(at);
    },
    close() {
      closed = true;
      audio.close().catch(() => undefined);
    },
  };
}
