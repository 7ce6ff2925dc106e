/**
 * How often a meter moves; per second. Enough to see syllables; each move is a frame to draw, for
 * the whole of a day.
 */
export const METER_HZ = 8;

/** What a meter shows as empty and as full; dB of full scale. */
const FLOOR_DB = -60;
const FULL_DB = -6;

/** Speech into a headset lies around -30 dBFS (RMS); a room with nobody in it below -55. */
const HEARD_DB = -50;

/** How far a meter falls from one look to the next, so that the eye can follow. */
const FALL = 0.25;

/**
 * Loudness of samples from -1 to 1.
 * @returns RMS in dB of full scale, -Infinity for digital silence
 */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? -Infinity : 10 * Math.log10(sum / samples.length);
}

/** What a meter shows for a loudness, from 0 to 1. It rises at once and falls slowly. */
export function meterLevel(db: number, before: number): number {
  const level = Math.min(1, Math.max(0, (db - FLOOR_DB) / (FULL_DB - FLOOR_DB)));
  return Math.max(level, before - FALL, 0);
}

/** Whether somebody who spoke was heard. @param loudestDb of all that was recorded */
export function wasHeard(loudestDb: number): boolean {
  return loudestDb >= HEARD_DB;
}
