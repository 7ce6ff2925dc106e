import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import { FOLDERS_THAT_MOVE, MOVED_DATABASE } from './dataFolder.ts';

/*
 * What is in a move file: first how long this is (four bytes), then this as JSON, then the bytes of the
 * files one after the other. A list that names a file outside of the folders is refused whole.
 */
const count = z.number().int().min(0);

export const manifestSchema = z.object({
  /** Of Ieum. */
  app: z.string().max(40),
  /** How many migrations the database has seen. */
  schema: count,
  /** Epoch milliseconds. */
  madeAt: count,
  /** The agent's name or address. */
  whose: z.string().max(200),
  files: z.array(z.object({ name: z.string().max(200), bytes: count })).max(1_000_000),
});
export type Manifest = z.infer<typeof manifestSchema>;

const LARGEST_MANIFEST = 128 * 1_024 * 1_024;
/** As ids and hashes are: no separator, no dot at the beginning or the end, nothing of Windows' own. */
const FILE = /^[A-Za-z0-9][\w-]{0,99}(?:\.[A-Za-z0-9]{1,10})?$/;
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Whether a file within one of the folders may have that name. */
export const isMovableName = (name: string): boolean =>
  FILE.test(name) && !WINDOWS_DEVICE.test(name) && !name.endsWith('.part');

/** @throws AppError `move.unsafe` */
export function refuseUnsafe({ files }: Manifest): void {
  const seen = new Set<string>();
  for (const { name } of files) {
    const [folder = '', file = '', ...more] = name.split('/');
    const known =
      name === MOVED_DATABASE ||
      (more.length === 0 && FOLDERS_THAT_MOVE.some((one) => one === folder) && isMovableName(file));
    // Names that differ in their case alone are one file on some disks.
    const once = !seen.has(name.toLowerCase());
    if (!known || !once)
      throw new AppError('move.unsafe', 'The file names what is not to be there.');
    seen.add(name.toLowerCase());
  }
  if (files[0]?.name !== MOVED_DATABASE) {
    throw new AppError('move.unsafe', 'The file does not begin with the records.');
  }
}

export function manifestBytes(manifest: Manifest): Buffer {
  const json = Buffer.from(JSON.stringify(manifest));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(json.length);
  return Buffer.concat([head, json]);
}

/** @throws AppError `move.damaged`, `move.unsafe` */
export function readManifest(reader: {
  readonly plainBytes: number;
  read(count: number): Buffer;
}): Manifest {
  const length = reader.read(4).readUInt32BE();
  if (length > LARGEST_MANIFEST || length > reader.plainBytes) throw unread();
  let manifest: Manifest;
  try {
    manifest = manifestSchema.parse(JSON.parse(reader.read(length).toString('utf8')));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw unread();
  }
  const all = manifest.files.reduce((sum, { bytes }) => sum + bytes, 4 + length);
  if (all !== reader.plainBytes) throw unread();
  refuseUnsafe(manifest);
  return manifest;
}

const unread = (): AppError => new AppError('move.damaged', 'What the file holds cannot be read.');
