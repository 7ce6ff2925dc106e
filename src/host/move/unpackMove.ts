import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { freeBytes } from '../backup/backupFolder.ts';
import { lookInto } from '../backup/writeBackup.ts';
import type { BackupContents } from '../backup/writeBackup.ts';
import { syncToDisk } from '../db/files.ts';
import { FOLDERS_THAT_GO_ASIDE, FOLDERS_THAT_MOVE, MOVED_DATABASE } from './dataFolder.ts';
import { readManifest } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import type { OnBytes } from './packMove.ts';
import { openSealedReader } from './seal.ts';
import type { SealedReader } from './seal.ts';

export interface UnpackOrder {
  /** The file that was brought. */
  readonly path: string;
  readonly passphrase: string;
  /** Where it is laid out: a folder that is not there yet. */
  readonly folder: string;
  /** How many migrations this Ieum knows. */
  readonly version: number;
}

export interface Unpacked {
  readonly about: Pick<Manifest, 'app' | 'madeAt' | 'whose'>;
  readonly contents: BackupContents;
  /** Sounds and pictures. */
  readonly files: number;
  readonly bytes: number;
}

/** Left free on the disk, so that the records of today never lack room. */
const ROOM_LEFT = 50_000_000;

/**
 * Lays a move file out in a folder, on the disk when this returns, and looks through its database. Nothing
 * of this computer is touched.
 *
 * @throws AppError `move.*`, `storage.full`; errors of the file system; then the folder is gone again
 */
export function unpackMove(order: UnpackOrder, onBytes: OnBytes): Unpacked {
  const { folder } = order;
  const reader = openSealedReader(order.path, order.passphrase);
  try {
    const manifest = readManifest(reader);
    if (manifest.schema > order.version) throw newer();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (freeBytes(folder) < reader.plainBytes + ROOM_LEFT) {
      throw new AppError('storage.full', 'The disk has no room for what is in the file.');
    }
    // All of them, also those that hold nothing: each takes the place of the one that is there.
    for (const one of [...FOLDERS_THAT_MOVE, ...FOLDERS_THAT_GO_ASIDE]) {
      mkdirSync(join(folder, one), { recursive: true, mode: 0o700 });
    }
    let done = 0;
    for (const file of manifest.files) {
      layOut(reader, join(folder, file.name), file.bytes, (more) =>
        onBytes((done += more), reader.plainBytes),
      );
    }
    const contents = lookThrough(join(folder, MOVED_DATABASE), order.version);
    const { app, madeAt, whose, files } = manifest;
    for (const one of ['.', ...FOLDERS_THAT_MOVE]) syncFolder(manifest, folder, one);
    syncToDisk(order.path);
    return {
      ...{ about: { app, madeAt, whose }, contents },
      ...{ files: files.length - 1, bytes: reader.plainBytes },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  } finally {
    reader.close();
  }
}

/** That the files are in it: one of them is enough to name it. */
function syncFolder({ files }: Manifest, folder: string, one: string): void {
  const last = files.findLast(({ name }) =>
    one === '.' ? name === MOVED_DATABASE : name.startsWith(`${one}/`),
  );
  if (last) syncToDisk(join(folder, last.name));
}

function layOut(
  reader: SealedReader,
  path: string,
  bytes: number,
  on: (more: number) => void,
): void {
  const handle = openSync(path, 'wx', 0o600);
  try {
    for (let left = bytes; left > 0;) {
      const part = reader.readSome(left);
      for (let done = 0; done < part.length;) done += writeSync(handle, part, done);
      left -= part.length;
      on(part.length);
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** What is sealed is as it was written; whether that was a database is another question. */
function lookThrough(path: string, version: number): BackupContents {
  let contents: BackupContents;
  try {
    contents = lookInto(path, 'integrity_check(1)', null);
  } catch (error) {
    throw new AppError('move.damaged', error instanceof Error ? error.message : String(error));
  }
  if (contents.version > version) throw newer();
  return contents;
}

const newer = (): AppError => new AppError('move.newer', 'The file was made by a newer Ieum.');
