import { loudness, METER_HZ, meterLevel } from '#shared/domain/audio/level.ts';

/** Samples of one look: 21 ms at 48 kHz. */
const WINDOW = 1_024;

/** Shared by all meters: a context costs a thread, an analyser next to nothing. */
let context: AudioContext | null = null;
let users = 0;

/**
 * Measures a track twenty times a second, until it is stopped.
 * @param track asked for at each look: behind a call it may become another one
 * @param tell the level from 0 to 1, and the loudness in dB of full scale
 * @returns stops it
 */
export function measure(
  track: () => MediaStreamTrack | null,
  tell: (level: number, db: number) => void,
): () => void {
  const audio = (context ??= new AudioContext());
  users += 1;
  const analyser = audio.createAnalyser();
  analyser.fftSize = WINDOW;
  const samples = new Float32Array(WINDOW);
  let source: MediaStreamAudioSourceNode | null = null;
  let measured: MediaStreamTrack | null = null;
  let level = 0;

  const timer = setInterval(() => {
    const now = track();
    if (now !== measured) {
      source?.disconnect();
      source = now && audio.createMediaStreamSource(new MediaStream([now]));
      source?.connect(analyser);
      measured = now;
    }
    // A browser may hold a context back until the first click.
    if (audio.state === 'suspended') audio.resume().catch(() => undefined);
    let db = -Infinity;
    if (measured) {
      analyser.getFloatTimeDomainData(samples);
      db = loudness(samples);
    }
    level = meterLevel(db, level);
    tell(level, db);
  }, 1_000 / METER_HZ);

  return () => {
    clearInterval(timer);
    source?.disconnect();
    users -= 1;
    if (users > 0) return;
    context = null;
    audio.close().catch(() => undefined);
  };
}
