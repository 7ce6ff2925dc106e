/*
 * What a file is as a picture: read from its own first bytes, never from its name or from what
 * somebody says of it.
 */

/** What an MMS can carry. */
export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/gif'] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];

/** As many as any gateway takes in one text. */
export const MOST_PICTURES = 3;
/** Bytes: the most of any gateway, and so what is kept here. */
export const LARGEST_PICTURE = 307_200;

export interface Picture {
  /** WebP can be looked at and made into another, and never sent as it is. */
  readonly type: PictureType | 'image/webp';
  /** Pixels; 0 where the file does not say so at its beginning. */
  readonly width: number;
  readonly height: number;
  /** A camera's notes are in it: when, with what, and often where. */
  readonly noted: boolean;
}

/** @returns null for what is no picture */
export function lookAtPicture(bytes: Uint8Array): Picture | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (begins(view, [0xff, 0xd8, 0xff])) return lookAtJpeg(view);
  if (begins(view, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return lookAtPng(view);
  if (begins(view, letters('GIF87a')) || begins(view, letters('GIF89a'))) return lookAtGif(view);
  const isWebp = begins(view, letters('RIFF')) && begins(view, letters('WEBP'), 8);
  return isWebp ? { type: 'image/webp', width: 0, height: 0, noted: false } : null;
}

/** Markers that say how large the picture is: SOF0 to SOF15 without DHT, JPG and DAC (T.81 B.1.1.3). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function lookAtJpeg(view: DataView): Picture | null {
  let noted = false;
  for (let at = 2; at + 4 <= view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    // A marker may be filled up with 0xff before it.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = view.getUint16(at + 2);
    if (length < 2) return null;
    if (marker === 0xe1 && begins(view, letters('Exif'), at + 4)) noted = true;
    if (isFrame(marker)) {
      if (at + 9 > view.byteLength) return null;
      return sized('image/jpeg', view.getUint16(at + 7), view.getUint16(at + 5), noted);
    }
    at += 2 + length;
  }
  return null;
}

function lookAtPng(view: DataView): Picture | null {
  if (view.byteLength < 24 || !begins(view, letters('IHDR'), 12)) return null;
  return sized('image/png', view.getUint32(16), view.getUint32(20), false);
}

function lookAtGif(view: DataView): Picture | null {
  if (view.byteLength < 10) return null;
  return sized('image/gif', view.getUint16(6, true), view.getUint16(8, true), false);
}

function sized(type: PictureType, width: number, height: number, noted: boolean): Picture | null {
  return width === 0 || height === 0 ? null : { type, width, height, noted };
}

function letters(text: string): readonly number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}

function begins(view: DataView, what: readonly number[], at = 0): boolean {
  return (
    view.byteLength >= at + what.length &&
    what.every((byte, index) => view.getUint8(at + index) === byte)
  );
}
