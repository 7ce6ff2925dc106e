import { loudness, METER_HZ, meterLevel } from '#shared/domain/audio/level.ts';

/** Samples of one look: 85 ms at 48 kHz, most of the time between two looks. */
const WINDOW = 4_096;

interface Meter {
  look(audio: AudioContext): void;
  stop(): void;
}

/**
 * All meters look at once: what they change is drawn in one frame. And they share a context, which
 * costs a thread; an analyser costs next to nothing. It is made at the first look: what an agent has
 * just pressed comes first.
 */
const meters = new Set<Meter>();
let context: AudioContext | null = null;
let timer: ReturnType<typeof setInterval> | undefined;

function lookAtAll(): void {
  const audio = (context ??= new AudioContext());
  // A browser may hold a context back until the first click.
  if (audio.state === 'suspended') audio.resume().catch(() => undefined);
  for (const meter of meters) meter.look(audio);
}

/**
 * Measures a track `METER_HZ` times a second, until it is stopped.
 * @param track asked for at each look: behind a call it may become another one
 * @param tell the level from 0 to 1, and the loudness in dB of full scale
 * @returns stops it
 */
export function measure(
  track: () => MediaStreamTrack | null,
  tell: (level: number, db: number) => void,
): () => void {
  timer ??= setInterval(lookAtAll, 1_000 / METER_HZ);
  const meter = meterOf(track, tell);
  meters.add(meter);
  return () => {
    meter.stop();
    if (!meters.delete(meter) || meters.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    context?.close().catch(() => undefined);
    context = null;
  };
}

function meterOf(
  track: () => MediaStreamTrack | null,
  tell: (level: number, db: number) => void,
): Meter {
  let analyser: AnalyserNode | null = null;
  const samples = new Float32Array(WINDOW);
  let source: MediaStreamAudioSourceNode | null = null;
  let measured: MediaStreamTrack | null = null;
  let level = 0;
  return {
    look(audio) {
      const ears = (analyser ??= new AnalyserNode(audio, { fftSize: WINDOW }));
      const now = track();
      if (now !== measured) {
        source?.disconnect();
        source = now && audio.createMediaStreamSource(new MediaStream([now]));
        source?.connect(ears);
        measured = now;
      }
      let db = -Infinity;
      if (measured) {
        ears.getFloatTimeDomainData(samples);
        db = loudness(samples);
      }
      level = meterLevel(db, level);
      tell(level, db);
    },
    stop: () => source?.disconnect(),
  };
}
