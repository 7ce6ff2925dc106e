import { measure } from './meter.ts';
import type { OpenMicrophone } from './microphones.ts';
import { sendSound } from './sink.ts';

/** How long the agent speaks; ms. */
const RECORDED_MS = 3_000;

export interface VoiceTest {
  readonly openMicrophone: OpenMicrophone;
  /** Where it is played; empty for the system's choice. */
  readonly speaker: () => string;
  readonly onPlaying: () => void;
  /** 0 to 1, while it records. */
  readonly onLevel: (level: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Records three seconds, plays them, and forgets them: nothing is kept anywhere.
 * @returns the loudest moment in dB of full scale, -Infinity when it was given up
 * @throws MicrophoneError
 */
export async function recordAndPlay(test: VoiceTest): Promise<number> {
  const microphone = await test.openMicrophone();
  let loudest = -Infinity;
  const parts: Blob[] = [];
  try {
    if (test.signal.aborted) return -Infinity;
    const [track] = microphone.stream.getAudioTracks();
    const stop = measure(
      () => track ?? null,
      (level, db) => {
        loudest = Math.max(loudest, db);
        test.onLevel(level);
      },
    );
    const recorder = new MediaRecorder(microphone.stream);
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
    const stopped = new Promise((resolve) => {
      recorder.addEventListener('stop', resolve, { once: true });
    });
    recorder.start();
    await passed(RECORDED_MS, test.signal);
    stop();
    if (recorder.state !== 'inactive') recorder.stop();
    await stopped;
  } finally {
    microphone.close();
  }
  if (test.signal.aborted) return -Infinity;
  test.onPlaying();
  await play(new Blob(parts), test.speaker(), test.signal);
  return test.signal.aborted ? -Infinity : loudest;
}

async function play(sound: Blob, speaker: string, signal: AbortSignal): Promise<void> {
  const audio = new AudioContext();
  try {
    if (speaker !== '') sendSound(audio, speaker);
    const buffer = await audio.decodeAudioData(await sound.arrayBuffer());
    const source = audio.createBufferSource();
    source.buffer = buffer;
    source.connect(audio.destination);
    await audio.resume();
    source.start();
    // The clock of the wall ends it, also on a machine without any speaker.
    await passed(buffer.duration * 1_000, signal);
  } finally {
    await audio.close().catch(() => undefined);
  }
}

/** Resolves after that many milliseconds, or at once when it is given up. */
function passed(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
