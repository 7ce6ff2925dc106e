import { describe, expect, it } from 'vitest';
import { createOggOpusWriter, joined, pagesIn, playedMs } from './oggOpus.ts';

const packet = (length: number, fill = 7): Uint8Array => new Uint8Array(length).fill(fill);

function file(pages: number): { readonly whole: Uint8Array; readonly ends: readonly number[] } {
  const writer = createOggOpusWriter({ channels: 2, inputRate: 16_000, serial: 99 });
  const parts = [writer.begin()];
  for (let page = 0; page < pages; page += 1) {
    for (let index = 0; index < 50; index += 1) writer.add(packet(60 + index, page), 20);
    parts.push(writer.page(page === pages - 1));
  }
  const whole = joined(parts);
  return { whole, ends: [...pagesIn(whole)].map(({ end }) => end) };
}

describe('an Ogg Opus file', () => {
  it('begins with the two headers of RFC 7845 §5', () => {
    const [head, tags] = [...pagesIn(file(1).whole)];
    const text = (bytes: Uint8Array | undefined): string => new TextDecoder('latin1').decode(bytes);
    expect(text(head?.packets[0])).toBe(
      'OpusHead\u0001\u0002\u0038\u0001\u0080\u003e\u0000\u0000\u0000\u0000\u0000',
    );
    expect(text(tags?.packets[0]).slice(0, 8)).toBe('OpusTags');
  });

  it('gives back the packets it was given, and its length', () => {
    const pages = [...pagesIn(file(3).whole)];
    expect(pages.slice(2).map(({ packets }) => packets.length)).toEqual([50, 50, 50]);
    expect(pages[3]?.packets[49]).toEqual(packet(109, 1));
    expect(pages.map(playedMs)).toEqual([0, 0, 993.5, 1_993.5, 2_993.5]);
  });

  it('holds packets whose length is a multiple of 255, and empty ones', () => {
    const writer = createOggOpusWriter({ channels: 1, inputRate: 8_000, serial: 1 });
    for (const length of [255, 0, 510, 254, 256]) writer.add(packet(length), 20);
    const [page] = [...pagesIn(writer.page())];
    expect(page?.packets.map(({ length }) => length)).toEqual([255, 0, 510, 254, 256]);
  });

  it('is full before a page could overflow', () => {
    const writer = createOggOpusWriter({ channels: 2, inputRate: 48_000, serial: 1 });
    let packets = 0;
    for (; !writer.full; packets += 1) writer.add(packet(1_275), 20);
    expect(packets).toBe(42);
    expect([...pagesIn(writer.page())]).toHaveLength(1);
  });

  it('cut anywhere, still has every page that came before the cut', () => {
    const { whole, ends } = file(4);
    for (let cut = 0; cut <= whole.length; cut += 37) {
      const kept = [...pagesIn(whole.subarray(0, cut))].map(({ end }) => end);
      expect(kept).toEqual(ends.filter((end) => end <= cut));
    }
  });

  it('spoilt in the middle, loses that page alone', () => {
    const { whole, ends } = file(4);
    whole[(ends[2] ?? 0) + 100]! ^= 1;
    expect([...pagesIn(whole)].map(playedMs)).toEqual([0, 0, 993.5, 2_993.5, 3_993.5]);
  });

  it('is found from its middle on', () => {
    const { whole, ends } = file(4);
    const tail = whole.subarray((ends[3] ?? 0) - 10);
    expect([...pagesIn(tail)].map(playedMs)).toEqual([2_993.5, 3_993.5]);
  });
});
