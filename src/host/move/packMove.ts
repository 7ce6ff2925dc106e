import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { freeBytes } from '../backup/backupFolder.ts';
import { writeBackup } from '../backup/writeBackup.ts';
import { convertFile } from '../db/convertFile.ts';
import { syncToDisk } from '../db/files.ts';
import type { FileKey } from '../db/seal.ts';
import { FOLDERS_THAT_MOVE, MOVED_DATABASE } from './dataFolder.ts';
import { isMovableName, manifestBytes } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { openSealedWriter, PIECE_BYTES, sealedBytes } from './seal.ts';
import type { SealedWriter } from './seal.ts';

export interface PackOrder {
  readonly dataDir: string;
  readonly databasePath: string;
  /** Of the database, where it is encrypted. The file is sealed itself, and what is in it needs no key. */
  readonly key: FileKey | null;
  /** Where the file is to be; beside it lies, meanwhile, a copy of the database. */
  readonly path: string;
  readonly passphrase: string;
  readonly about: Pick<Manifest, 'app' | 'madeAt' | 'whose'>;
  /** scrypt's cost; the usual one where left out. */
  readonly ln?: number;
}

/** Bytes that are done, of all there are. */
export type OnBytes = (done: number, total: number) => void;

/**
 * Writes everything that is the person's into one file; it has its name once it is whole and on the disk.
 * The database is a copy that was opened and looked through (`writeBackup`), the files are as they are.
 * Runs as long as it takes: on a thread of its own.
 *
 * @throws errors of SQLite and of the file system; then there is no file
 */
export function packMove(order: PackOrder, onBytes: OnBytes): { bytes: number } {
  const { dataDir, path, about } = order;
  const copy = `${path}.sqlite`;
  const part = `${path}.part`;
  let writer: SealedWriter | null = null;
  try {
    refuseWithoutRoom(order);
    const { version } = writeBackup(order.databasePath, copy, order.key);
    if (order.key !== null) convertFile(copy, { key: order.key, wanted: false });
    const files = filesOf(dataDir, copy);
    const manifest = manifestBytes({
      ...about,
      schema: version,
      files: files.map(({ name, bytes }) => ({ name, bytes })),
    });
    const total = files.reduce((sum, { bytes }) => sum + bytes, manifest.length);
    writer = openSealedWriter(part, order.passphrase, total, order.ln);
    writer.write(manifest);
    let done = manifest.length;
    for (const file of files) {
      copyInto(writer, file, (more) => onBytes((done += more), total));
    }
    writer.end();
    renameSync(part, path);
    syncToDisk(path);
    return { bytes: statSync(path).size };
  } catch (error) {
    writer?.close();
    rmSync(part, { force: true });
    throw error;
  } finally {
    rmSync(copy, { force: true });
  }
}

/** Left free on the disk, so that the records of today never lack room. */
const ROOM_LEFT = 50_000_000;

/** The copy of the records, and the file with them and all the others. */
function refuseWithoutRoom({ dataDir, databasePath }: PackOrder): void {
  const records = statSync(databasePath).size;
  const all = filesOf(dataDir, databasePath).reduce((sum, { bytes }) => sum + bytes, 0);
  if (freeBytes(dataDir) >= records + sealedBytes(all) + ROOM_LEFT) return;
  throw new AppError('storage.full', 'The disk has no room for the file.');
}

interface PackedFile {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

/** The database first: whoever opens the file looks at it before anything else. */
function filesOf(dataDir: string, copy: string): PackedFile[] {
  const records = { name: MOVED_DATABASE, path: copy, bytes: statSync(copy).size };
  const others = FOLDERS_THAT_MOVE.flatMap((folder) => {
    mkdirSync(join(dataDir, folder), { recursive: true, mode: 0o700 });
    return readdirSync(join(dataDir, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile() && isMovableName(entry.name))
      .map(({ name }) => name)
      .toSorted()
      .flatMap((name) => {
        const path = join(dataDir, folder, name);
        const found = statSync(path, { throwIfNoEntry: false });
        return found ? [{ name: `${folder}/${name}`, path, bytes: found.size }] : [];
      });
  });
  return [records, ...others];
}

/** So many bytes as it had when it was counted: a recording may grow meanwhile. */
function copyInto(
  writer: SealedWriter,
  { path, bytes }: PackedFile,
  on: (n: number) => void,
): void {
  const handle = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(PIECE_BYTES);
    for (let left = bytes; left > 0;) {
      const got = readSync(handle, buffer, 0, Math.min(left, buffer.length), null);
      if (got === 0) throw new Error('A file has become shorter while it was read.');
      writer.write(buffer.subarray(0, got));
      left -= got;
      on(got);
    }
  } finally {
    closeSync(handle);
  }
}
