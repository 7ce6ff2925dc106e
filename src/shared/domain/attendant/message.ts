/**
 * A message as it is being left, judged by its loudness alone: when it is over without anybody
 * hanging up, and whether anybody spoke at all.
 */
export interface Message {
  /** All of it, and the voice in it. */
  readonly ms: number;
  readonly voiceMs: number;
  /** Since the last voice. */
  readonly quietMs: number;
}

export const NEW_MESSAGE: Message = { ms: 0, voiceMs: 0, quietMs: 0 };

/** dB of full scale: a quiet speaker on a telephone lies above, a room and a line's noise below. */
export const VOICE_DB = -45;

/** So long nobody says anything, and nothing more is expected. */
export const LONG_SILENCE_MS = 10_000;

/** A cough, a click of the receiver: less voice than this in all is no message. */
export const LEAST_VOICE_MS = 400;

/** Seconds that a message may last. */
export const MESSAGE_SECONDS = { least: 30, usual: 120, most: 600 } as const;

export function hearMore(
  before: Message,
  { db, ms }: { readonly db: number; readonly ms: number },
): Message {
  const voice = db >= VOICE_DB;
  return {
    ms: before.ms + ms,
    voiceMs: before.voiceMs + (voice ? ms : 0),
    quietMs: voice ? 0 : before.quietMs + ms,
  };
}

/** Why a message is over although the customer has not hung up; null while it is not. */
export function overBecause({ ms, quietMs }: Message, limitMs: number): 'limit' | 'silence' | null {
  if (ms >= limitMs) return 'limit';
  return quietMs >= LONG_SILENCE_MS ? 'silence' : null;
}

export function isEmpty({ voiceMs }: Message): boolean {
  return voiceMs < LEAST_VOICE_MS;
}
