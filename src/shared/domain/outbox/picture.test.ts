import { describe, expect, it } from 'vitest';
import { gif, jpeg, png } from '../../../../tests/support/pictures.ts';
import { lookAtPicture } from './picture.ts';

describe('what a file is as a picture', () => {
  it.each([
    ['JPEG', jpeg({ width: 1_500, height: 1_440 }), 'image/jpeg'],
    ['PNG', png({ width: 1_500, height: 1_440 }), 'image/png'],
    ['GIF', gif({ width: 1_500, height: 1_440 }), 'image/gif'],
  ])('is read from its own first bytes: %s', (_name, bytes, type) => {
    expect(lookAtPicture(bytes)).toEqual({ type, width: 1_500, height: 1_440, noted: false });
  });

  it('knows the notes of a camera, of which no customer needs to hear', () => {
    expect(lookAtPicture(jpeg({ noted: true }))).toMatchObject({ noted: true, width: 640 });
  });

  it('looks past filled-up markers and tables to the size of a JPEG', () => {
    const plain = [...jpeg()];
    const tables = [0xff, 0xff, 0xc4, 0, 4, 1, 2];
    const bytes = Uint8Array.from([...plain.slice(0, 2), ...tables, ...plain.slice(2)]);
    expect(lookAtPicture(bytes)).toMatchObject({ type: 'image/jpeg', width: 640, height: 480 });
  });

  it('takes a WebP for one that has to be made into another first', () => {
    const bytes = Buffer.from('RIFF\x24\0\0\0WEBPVP8 ', 'latin1');
    expect(lookAtPicture(bytes)).toMatchObject({ type: 'image/webp' });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a text named .jpg', Buffer.from('안녕하세요. 사진이 아닙니다.')],
    ['a program', Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1')],
    ['SVG, which can hold scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a JPEG that breaks off before its size', jpeg().subarray(0, 22)],
    ['a JPEG whose segment has no length', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0])],
    ['a PNG that breaks off', png().subarray(0, 20)],
    ['a GIF that breaks off', gif().subarray(0, 8)],
    ['a picture of no width', png({ width: 0 })],
  ])('is none: %s', (_name, bytes) => {
    expect(lookAtPicture(bytes)).toBeNull();
  });

  it('never throws, wherever a file breaks off', () => {
    for (const whole of [jpeg({ noted: true }), png(), gif()]) {
      for (let length = 0; length < 80; length += 1) {
        expect(() => lookAtPicture(whole.subarray(0, length))).not.toThrow();
      }
    }
  });
});
