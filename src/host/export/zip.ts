import { constants, crc32, deflateRawSync } from 'node:zlib';
import type { PartFile } from './partFile.ts';

/**
 * Writes a ZIP archive front to back, whatever its size, in little memory (APPNOTE.TXT 6.3). Each piece
 * is compressed on its own and ends at a whole byte, so that pieces stand behind one another as one
 * stream of deflate (RFC 1951 §3.2.4).
 */
export interface Zip {
  begin(name: string): void;
  write(text: string): void;
  end(): void;
  finish(): void;
}

const PIECE = 262_144;
/** Sizes stand behind the data (bit 3), names are UTF-8 (bit 11). */
const FLAGS = 0x0808;
const DEFLATE = 8;
const VERSION = 20;
/** 1980-01-01, the first day there is: a file says nothing of when it was made. */
const DATE = 0x0021;
const LARGEST = 0xffff_ffff;

interface Entry {
  readonly name: Buffer;
  readonly at: number;
  crc: number;
  size: number;
  compressed: number;
}

export function zipInto(file: PartFile): Zip {
  const entries: Entry[] = [];
  let open: Entry | null = null;
  let text: string[] = [];
  let waits = 0;

  function current(): Entry {
    if (open === null) throw new Error('No entry has been begun.');
    return open;
  }

  function put(bytes: Buffer): void {
    if (file.length + bytes.length > LARGEST) throw new RangeError('An archive of 4 GB and more.');
    file.write(bytes);
  }

  function flush(last: boolean): void {
    const entry = current();
    const bytes = Buffer.from(text.join(''), 'utf8');
    text = [];
    waits = 0;
    const finishFlush = last ? constants.Z_FINISH : constants.Z_SYNC_FLUSH;
    const packed = deflateRawSync(bytes, { finishFlush, level: 5 });
    entry.crc = crc32(bytes, entry.crc);
    entry.size += bytes.length;
    entry.compressed += packed.length;
    put(packed);
  }

  return {
    begin(name) {
      open = { name: Buffer.from(name), at: file.length, crc: 0, size: 0, compressed: 0 };
      put(numbers([4, 0x04034b50], ...common(open, false), [2, open.name.length], [2, 0]));
      put(open.name);
    },
    write(piece) {
      text.push(piece);
      waits += piece.length;
      if (waits >= PIECE) flush(false);
    },
    end() {
      flush(true);
      const entry = current();
      put(numbers([4, 0x08074b50], [4, entry.crc], [4, entry.compressed], [4, entry.size]));
      entries.push(entry);
      open = null;
    },
    finish() {
      const at = file.length;
      for (const entry of entries) {
        put(
          numbers(
            ...([
              [4, 0x02014b50],
              [2, VERSION],
            ] as const),
            ...common(entry, true),
            ...([
              [2, entry.name.length],
              [2, 0],
              [2, 0],
              [2, 0],
              [2, 0],
              [4, 0],
            ] as const),
            [4, entry.at],
          ),
        );
        put(entry.name);
      }
      const size = file.length - at;
      const count = entries.length;
      put(
        numbers(
          ...([
            [4, 0x06054b50],
            [2, 0],
            [2, 0],
            [2, count],
            [2, count],
          ] as const),
          ...([
            [4, size],
            [4, at],
            [2, 0],
          ] as const),
        ),
      );
    },
  };
}

type Field = readonly [bytes: 2 | 4, value: number];

/** What the header of an entry and its line in the directory have in common. */
function common({ crc, compressed, size }: Entry, known: boolean): readonly Field[] {
  return [
    ...([
      [2, VERSION],
      [2, FLAGS],
      [2, DEFLATE],
      [2, 0],
      [2, DATE],
    ] as const),
    ...([
      [4, known ? crc : 0],
      [4, known ? compressed : 0],
      [4, known ? size : 0],
    ] as const),
  ];
}

function numbers(...fields: readonly Field[]): Buffer {
  const bytes = Buffer.alloc(fields.reduce((sum, [width]) => sum + width, 0));
  let at = 0;
  for (const [width, value] of fields) at = bytes.writeUIntLE(value, at, width);
  return bytes;
}
