import { loudness } from '../audio/level.ts';

/*
 * What was recorded as a greeting: how loud it is, where speech begins and ends, and what is cut.
 * Samples are from -1 to 1.
 */

/** A caller does not listen to more; milliseconds. */
export const LONGEST_GREETING_MS = 90_000;

/** One look; 20 ms is a short syllable's beginning. */
const WINDOW_MS = 20;

/** Kept before the first sound and after the last: a word's breath, and no gap. */
const LEAD_MS = 120;
const TAIL_MS = 250;

/** dB of full scale: below this it is a room and no voice, however loud the voice is. */
const ROOM_DB = -50;
/** So far below the loudest, nothing is a part of what is said. */
const BELOW_LOUDEST_DB = 35;

/** Voice into a headset lies around -26; on a telephone anything below this is hard to follow. */
const TOO_QUIET_DB = -36;
/** The share of samples at the end of the scale from which it sounds broken. */
const CLIPPED_SHARE = 0.0005;
const CLIPPED_AT = 0.985;

export interface Span {
  /** Samples; `to` is not included. */
  readonly from: number;
  readonly to: number;
}

export type LevelVerdict = 'good' | 'too-quiet' | 'too-loud' | 'nothing';

function windowsOf(samples: Float32Array, rate: number): readonly number[] {
  const size = Math.max(1, Math.round((rate * WINDOW_MS) / 1_000));
  return Array.from({ length: Math.ceil(samples.length / size) }, (_, index) =>
    loudness(samples.subarray(index * size, (index + 1) * size)),
  );
}

/** Without the silence around what was said; the whole when nothing was. */
export function proposeTrim(samples: Float32Array, rate: number): Span {
  const windows = windowsOf(samples, rate);
  const loudest = windows.reduce((most, db) => Math.max(most, db), -Infinity);
  const least = Math.max(ROOM_DB, loudest - BELOW_LOUDEST_DB);
  const first = windows.findIndex((db) => db >= least);
  const last = windows.findLastIndex((db) => db >= least);
  if (first < 0) return { from: 0, to: samples.length };
  const at = (ms: number): number => Math.round((ms * rate) / 1_000);
  return {
    from: Math.max(0, at(first * WINDOW_MS - LEAD_MS)),
    to: Math.min(samples.length, at((last + 1) * WINDOW_MS + TAIL_MS)),
  };
}

/** What to tell whoever recorded it. */
export function judgeLevel(samples: Float32Array, rate: number): LevelVerdict {
  const voice = windowsOf(samples, rate).filter((db) => db >= ROOM_DB);
  if (voice.length * WINDOW_MS < 300) return 'nothing';
  let clipped = 0;
  for (const sample of samples) if (Math.abs(sample) >= CLIPPED_AT) clipped += 1;
  if (clipped / samples.length > CLIPPED_SHARE) return 'too-loud';
  // Pauses say nothing of how loud the words are.
  const louder = voice.toSorted((a, b) => b - a).slice(0, Math.ceil(voice.length / 2));
  const mean = louder.reduce((sum, db) => sum + db, 0) / louder.length;
  return mean < TOO_QUIET_DB ? 'too-quiet' : 'good';
}

/** Loudest sample of each of so many columns, for a picture; 0 to 1. */
export function columnsOf(samples: Float32Array, columns: number): readonly number[] {
  return Array.from({ length: columns }, (_, index) => {
    const from = Math.floor((index * samples.length) / columns);
    const to = Math.floor(((index + 1) * samples.length) / columns);
    let peak = 0;
    for (let at = from; at < to; at += 1) peak = Math.max(peak, Math.abs(samples[at] ?? 0));
    return Math.min(1, Math.sqrt(peak));
  });
}
