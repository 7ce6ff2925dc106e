import { createOggOpusWriter } from '#shared/domain/recording/oggOpus.ts';

/** 20 ms of stereo silence: CELT, one frame. RFC 6716 §3.1. */
const SILENT_PACKET = Uint8Array.of(0xfc, 0xff, 0xfe);

/** Pieces as a page sends them, base64: each a second long, the first with the headers before it. */
export function makePieces(): (last?: boolean) => string {
  const writer = createOggOpusWriter({ channels: 2, inputRate: 48_000, serial: 1 });
  let head = Buffer.from(writer.begin());
  return (last = false) => {
    for (let packet = 0; packet < 50; packet += 1) writer.add(SILENT_PACKET, 20);
    const piece = Buffer.concat([head, writer.page(last)]);
    head = Buffer.alloc(0);
    return piece.toString('base64');
  };
}

/** A whole file of so many seconds, base64. */
export function makeSound(seconds: number): string {
  const piece = makePieces();
  const pieces = Array.from({ length: seconds }, (_, at) => piece(at === seconds - 1));
  return Buffer.concat(pieces.map((data) => Buffer.from(data, 'base64'))).toString('base64');
}
