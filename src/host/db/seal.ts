import { createHmac } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { AppError } from '#shared/errors.ts';
import type { Db } from './database.ts';

/** What a database is encrypted with: 32 bytes in hexadecimal. */
export type FileKey = string;

/** What is to be with the file of this computer. */
export interface Seal {
  readonly key: FileKey;
  /** Whether the file is to be encrypted; false: the key is only there to get out of it. */
  readonly wanted: boolean;
}

/**
 * ChaCha20-Poly1305 for each page (RFC 8439), as SQLite3 Multiple Ciphers does it
 * (https://utelle.github.io/SQLite3MultipleCiphers/docs/ciphers/cipher_chacha20/): a page that is altered
 * is not read. It needs no instruction of the processor to be quick.
 */
const CIPHER = 'chacha20';

/*
 * The first sixteen bytes of an encrypted file are the salt of a passphrase. A random key needs none,
 * so they say what the file is: `IeumKey1`, and which key it needs. That is how a key that does not fit
 * is told from a damaged file.
 */
const MARK = Buffer.from('IeumKey1', 'latin1');
const PLAIN = Buffer.from('SQLite format 3\0', 'latin1');
const HEADER_BYTES = 16;
/** Of eight bytes as many may be damaged. */
const MOST_DAMAGED = 2;

/** Which key it is, for who has it; eight bytes that tell nothing of it. */
function idOf(key: FileKey): Buffer {
  return createHmac('sha256', Buffer.from(key, 'hex'))
    .update('ieum database key')
    .digest()
    .subarray(0, HEADER_BYTES - MARK.length);
}

/**
 * `new`: nothing is in it yet. `plain`: without a key, or so damaged that nothing can be said of it.
 * `ours` and `other`: encrypted, with the key that is given or with another one.
 */
export type Sealing = 'new' | 'plain' | 'ours' | 'other';

export function sealingOf(path: string, key: FileKey | null): Sealing {
  const header = headerOf(path);
  if (header === null) return 'new';
  if (different(header.subarray(0, MARK.length), MARK) > MOST_DAMAGED) return 'plain';
  if (key === null) return 'other';
  const damaged = different(header.subarray(MARK.length), idOf(key));
  return damaged <= MOST_DAMAGED ? 'ours' : 'other';
}

/** Whether anybody can read it: what is too damaged to say so is not. */
export function readsAsPlain(path: string): boolean {
  const header = headerOf(path);
  return header !== null && different(header, PLAIN) <= MOST_DAMAGED;
}

/**
 * The first thing that is done with an open database.
 * @throws AppError `storage.locked` where it needs another key
 */
export function unlock(db: Db, path: string, key: FileKey | null): void {
  const sealing = sealingOf(path, key);
  if (sealing === 'other') throw new AppError('storage.locked', 'The data is encrypted.');
  if (sealing === 'plain' || key === null) return;
  db.pragma(`cipher = '${CIPHER}'`);
  db.key(rawKey(key));
  // What SQLite lays aside while it sorts is written as it is, whatever the cipher.
  db.pragma('temp_store = MEMORY');
}

/** Writes an open database anew with a key, or without one. It must not be in WAL mode. */
export function reseal(db: Db, key: FileKey | null): void {
  if (key !== null) db.pragma(`cipher = '${CIPHER}'`);
  db.rekey(key === null ? Buffer.alloc(0) : rawKey(key));
}

/** With the salt, and without the stretching that a passphrase needs. */
function rawKey(key: FileKey): Buffer {
  return Buffer.concat([Buffer.from('raw:'), Buffer.from(key, 'hex'), MARK, idOf(key)]);
}

function headerOf(path: string): Buffer | null {
  if (!existsSync(path)) return null;
  const handle = openSync(path, 'r');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    return readSync(handle, header, 0, HEADER_BYTES, 0) === 0 ? null : header;
  } finally {
    closeSync(handle);
  }
}

function different(found: Buffer, expected: Buffer): number {
  return expected.reduce((sum, byte, at) => sum + (found[at] === byte ? 0 : 1), 0);
}
