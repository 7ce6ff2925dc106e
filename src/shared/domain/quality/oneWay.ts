/**
 * Sound in one direction only, which nobody notices until somebody says "hello?" twice. This only
 * tells; it ends no call.
 */

/** Milliseconds without one packet from the far end before it is said. */
export const NOTHING_RECEIVED_MS = 5_000;

/**
 * Milliseconds of digital zero from our microphone. Longer, because a headset with a noise gate
 * gives zeros while its wearer listens; one that is muted by its own switch gives them for ever.
 */
export const MICROPHONE_SILENT_MS = 10_000;

export type OneWay = 'nothing-received' | 'microphone-silent';

export interface OneWayState {
  /** Milliseconds so far; the sums begin again with every packet, with every sound. */
  readonly nothingMs: number;
  readonly silentMs: number;
}

export const BOTH_WAYS: OneWayState = { nothingMs: 0, silentMs: 0 };

/**
 * Only for a call that is connected and that nobody holds.
 * @param heard what the interval brought; a level of null says nothing
 */
export function listenOn(
  state: OneWayState,
  heard: {
    readonly durationMs: number;
    readonly received: number;
    readonly microphoneLevel: number | null;
  },
  muted: boolean,
): OneWayState {
  const silent = !muted && heard.microphoneLevel === 0;
  return {
    nothingMs: heard.received > 0 ? 0 : state.nothingMs + heard.durationMs,
    silentMs: silent ? state.silentMs + heard.durationMs : 0,
  };
}

/** Not hearing comes first: it is what the agent can least explain. */
export function oneWayOf({ nothingMs, silentMs }: OneWayState): OneWay | null {
  if (nothingMs >= NOTHING_RECEIVED_MS) return 'nothing-received';
  return silentMs >= MICROPHONE_SILENT_MS ? 'microphone-silent' : null;
}
