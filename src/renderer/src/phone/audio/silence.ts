import type { Microphone } from './microphones.ts';

/** What a call to the exchange itself is given in place of a microphone. */
export function openSilence(): Promise<Microphone> {
  const context = new AudioContext();
  const { stream } = context.createMediaStreamDestination();
  return Promise.resolve({
    stream,
    onRenewed: () => undefined,
    close: () => {
      for (const track of stream.getTracks()) track.stop();
      context.close().catch(() => undefined);
    },
  });
}
