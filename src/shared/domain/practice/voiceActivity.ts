/**
 * Is somebody speaking? Decided from a series of levels, with hysteresis so that a level near one
 * threshold does not flicker. Levels are RMS, 0 to 1 (full scale).
 */

/** About -38 dBFS: speech in a quiet room is well above, noise suppression output well below. */
const VOICE_STARTS = 0.0126;
/** About -46 dBFS. */
const VOICE_ENDS = 0.005;

/** The new answer, given the last one and the level measured since. */
export function isVoice(was: boolean, level: number): boolean {
  if (!Number.isFinite(level)) return was;
  return was ? level >= VOICE_ENDS : level >= VOICE_STARTS;
}
