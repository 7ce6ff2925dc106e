import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';

/** A file that grows under another name, and is measured as it does. */
export interface PartFile {
  write(bytes: string | Uint8Array): void;
  /** Where the next byte goes. */
  readonly length: number;
  /** On the disk. @returns SHA-256 of all of it, in hexadecimal */
  finish(): string;
  /** Leaves nothing behind; may be called at any time. */
  discard(): void;
}

/** What a file is called until it is whole. */
export function partOf(path: string): string {
  return `${path}.part`;
}

const BUFFERED = 262_144;
const BUFFERED_TEXT = 32_768;

/** One that a kill left behind is begun anew. @throws errors of the file system */
export function openPart(path: string): PartFile {
  rmSync(path, { force: true });
  let handle: number | null = openSync(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let waiting: Uint8Array[] = [];
  let waits = 0;
  let length = 0;
  /** Lines are short: they become bytes together. */
  let text = '';

  function put(bytes: Uint8Array): void {
    waiting.push(bytes);
    waits += bytes.length;
    length += bytes.length;
    if (waits >= BUFFERED) flush();
  }

  function putText(): void {
    const bytes = Buffer.from(text, 'utf8');
    text = '';
    if (bytes.length > 0) put(bytes);
  }

  function flush(): void {
    const bytes = Buffer.concat(waiting);
    waiting = [];
    waits = 0;
    hash.update(bytes);
    for (let done = 0; done < bytes.length;) {
      done += writeSync(handle ?? -1, bytes, done);
    }
  }

  return {
    get length() {
      putText();
      return length;
    },
    write(given) {
      if (typeof given === 'string') {
        text += given;
        if (text.length >= BUFFERED_TEXT) putText();
        return;
      }
      putText();
      put(given);
    },
    finish() {
      putText();
      flush();
      fsyncSync(handle ?? -1);
      closeSync(handle ?? -1);
      handle = null;
      return hash.digest('hex');
    },
    discard() {
      if (handle !== null) closeSync(handle);
      handle = null;
      rmSync(path, { force: true });
    },
  };
}
