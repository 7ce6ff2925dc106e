/**
 * Ogg Opus (RFC 3533, RFC 7845), as much of it as a recording needs: one logical stream, whole
 * packets in every page. Each page stands alone and carries the time it ends at, so that a file cut
 * anywhere plays up to its last whole page and its length can be read from its end.
 */

/** Granule positions count samples of 48 kHz, whatever was encoded. RFC 7845 §4. */
export const GRANULES_PER_MS = 48;

/** What libopus needs to begin: 6.5 ms that are not played. RFC 7845 §4.2. */
const PRE_SKIP = 312;

const HEADER_BYTES = 27;
const MOST_SEGMENTS = 255;
export const LARGEST_PAGE = HEADER_BYTES + MOST_SEGMENTS + MOST_SEGMENTS * 255;

/** RFC 3533 §6, field 3. */
const BEGINNING = 2;
const END = 4;

/** CRC-32 with the polynomial 0x04c11db7, nothing reflected. RFC 3533 §6, field 7. */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});

function crcOf(page: Uint8Array): number {
  let crc = 0;
  for (const [index, byte] of page.entries()) {
    // Its own field counts as zero.
    const value = index >= 22 && index < 26 ? 0 : byte;
    crc = (crc << 8) ^ (CRC_TABLE[((crc >>> 24) ^ value) & 0xff] ?? 0);
  }
  return crc >>> 0;
}

export interface OggOpusWriter {
  /** The two pages every file begins with. */
  begin(): Uint8Array;
  /** @param durationMs of the packet: 2.5 to 120 */
  add(packet: Uint8Array, durationMs: number): void;
  /** What waits, in ms. */
  readonly waitingMs: number;
  /** No more fits into the page. */
  readonly full: boolean;
  /**
   * The page of what waits; empty when nothing does, except for the last: an end is always said.
   */
  page(last?: boolean): Uint8Array;
}

export function createOggOpusWriter(options: {
  readonly channels: number;
  /** Hertz of what was encoded; told to whoever cares, not needed to play. */
  readonly inputRate: number;
  /** Tells streams apart; any number. */
  readonly serial: number;
}): OggOpusWriter {
  const { channels, inputRate, serial } = options;
  let sequence = 0;
  let granule = 0;
  let waiting: Uint8Array[] = [];
  let waitingMs = 0;

  function write(packets: readonly Uint8Array[], at: number, flags: number): Uint8Array {
    const lacing = packets.flatMap(({ length }) => [
      ...Array<number>(Math.floor(length / 255)).fill(255),
      length % 255,
    ]);
    const body = packets.reduce((sum, { length }) => sum + length, 0);
    const page = new Uint8Array(HEADER_BYTES + lacing.length + body);
    const view = new DataView(page.buffer);
    page.set(ascii('OggS'));
    page[5] = flags;
    view.setBigUint64(6, BigInt(at), true);
    view.setUint32(14, serial, true);
    view.setUint32(18, sequence++, true);
    page[26] = lacing.length;
    page.set(lacing, HEADER_BYTES);
    let offset = HEADER_BYTES + lacing.length;
    for (const packet of packets) {
      page.set(packet, offset);
      offset += packet.length;
    }
    view.setUint32(22, crcOf(page), true);
    return page;
  }

  return {
    begin() {
      const head = new Uint8Array(19);
      const view = new DataView(head.buffer);
      head.set(ascii('OpusHead'));
      head[8] = 1;
      head[9] = channels;
      view.setUint16(10, PRE_SKIP, true);
      view.setUint32(12, inputRate, true);
      const vendor = ascii('Ieum');
      const tags = new Uint8Array(16 + vendor.length);
      tags.set(ascii('OpusTags'));
      new DataView(tags.buffer).setUint32(8, vendor.length, true);
      tags.set(vendor, 12);
      return joined([write([head], 0, BEGINNING), write([tags], 0, 0)]);
    },
    add(packet, durationMs) {
      waiting.push(packet);
      waitingMs += durationMs;
      granule += durationMs * GRANULES_PER_MS;
    },
    get waitingMs() {
      return waitingMs;
    },
    get full() {
      const segments = waiting.reduce((sum, { length }) => sum + Math.floor(length / 255) + 1, 0);
      // An Opus frame has at most 1,275 bytes: six segments. RFC 6716 §3.4.
      return segments + 6 > MOST_SEGMENTS;
    },
    page(last = false) {
      if (waiting.length === 0 && !last) return new Uint8Array();
      const page = write(waiting, granule, last ? END : 0);
      waiting = [];
      waitingMs = 0;
      return page;
    },
  };
}

export interface OggPage {
  /** Where it begins and ends in what was searched; bytes. */
  readonly start: number;
  readonly end: number;
  readonly granule: number;
  readonly packets: readonly Uint8Array[];
}

/** Every whole and undamaged page, past whatever else there is. */
export function* pagesIn(bytes: Uint8Array): Generator<OggPage> {
  let at = 0;
  while (at + HEADER_BYTES <= bytes.length) {
    const page = pageAt(bytes, at);
    if (page) yield page;
    at = page ? page.end : at + 1;
  }
}

function pageAt(bytes: Uint8Array, start: number): OggPage | null {
  // "OggS", version 0.
  if (bytes[start] !== 0x4f || bytes[start + 1] !== 0x67) return null;
  if (bytes[start + 2] !== 0x67 || bytes[start + 3] !== 0x53 || bytes[start + 4] !== 0) return null;
  const segments = bytes[start + 26] ?? 0;
  const bodyAt = start + HEADER_BYTES + segments;
  if (bodyAt > bytes.length) return null;
  const packets: Uint8Array[] = [];
  let from = bodyAt;
  let to = bodyAt;
  for (const length of bytes.subarray(start + HEADER_BYTES, bodyAt)) {
    to += length;
    if (length === 255) continue;
    packets.push(bytes.subarray(from, to));
    from = to;
  }
  if (to > bytes.length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, to - start);
  if (view.getUint32(22, true) !== crcOf(bytes.subarray(start, to))) return null;
  return { start, end: to, granule: Number(view.getBigUint64(6, true)), packets };
}

/** Milliseconds played up to the end of a page. */
export function playedMs({ granule }: Pick<OggPage, 'granule'>): number {
  return Math.max(0, (granule - PRE_SKIP) / GRANULES_PER_MS);
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
