/**
 * A microphone that gives nothing, which its owner is the last to notice. That nothing comes from
 * the other side is for `call/mediaWatch.ts` to say.
 */

/**
 * Milliseconds of digital zero from our microphone. Long, because a headset with a noise gate
 * gives zeros while its wearer listens; one that is muted by its own switch gives them for ever.
 */
export const MICROPHONE_SILENT_MS = 10_000;

/**
 * Only for a call that is connected and that nobody holds.
 * @param silentMs so far
 * @param heard what the interval brought; a level of null says nothing
 * @returns milliseconds without any sound; they begin again with every sound
 */
export function silenceOn(
  silentMs: number,
  heard: { readonly durationMs: number; readonly microphoneLevel: number | null },
  muted: boolean,
): number {
  return !muted && heard.microphoneLevel === 0 ? silentMs + heard.durationMs : 0;
}

export function isSilent(silentMs: number): boolean {
  return silentMs >= MICROPHONE_SILENT_MS;
}
