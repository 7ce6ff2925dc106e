/* Files that begin as pictures do. Nothing but their first bytes is looked at by the host. */

const word = (value: number): number[] => [value >> 8, value & 0xff];
const letters = (text: string): number[] => [...Buffer.from(text, 'latin1')];

export interface MadePicture {
  readonly width?: number;
  readonly height?: number;
  /** Of the whole file. */
  readonly bytes?: number;
  /** A camera's notes are in it. */
  readonly noted?: boolean;
  /** Two with another are two pictures. */
  readonly mark?: number;
}

export function jpeg({
  width = 640,
  height = 480,
  bytes = 1_000,
  noted = false,
  mark = 0,
}: MadePicture = {}): Buffer {
  const app0 = [
    0xff,
    0xe0,
    ...word(16),
    ...letters('JFIF\0'),
    1,
    1,
    0,
    ...word(1),
    ...word(1),
    0,
    0,
  ];
  const exif = [0xff, 0xe1, ...word(10), ...letters('Exif\0\0'), 0, 0];
  const frame = [0xff, 0xc0, ...word(11), 8, ...word(height), ...word(width), 1, 1, 0x11, 0];
  const head = [0xff, 0xd8, ...app0, ...(noted ? exif : []), ...frame];
  return filled(head, bytes, mark);
}

export function png({
  width = 640,
  height = 480,
  bytes = 1_000,
  mark = 0,
}: MadePicture = {}): Buffer {
  const long = (value: number): number[] => [...word(value >>> 16), ...word(value & 0xffff)];
  const head = [0x89, ...letters('PNG\r\n\x1a\n'), 0, 0, 0, 13, ...letters('IHDR')];
  return filled([...head, ...long(width), ...long(height), 8, 2, 0, 0, 0], bytes, mark);
}

export function gif({
  width = 640,
  height = 480,
  bytes = 1_000,
  mark = 0,
}: MadePicture = {}): Buffer {
  const small = (value: number): number[] => word(value).reverse();
  return filled([...letters('GIF89a'), ...small(width), ...small(height)], bytes, mark);
}

function filled(head: readonly number[], bytes: number, mark: number): Buffer {
  const file = Buffer.alloc(Math.max(bytes, head.length + 1));
  file.set(head);
  file[file.length - 1] = mark;
  return file;
}
