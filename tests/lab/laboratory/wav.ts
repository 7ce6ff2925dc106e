/** 16-bit PCM WAV files, also ones that are still being written. */
import { readFileSync, writeFileSync } from 'node:fs';

export interface Wav {
  /** Samples a second. */
  readonly rate: number;
  readonly channels: number;
  /** Interleaved when there is more than one channel. */
  readonly samples: Int16Array;
}

export function writeWav(path: string, rate: number, samples: Int16Array, channels = 1): void {
  const data = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * channels * 2, 28);
  header.writeUInt16LE(channels * 2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(data.length, 40);
  writeFileSync(path, Buffer.concat([header, data]));
}

/** A file that has just been opened for writing. */
const EMPTY: Wav = { rate: 8000, channels: 1, samples: new Int16Array() };

/**
 * Reads a WAV file whose samples are the last thing in it, as here they always are. The length in its header
 * is not believed: it is 0 while the file grows, and wrong once two calls that began within one second wrote
 * to one file (baresip names them by the second) and the first of them ended.
 * @throws Error when it is not 16-bit PCM.
 */
export function readWav(path: string): Wav {
  const file = readFileSync(path);
  if (file.length < 12) return EMPTY;
  const head = file.toString('latin1', 0, 4) + file.toString('latin1', 8, 12);
  if (head !== 'RIFFWAVE') throw new Error(`not a WAV file: ${path}`);
  let format: { rate: number; channels: number } | undefined;
  let at = 12;
  while (at + 8 <= file.length) {
    const id = file.toString('latin1', at, at + 4);
    const length = file.readUInt32LE(at + 4);
    at += 8;
    if (id === 'fmt ') {
      if (file.readUInt16LE(at + 14) !== 16) throw new Error(`not 16-bit: ${path}`);
      format = { channels: file.readUInt16LE(at + 2), rate: file.readUInt32LE(at + 4) };
    }
    if (id === 'data') {
      if (format === undefined) throw new Error(`no format before the data: ${path}`);
      // A copy, because the data may begin at an odd offset of the pool.
      const end = file.length - ((file.length - at) % 2);
      const bytes = Uint8Array.prototype.slice.call(file, at, end);
      return { ...format, samples: new Int16Array(bytes.buffer, 0, bytes.length / 2) };
    }
    at += length + (length % 2);
  }
  return EMPTY;
}
