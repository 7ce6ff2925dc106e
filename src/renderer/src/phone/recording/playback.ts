import { pagesIn } from '#shared/domain/recording/oggOpus.ts';
import { columnOf, packetsToLookAt } from '#shared/domain/recording/wave.ts';
import { sendSound } from '../audio/sink.ts';

/** Left is the agent, right the customer. */
export type HeardChannel = 'both' | 'agent' | 'customer';

/** 0 to 1, from the beginning to the end. */
export interface Loudness {
  readonly agent: readonly number[];
  readonly customer: readonly number[];
}

const COLUMNS = 300;
/** Five minutes of packets of 20 ms. */
const MOST_PACKETS = 15_000;

export interface Playback {
  hear(channel: HeardChannel): void;
  play(): Promise<void>;
  close(): void;
}

/**
 * Takes an element's sound apart into its two sides.
 * @param speaker empty: the system's choice
 * @param first whom is heard to begin with; a sound of one channel has only the first
 */
export function createPlayback(
  element: HTMLAudioElement,
  speaker: string,
  first: HeardChannel,
): Playback {
  const audio = new AudioContext();
  if (speaker !== '') sendSound(audio, speaker);
  const source = audio.createMediaElementSource(element);
  const splitter = audio.createChannelSplitter(2);
  const merger = audio.createChannelMerger(2);
  source.connect(splitter);
  merger.connect(audio.destination);
  hear(first);

  function hear(channel: HeardChannel): void {
    splitter.disconnect();
    // One alone is heard in both ears.
    const [left, right] = channel === 'agent' ? [0, 0] : channel === 'customer' ? [1, 1] : [0, 1];
    splitter.connect(merger, left, 0);
    splitter.connect(merger, right, 1);
  }

  return {
    hear,
    async play() {
      await audio.resume();
      await element.play();
    },
    close() {
      element.pause();
      audio.close().catch(() => undefined);
    },
  };
}

/** How loud both sides are, from the file itself. @throws when it cannot be fetched or decoded */
export async function loudnessOf(url: string): Promise<Loudness> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} for a recording.`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  // The first two pages are the headers. RFC 7845 §5.1: the tenth byte counts the channels.
  const pages = [...pagesIn(bytes)];
  const channels = pages[0]?.packets[0]?.[9] ?? 2;
  const packets = pages.slice(2).flatMap((page) => page.packets);
  const columns = Math.min(COLUMNS, packets.length);
  const peaks = [new Float32Array(columns), new Float32Array(columns)] as const;

  await new Promise<void>((resolve, reject) => {
    const decoder = new AudioDecoder({
      output(data) {
        const column = columnOf(Math.round(data.timestamp / 20_000), packets.length, columns);
        const samples = new Float32Array(data.numberOfFrames);
        for (const [side, of] of peaks.entries()) {
          if (side >= data.numberOfChannels) break;
          data.copyTo(samples, { planeIndex: side, format: 'f32-planar' });
          let peak = of[column] ?? 0;
          for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
          of[column] = peak;
        }
        data.close();
      },
      error: reject,
    });
    decoder.configure({ codec: 'opus', sampleRate: 48_000, numberOfChannels: channels });
    for (const index of packetsToLookAt(packets.length, columns, MOST_PACKETS)) {
      const data = packets[index] ?? new Uint8Array();
      const timestamp = index * 20_000;
      decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp, data: data.slice() }));
    }
    decoder
      .flush()
      .then(() => {
        decoder.close();
        resolve();
      })
      .catch(reject);
  });
  // The ear hears a tenth of the power as half as loud: shown flat it would be a line with spikes.
  const shown = (peak: number): number => Math.min(1, Math.sqrt(peak));
  // A single voice is drawn to both sides of the line.
  const [left, right] = channels === 1 ? [peaks[0], peaks[0]] : peaks;
  return { agent: Array.from(left, shown), customer: Array.from(right, shown) };
}
