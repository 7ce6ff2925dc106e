import { loudness } from '#shared/domain/audio/level.ts';
import { createOggOpusWriter, joined } from '#shared/domain/recording/oggOpus.ts';
import captureProcessorUrl from './captureProcessor.ts?worker&url';

/** The two sides of a call as they are now; behind a call each may become another track. */
export interface Sides {
  readonly sent: MediaStreamTrack;
  readonly received: MediaStreamTrack;
}

export interface CaptureOptions {
  /** 2: left what is sent, right what is received; 1: what is received alone. */
  readonly channels: 1 | 2;
  readonly sides: () => Sides | null;
  /** How loud what is received was for so long; dB of full scale. */
  readonly onLevel?: (db: number, ms: number) => void;
  /** Whole Ogg pages, in order: at most a second of sound. */
  readonly onPiece: (piece: Uint8Array) => void;
  /** Nothing comes any more. */
  readonly onFault: (code: 'capture.unsupported' | 'capture.failed') => void;
}

export interface Capture {
  pause(): void;
  resume(): void;
  /** @returns settled when the last piece has been handed over */
  finish(): Promise<void>;
}

/** Wide-band, as telephones speak today: ITU-T G.722. */
const RATE = 16_000;
/** For both sides together; they stay 70 dB apart in what comes out. One alone needs less. */
const BITRATES = { 1: 24_000, 2: 40_000 } as const;
const PIECE_MS = 980;
const LAST_WORDS_LIMIT_MS = 300;

interface Samples {
  readonly left: Float32Array<ArrayBuffer>;
  readonly right: Float32Array<ArrayBuffer>;
  readonly last: boolean;
}

/**
 * Takes one or both sides of a call. The context plays nowhere,
 * so that no speaker that is pulled out can stop it.
 */
export function openCapture(options: CaptureOptions): Capture {
  const { channels, sides, onLevel, onPiece, onFault } = options;
  if (typeof AudioEncoder === 'undefined') {
    queueMicrotask(() => onFault('capture.unsupported'));
    return { pause: () => undefined, resume: () => undefined, finish: () => Promise.resolve() };
  }
  const audio = new AudioContext({
    sampleRate: RATE,
    sinkId: { type: 'none' },
  } as AudioContextOptions);
  const merger = audio.createChannelMerger(2);
  const writer = createOggOpusWriter({
    channels,
    inputRate: RATE,
    serial: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
  });
  let head = writer.begin();
  let node: AudioWorkletNode | null = null;
  let sources: { track: MediaStreamTrack; node: AudioNode }[] = [];
  let paused = false;
  let finished = false;
  let frames = 0;
  let lastWords: (() => void) | null = null;

  function failed(): void {
    if (finished) return;
    finished = true;
    close();
    onFault('capture.failed');
  }

  const encoder = new AudioEncoder({
    output(chunk) {
      const packet = new Uint8Array(chunk.byteLength);
      chunk.copyTo(packet);
      writer.add(packet, (chunk.duration ?? 20_000) / 1_000);
      if (writer.waitingMs >= PIECE_MS || writer.full) handOver(false);
    },
    error: failed,
  });
  encoder.configure({
    codec: 'opus',
    sampleRate: RATE,
    numberOfChannels: channels,
    bitrate: BITRATES[channels],
    opus: { application: 'voip', frameDuration: 20_000 },
  } as AudioEncoderConfig);

  function handOver(last: boolean): void {
    const page = writer.page(last);
    if (page.length === 0) return;
    onPiece(head.length === 0 ? page : joined([head, page]));
    head = new Uint8Array();
  }

  function connectSides(): void {
    const now = sides();
    // Between two agreements there may be none for a moment: what was there stays.
    if (!now) return;
    const wanted = [now.sent, now.received];
    if (sources.length === 2 && wanted.every((track, side) => track === sources[side]?.track))
      return;
    disconnectSides();
    sources = wanted.map((track, side) => {
      const source = audio.createMediaStreamSource(new MediaStream([track]));
      source.connect(merger, 0, side);
      return { track, node: source };
    });
  }

  function disconnectSides(): void {
    for (const source of sources) source.node.disconnect();
    sources = [];
  }

  function take({ left, right, last }: Samples): void {
    if (left.length > 0 && !paused && encoder.state === 'configured') {
      onLevel?.(loudness(right), (right.length / RATE) * 1_000);
      const planes = new Float32Array(left.length * channels);
      planes.set(right, (channels - 1) * left.length);
      if (channels === 2) planes.set(left);
      const data = new AudioData({
        format: 'f32-planar',
        sampleRate: RATE,
        numberOfChannels: channels,
        numberOfFrames: left.length,
        timestamp: (frames / RATE) * 1_000_000,
        data: planes,
      });
      frames += left.length;
      encoder.encode(data);
      data.close();
    }
    if (last) lastWords?.();
    if (!paused && !finished) connectSides();
  }

  async function start(): Promise<void> {
    await audio.audioWorklet.addModule(captureProcessorUrl);
    if (finished) return;
    node = new AudioWorkletNode(audio, 'capture', {
      numberOfOutputs: 0,
      channelCount: 2,
      channelCountMode: 'explicit',
      channelInterpretation: 'discrete',
    });
    node.port.onmessage = ({ data }: MessageEvent<Samples>) => take(data);
    node.onprocessorerror = failed;
    merger.connect(node);
    if (paused) return;
    connectSides();
    await audio.resume();
  }

  function close(): void {
    disconnectSides();
    if (encoder.state !== 'closed') encoder.close();
    audio.close().catch(() => undefined);
  }

  start().catch(failed);

  return {
    pause() {
      paused = true;
      // The sources go with what they still hold: it must not be heard when it goes on.
      disconnectSides();
      audio.suspend().catch(() => undefined);
      encoder
        .flush()
        .then(() => handOver(false))
        .catch(() => undefined);
    },
    resume() {
      paused = false;
      if (!node) return;
      connectSides();
      audio.resume().catch(failed);
    },
    async finish() {
      if (finished) return;
      finished = true;
      if (node && !paused) {
        const spoken = new Promise<void>((resolve) => (lastWords = resolve));
        node.port.postMessage(null);
        await Promise.race([
          spoken,
          new Promise((resolve) => setTimeout(resolve, LAST_WORDS_LIMIT_MS)),
        ]);
      }
      if (encoder.state === 'configured') await encoder.flush().catch(() => undefined);
      if (frames > 0) handOver(true);
      close();
    },
  };
}
