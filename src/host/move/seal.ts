import { createCipheriv, createDecipheriv, createHash, randomBytes, scryptSync } from 'node:crypto';
import type { CipherGCM, DecipherGCM } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import {
  preparedPassphrase,
  SCRYPT_COST,
  scryptMemory,
} from '#shared/domain/roles/passphraseHash.ts';
import { AppError } from '#shared/errors.ts';

/*
 * A file that nobody reads without the passphrase, and in which nothing can be changed, cut, added or put
 * in another order without being noticed. docs/move-file.md has the format byte by byte.
 *
 * The key is scrypt's (RFC 7914) and of this file alone: its salt is random. The bytes go in pieces, each
 * sealed by AES-256-GCM (NIST SP 800-38D) under its own number and whether it is the last, so that each
 * can be believed before the next is read (Hoang, Reyhanitabar, Rogaway, Vizár 2015: STREAM).
 */
const MAGIC = Buffer.from('IEUMMOVE', 'latin1');
const FORMAT = 1;
const CHECKED_BYTES = 56;
export const HEADER_BYTES = 72;
export const PIECE_BYTES = 65_536;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const VERIFIER_BYTES = 16;
/** What a file may ask of this computer: 2^20 is a gigabyte of memory. */
const COSTS = { least: 14, most: 20 } as const;

/** How many bytes a file has that holds so many. */
export function sealedBytes(plain: number): number {
  return HEADER_BYTES + plain + Math.max(1, Math.ceil(plain / PIECE_BYTES)) * TAG_BYTES;
}

interface Keys {
  readonly key: Buffer;
  /** Tells a wrong passphrase from a damaged file. */
  readonly verifier: Buffer;
}

function derive(passphrase: string, salt: Buffer, ln: number, r: number, p: number): Keys {
  const bytes = scryptSync(preparedPassphrase(passphrase), salt, KEY_BYTES + VERIFIER_BYTES, {
    ...{ N: 2 ** ln, r, p },
    maxmem: scryptMemory({ ln, r, p }) + 1_048_576,
  });
  return { key: bytes.subarray(0, KEY_BYTES), verifier: bytes.subarray(KEY_BYTES) };
}

const checksum = (header: Buffer): Buffer =>
  createHash('sha256')
    .update(header.subarray(0, CHECKED_BYTES))
    .digest()
    .subarray(0, HEADER_BYTES - CHECKED_BYTES);

function nonceOf(piece: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(piece), 3);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

export interface SealedWriter {
  write(bytes: Uint8Array): void;
  /** On the disk when it returns. @throws when another number of bytes was written than was told */
  end(): void;
  /** After a failure: the file is left as it is. */
  close(): void;
}

/**
 * @param plainBytes how many will be written
 * @param ln scrypt's cost, as in the header; less in tests
 * @throws errors of the file system
 */
export function openSealedWriter(
  path: string,
  passphrase: string,
  plainBytes: number,
  ln: number = SCRYPT_COST.ln,
): SealedWriter {
  const { r, p } = SCRYPT_COST;
  const salt = randomBytes(16);
  const { key, verifier } = derive(passphrase, salt, ln, r, p);
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt16BE(FORMAT, 8);
  header.set([ln, r, p], 10);
  salt.copy(header, 16);
  verifier.copy(header, 32);
  header.writeBigUInt64BE(BigInt(plainBytes), 48);
  checksum(header).copy(header, CHECKED_BYTES);

  const handle = openSync(path, 'w', 0o600);
  let open = true;
  const waiting = Buffer.alloc(PIECE_BYTES);
  let filled = 0;
  let piece = 0;
  let written = 0;

  function put(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done);
  }
  function seal(last: boolean): void {
    const cipher: CipherGCM = createCipheriv(CIPHER, key, nonceOf(piece, last));
    cipher.setAAD(header);
    put(cipher.update(waiting.subarray(0, filled)));
    put(cipher.final());
    put(cipher.getAuthTag());
    piece += 1;
    filled = 0;
  }
  function close(): void {
    if (open) closeSync(handle);
    open = false;
  }

  put(header);
  return {
    write(bytes) {
      for (let done = 0; done < bytes.length;) {
        // Only when more comes: the last piece has to be told.
        if (filled === PIECE_BYTES) seal(false);
        const part = bytes.subarray(done, done + PIECE_BYTES - filled);
        waiting.set(part, filled);
        filled += part.length;
        done += part.length;
      }
      written += bytes.length;
    },
    end() {
      if (written !== plainBytes) throw new Error(`${written} bytes instead of ${plainBytes}.`);
      seal(true);
      fsyncSync(handle);
      close();
    },
    close,
  };
}

