import { createPlayback, loudnessOf } from '../phone/recording/playback.ts';
import type { HeardChannel, Loudness, Playback } from '../phone/recording/playback.ts';

export type { HeardChannel, Loudness };

/** The sound behind one player on the screen. */
export function usePlayer() {
  let playback: Playback | null = null;
  return {
    loudnessOf,
    attach(element: HTMLAudioElement, speaker: string, first: HeardChannel): void {
      playback = createPlayback(element, speaker, first);
    },
    hear: (channel: HeardChannel) => playback?.hear(channel),
    play: () => playback?.play() ?? Promise.resolve(),
    close: () => playback?.close(),
  };
}
