import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  fdatasync,
  fdatasyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { LARGEST_PAGE, pagesIn, playedMs } from '#shared/domain/recording/oggOpus.ts';
import { syncToDisk } from '../db/files.ts';

/** A file that is being written. */
export interface OpenFile {
  /** @throws the error of the file system: then nothing of it counts */
  write(piece: Uint8Array, at: number): void;
  /** Puts on the disk what was written since the last time. @throws what went wrong before */
  sync(): void;
  close(): void;
}

export interface FileFacts {
  /** Up to the end of the last whole page. */
  readonly bytes: number;
  readonly durationMs: number;
  readonly sha256: string;
}

/** The sound files of a data folder. Names are ids: nothing of a customer is in them. */
export interface RecordingFiles {
  path(id: string): string;
  exists(id: string): boolean;
  /** @param keep bytes; what is behind them was never acknowledged */
  open(id: string, keep: number): OpenFile;
  /** Cuts behind the last whole page of what was acknowledged, and reads the rest. */
  settle(id: string, acknowledged: number): Promise<FileFacts>;
  remove(id: string): void;
}

export function createRecordingFiles(dataDir: string): RecordingFiles {
  const folder = join(dataDir, 'recordings');
  const pathOf = (id: string): string => join(folder, `${id}.ogg`);

  return {
    path: pathOf,
    exists: (id) => existsSync(pathOf(id)),
    open(id, keep) {
      // Nobody but the person may listen.
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const path = pathOf(id);
      const isNew = !existsSync(path);
      const handle = openSync(path, isNew ? 'wx+' : 'r+', 0o600);
      try {
        ftruncateSync(handle, Math.min(keep, statSync(path).size));
        if (isNew) syncToDisk(path);
      } catch (error) {
        closeSync(handle);
        throw error;
      }
      return createOpenFile(handle);
    },
    async settle(id, acknowledged) {
      const path = pathOf(id);
      if (!existsSync(path)) return { bytes: 0, durationMs: 0, sha256: '' };
      const { bytes, durationMs } = cut(path, acknowledged);
      const hash = createHash('sha256');
      for await (const part of createReadStream(path)) hash.update(part as Buffer);
      return { bytes, durationMs, sha256: hash.digest('hex') };
    },
    remove: (id) => rmSync(pathOf(id), { force: true }),
  };
}

function createOpenFile(handle: number): OpenFile {
  let dirty = false;
  let syncing = false;
  let fault: Error | null = null;
  let closed = false;
  return {
    write(piece, at) {
      if (fault) {
        const error = fault;
        fault = null;
        throw error;
      }
      for (let done = 0; done < piece.length;) {
        done += writeSync(handle, piece, done, piece.length - done, at + done);
      }
      dirty = true;
    },
    sync() {
      if (!dirty || syncing) return;
      dirty = false;
      syncing = true;
      fdatasync(handle, (error) => {
        syncing = false;
        if (error) fault = error;
        if (closed) closeSync(handle);
      });
    },
    close() {
      if (closed) return;
      closed = true;
      // Its end closes the handle: closed now, it might sync another file's.
      if (syncing) return;
      try {
        if (dirty) fdatasyncSync(handle);
      } finally {
        closeSync(handle);
      }
    },
  };
}

/** Only the end is read: an hour's pages need not be in memory to know when the last one ends. */
function cut(path: string, acknowledged: number): { bytes: number; durationMs: number } {
  const handle = openSync(path, 'r+');
  try {
    const size = Math.min(statSync(path).size, acknowledged);
    const from = Math.max(0, size - 2 * LARGEST_PAGE);
    const tail = Buffer.alloc(size - from);
    readSync(handle, tail, 0, tail.length, from);
    // Without any page at its end it is not ours to cut: kept as it is.
    let bytes = size;
    let durationMs = 0;
    for (const page of pagesIn(tail)) {
      bytes = from + page.end;
      durationMs = Math.round(playedMs(page));
    }
    ftruncateSync(handle, bytes);
    fdatasyncSync(handle);
    return { bytes, durationMs };
  } finally {
    closeSync(handle);
  }
}