export interface SealedReader {
  /** Bytes that it holds in all. */
  readonly plainBytes: number;
  /** The next bytes, so many. @throws AppError `move.damaged` */
  read(count: number): Buffer;
  /** The next bytes, at most so many and at least one. @throws AppError `move.damaged` */
  readSome(most: number): Buffer;
  close(): void;
}

/**
 * Opens one for reading from its beginning; what it gives out is believed, piece by piece.
 * @throws AppError `move.foreign`, `move.damaged`, `move.newer`, `move.cut`, `move.passphrase`; errors of
 *   the file system
 */
export function openSealedReader(path: string, passphrase: string): SealedReader {
  const handle = openSync(path, 'r');
  try {
    return readerOf(handle, passphrase);
  } catch (error) {
    closeSync(handle);
    throw error;
  }
}

function readerOf(handle: number, passphrase: string): SealedReader {
  const bytes = fstatSync(handle).size;
  const header = readAll(handle, HEADER_BYTES);
  if (!header.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new AppError('move.foreign', 'The file is not one of these.');
  }
  if (header.length < HEADER_BYTES) throw new AppError('move.cut', 'The file ends too early.');
  if (!checksum(header).equals(header.subarray(CHECKED_BYTES))) throw damaged();
  if (header.readUInt16BE(8) !== FORMAT) {
    throw new AppError('move.newer', 'The file is of a newer format.');
  }
  const [ln = 0, r = 0, p = 0] = header.subarray(10, 13);
  if (ln < COSTS.least || ln > COSTS.most || r !== SCRYPT_COST.r || p !== SCRYPT_COST.p) {
    throw damaged();
  }
  const plainBytes = Number(header.readBigUInt64BE(48));
  if (!Number.isSafeInteger(plainBytes)) throw damaged();
  if (bytes < sealedBytes(plainBytes)) throw new AppError('move.cut', 'The file ends too early.');
  if (bytes > sealedBytes(plainBytes)) throw damaged();
  const { key, verifier } = derive(passphrase, header.subarray(16, 32), ln, r, p);
  if (!verifier.equals(header.subarray(32, 48))) {
    throw new AppError('move.passphrase', 'The passphrase is another.');
  }

  const pieces = Math.max(1, Math.ceil(plainBytes / PIECE_BYTES));
  let piece = 0;
  let waiting = Buffer.alloc(0);

  function next(): void {
    if (piece >= pieces) throw damaged();
    const last = piece === pieces - 1;
    const length = last ? plainBytes - piece * PIECE_BYTES : PIECE_BYTES;
    const sealed = readAll(handle, length + TAG_BYTES);
    if (sealed.length < length + TAG_BYTES) throw damaged();
    const decipher: DecipherGCM = createDecipheriv(CIPHER, key, nonceOf(piece, last), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(header);
    decipher.setAuthTag(sealed.subarray(length));
    try {
      waiting = Buffer.concat([decipher.update(sealed.subarray(0, length)), decipher.final()]);
    } catch {
      throw damaged();
    }
    piece += 1;
  }

  function readSome(most: number): Buffer {
    if (waiting.length === 0) next();
    const part = waiting.subarray(0, most);
    waiting = waiting.subarray(part.length);
    return part;
  }

  return {
    plainBytes,
    readSome,
    read(count) {
      const parts: Buffer[] = [];
      for (let left = count; left > 0;) {
        const part = readSome(left);
        parts.push(part);
        left -= part.length;
      }
      return Buffer.concat(parts);
    },
    close: () => closeSync(handle),
  };
}

/** Fewer where the file ends. */
function readAll(handle: number, count: number): Buffer {
  const bytes = Buffer.alloc(count);
  let done = 0;
  while (done < count) {
    const got = readSync(handle, bytes, done, count - done, null);
    if (got === 0) break;
    done += got;
  }
  return bytes.subarray(0, done);
}

const damaged = (): AppError => new AppError('move.damaged', 'The file is damaged.');
