import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manifestBytes, readManifest } from '#host/move/manifest.ts';
import type { Manifest } from '#host/move/manifest.ts';
import {
  HEADER_BYTES,
  openSealedReader,
  openSealedWriter,
  PIECE_BYTES,
  sealedBytes,
} from '#host/move/seal.ts';
import { randomFrom } from '../support/fuzz/random.ts';
import { makeTempDir } from './support.ts';

/** The least that a reader takes: 16 MB, some milliseconds. */
const LN = 14;
const WORDS = '하얀 쪽배엔 계수나무';

let dir: ReturnType<typeof makeTempDir>;
let path: string;
beforeEach(() => {
  dir = makeTempDir();
  path = join(dir.path, 'one.ieum');
});
afterEach(() => dir.remove());

function seal(plain: Buffer, words = WORDS): void {
  const writer = openSealedWriter(path, words, plain.length, LN);
  // In parts that are no pieces of the file.
  for (let at = 0; at < plain.length; at += 50_001) writer.write(plain.subarray(at, at + 50_001));
  writer.end();
}

function unseal(words = WORDS): Buffer {
  const reader = openSealedReader(path, words);
  try {
    return reader.read(reader.plainBytes);
  } finally {
    reader.close();
  }
}

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (error) {
    return String((error as { code?: unknown }).code);
  }
};
const patterned = (bytes: number): Buffer =>
  Buffer.from(Array.from({ length: bytes }, (_, n) => n % 251));

describe('a sealed file', () => {
  it.each([0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES, 200_000])(
    'of %d bytes gives them back, and is as long as was said',
    (bytes) => {
      const plain = patterned(bytes);
      seal(plain);
      expect(readFileSync(path).length).toBe(sealedBytes(bytes));
      expect(unseal().equals(plain)).toBe(true);
    },
  );

  it('is another each time, also of the same words and bytes', () => {
    seal(patterned(100));
    const first = readFileSync(path);
    seal(patterned(100));
    expect(readFileSync(path).equals(first)).toBe(false);
  });

  it('is opened by the same words however they were typed', () => {
    seal(patterned(10), '하얀\u3000쪽배'.normalize('NFD'));
    expect(unseal('하얀 쪽배').length).toBe(10);
  });

  it('says each kind of trouble in its own code', () => {
    const plain = patterned(2 * PIECE_BYTES + 10);
    const spoilt = (change: (bytes: Buffer) => Buffer): string => {
      seal(plain);
      writeFileSync(path, change(readFileSync(path)));
      return codeOf(unseal);
    };
    const at = (offset: number) => (bytes: Buffer) => {
      bytes[offset] = (bytes[offset] ?? 0) ^ 0x10;
      return bytes;
    };
    const piece = PIECE_BYTES + 16;
    expect(spoilt(at(0))).toBe('move.foreign');
    expect(spoilt((bytes) => bytes.subarray(0, 40))).toBe('move.cut');
    expect(spoilt((bytes) => bytes.subarray(0, bytes.length - 1))).toBe('move.cut');
    expect(spoilt((bytes) => bytes.subarray(0, HEADER_BYTES + piece))).toBe('move.cut');
    expect(spoilt((bytes) => Buffer.concat([bytes, Buffer.from('x')]))).toBe('move.damaged');
    // Pieces in another order are each as they were written, and not where they belong.
    expect(
      spoilt((bytes) =>
        Buffer.concat([
          bytes.subarray(0, HEADER_BYTES),
          bytes.subarray(HEADER_BYTES + piece, HEADER_BYTES + 2 * piece),
          bytes.subarray(HEADER_BYTES, HEADER_BYTES + piece),
          bytes.subarray(HEADER_BYTES + 2 * piece),
        ]),
      ),
    ).toBe('move.damaged');
    seal(plain);
    expect(codeOf(() => unseal('다른 말'))).toBe('move.passphrase');
    truncateSync(path, 0);
    expect(codeOf(unseal)).toBe('move.foreign');
  });

  it('with any bit of it changed is refused: 60 places', { timeout: 60_000 }, () => {
    seal(patterned(PIECE_BYTES + 500));
    const whole = readFileSync(path);
    const chance = randomFrom(20_261_127);
    for (let n = 0; n < 60; n += 1) {
      const bytes = Buffer.from(whole);
      // A fourth of them in the header.
      const at = chance.below(n % 4 === 0 ? HEADER_BYTES : bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.below(8));
      writeFileSync(path, bytes);
      expect(['move.damaged', 'move.foreign'], `byte ${at}`).toContain(codeOf(unseal));
    }
  });
});

describe('the list of what is in it', () => {
  const list = (names: readonly string[]): Manifest => ({
    ...{ app: '1.0.0', schema: 30, madeAt: 1, whose: '김서연' },
    files: names.map((name) => ({ name, bytes: 0 })),
  });
  const read = (manifest: Manifest): Manifest => {
    const bytes = manifestBytes(manifest);
    seal(bytes);
    const reader = openSealedReader(path, WORDS);
    try {
      return readManifest(reader);
    } finally {
      reader.close();
    }
  };

  it('is as it was written', () => {
    const good = list(['ieum.sqlite', 'recordings/0199a.ogg', `pictures/${'a'.repeat(64)}`]);
    expect(read(good)).toEqual(good);
  });

  it.each([
    '../ieum.sqlite',
    'recordings/../../x.ogg',
    'recordings/..',
    '/etc/passwd',
    'C:\\Windows\\x',
    'recordings\\x.ogg',
    'recordings//x.ogg',
    'recordings/.hidden',
    'recordings/con.ogg',
    'recordings/x.ogg.part',
    'recordings/x\u0000.ogg',
    'recordings/가.ogg',
    'electron/secrets.json',
    'backups/ieum-2026-11-21T01-00-00-000Z.sqlite',
    'move.json',
    'ieum.sqlite',
    'IEUM.SQLITE',
  ])('is refused whole when it names %j', (name) => {
    expect(codeOf(() => read(list(['ieum.sqlite', name])))).toBe('move.unsafe');
  });

  it('is refused when the records are not first, or its lengths do not add up', () => {
    expect(codeOf(() => read(list(['recordings/a.ogg'])))).toBe('move.unsafe');
    expect(codeOf(() => read(list([])))).toBe('move.unsafe');
    const more = { ...list([]), files: [{ name: 'ieum.sqlite', bytes: 5 }] };
    expect(codeOf(() => read(more))).toBe('move.damaged');
    seal(Buffer.from([0xff, 0xff, 0xff, 0xff, 1]));
    const reader = openSealedReader(path, WORDS);
    expect(codeOf(() => readManifest(reader))).toBe('move.damaged');
    reader.close();
  });
});
