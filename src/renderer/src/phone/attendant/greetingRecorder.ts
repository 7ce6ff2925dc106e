import { judgeLevel, LONGEST_GREETING_MS } from '#shared/domain/greeting/trim.ts';
import type { LevelVerdict, Span } from '#shared/domain/greeting/trim.ts';
import { createOggOpusWriter, joined } from '#shared/domain/recording/oggOpus.ts';
import { measure } from '../audio/meter.ts';
import type { OpenMicrophone } from '../audio/microphones.ts';
import { sendSound } from '../audio/sink.ts';

/** Wide-band, as telephones speak. */
const RATE = 16_000;
const BITRATE = 24_000;
/** Opus counts in frames; 20 ms each. */
const FRAME = RATE / 50;

/** What was recorded: mono, -1 to 1. */
export interface Take {
  readonly samples: Float32Array<ArrayBuffer>;
  readonly rate: number;
  readonly verdict: LevelVerdict;
}

export interface GreetingRecording {
  /** Ends it. @returns what was recorded. @throws when the browser cannot read its own recording */
  finish(): Promise<Take>;
  cancel(): void;
}

/**
 * Records the agent. Nothing is kept anywhere until `encodeGreeting` and the host.
 * @param onLevel 0 to 1
 * @param onFull as long as a greeting may be
 * @throws MicrophoneError
 */
export async function recordGreeting(
  openMicrophone: OpenMicrophone,
  { onLevel, onFull }: { onLevel: (level: number) => void; onFull: () => void },
): Promise<GreetingRecording> {
  const microphone = await openMicrophone();
  const [track] = microphone.stream.getAudioTracks();
  const stopMeter = measure(() => track ?? null, onLevel);
  const parts: Blob[] = [];
  const recorder = new MediaRecorder(microphone.stream, { audioBitsPerSecond: 128_000 });
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  const stopped = new Promise((resolve) => {
    recorder.addEventListener('stop', resolve, { once: true });
  });
  recorder.start();
  const full = setTimeout(onFull, LONGEST_GREETING_MS - 500);

  function stop(): void {
    clearTimeout(full);
    stopMeter();
    if (recorder.state !== 'inactive') recorder.stop();
  }

  return {
    async finish() {
      stop();
      await stopped;
      microphone.close();
      const whole = await new Blob(parts).arrayBuffer();
      // Decoded at the rate of whoever decodes.
      const audio = new OfflineAudioContext(1, 1, RATE);
      const buffer = await audio.decodeAudioData(whole);
      const samples = buffer.getChannelData(0).slice();
      return { samples, rate: RATE, verdict: judgeLevel(samples, RATE) };
    },
    cancel() {
      stop();
      microphone.close();
    },
  };
}

/** A part of what was recorded as a whole Ogg Opus file. @throws where the browser cannot encode it */
export async function encodeGreeting({ samples }: Take, { from, to }: Span): Promise<Uint8Array> {
  const writer = createOggOpusWriter({
    channels: 1,
    inputRate: RATE,
    serial: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
  });
  const pages = [writer.begin()];
  let failure: DOMException | null = null;
  const encoder = new AudioEncoder({
    output(chunk) {
      const packet = new Uint8Array(chunk.byteLength);
      chunk.copyTo(packet);
      writer.add(packet, (chunk.duration ?? 20_000) / 1_000);
      if (writer.full) pages.push(writer.page());
    },
    error: (error) => (failure = error),
  });
  encoder.configure({
    codec: 'opus',
    sampleRate: RATE,
    numberOfChannels: 1,
    bitrate: BITRATE,
    opus: { application: 'voip', frameDuration: 20_000 },
  } as AudioEncoderConfig);
  for (let at = from; at < to; at += FRAME) {
    // The last frame is filled up with silence.
    const frame = new Float32Array(FRAME);
    frame.set(samples.subarray(at, Math.min(to, at + FRAME)));
    const data = new AudioData({
      format: 'f32-planar',
      sampleRate: RATE,
      numberOfChannels: 1,
      numberOfFrames: FRAME,
      timestamp: ((at - from) / RATE) * 1_000_000,
      data: frame,
    });
    encoder.encode(data);
    data.close();
  }
  await encoder.flush();
  encoder.close();
  if (failure) throw failure as DOMException;
  pages.push(writer.page(true));
  return joined(pages);
}

export interface Preview {
  /** Settled when it is over, however it came to be. */
  readonly over: Promise<void>;
  stop(): void;
}

/** Lets the agent hear clips one after the other. @param speaker empty: the system's choice */
export function previewClips(clips: readonly ArrayBuffer[], speaker: string): Preview {
  return play(speaker, (audio) =>
    Promise.all(clips.map((clip) => audio.decodeAudioData(clip.slice(0)))),
  );
}

export function previewTake(take: Take, { from, to }: Span, speaker: string): Preview {
  return play(speaker, (audio) => {
    const buffer = audio.createBuffer(1, Math.max(1, to - from), take.rate);
    buffer.copyToChannel(take.samples.slice(from, to), 0);
    return Promise.resolve([buffer]);
  });
}

function play(
  speaker: string,
  load: (audio: AudioContext) => Promise<readonly AudioBuffer[]>,
): Preview {
  const audio = new AudioContext();
  let end: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => (end = resolve));
  async function run(): Promise<void> {
    if (speaker !== '') sendSound(audio, speaker);
    const buffers = await load(audio);
    await audio.resume();
    let at = audio.currentTime + 0.05;
    for (const buffer of buffers) {
      const source = audio.createBufferSource();
      source.buffer = buffer;
      source.connect(audio.destination);
      source.start(at);
      at += buffer.duration;
    }
    // The clock of the wall ends it, also on a machine without any speaker.
    const wait = (at - audio.currentTime) * 1_000;
    await Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, wait))]);
  }
  const over = run().finally(() => {
    audio.close().catch(() => undefined);
  });
  return { over, stop: () => end() };
}
