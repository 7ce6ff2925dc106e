import { constants } from 'node:fs';
import { access, lstat, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { randomBytes } from 'node:crypto';
import { LARGEST_TEAM_FILE, unfinishedName, unfinishedOf } from '#shared/domain/team/teamFile.ts';
import type { TeamFault } from '#shared/domain/team/teamFile.ts';
import type { FolderFault } from '#shared/contract/team.ts';

/*
 * The folder lies on another computer as often as not: nothing here keeps the host waiting, and nothing
 * that lies there is trusted. Only plain files with a name of ours are read, links are not followed.
 */

/** Where a folder cannot be used; null where it can. */
export async function folderFaultOf(
  folder: string,
  dataDir: string,
  writes: boolean,
): Promise<FolderFault | null> {
  if (folder.trim() === '') return 'none';
  if (!isAbsolute(folder)) return 'not-absolute';
  try {
    const found = await stat(folder);
    if (!found.isDirectory()) return 'not-folder';
    const [theirs, ours] = [await realpath(folder), await realpath(dataDir).catch(() => dataDir)];
    if (isWithin(theirs, ours) || isWithin(ours, theirs)) return 'own-data';
    await access(folder, constants.R_OK | constants.X_OK);
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? 'missing' : 'unreadable';
  }
  try {
    if (writes) await access(folder, constants.W_OK);
    return null;
  } catch {
    return 'read-only';
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

export interface FoundFile {
  readonly name: string;
  /** Another one has another mark: its size, when it was changed, and which it is. */
  readonly mark: string;
  readonly changedAt: number;
  readonly size: number;
  readonly isPlain: boolean;
}

/** Beyond so many names a folder is not a team's. */
const MOST_NAMES = 20_000;

/** Every name in the folder. @throws errors of the file system */
export async function namesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).slice(0, MOST_NAMES);
}

/** @returns null for one that is gone */
export async function lookAt(folder: string, name: string): Promise<FoundFile | null> {
  try {
    const found = await lstat(join(folder, name));
    const { size, mtimeMs, ctimeMs, ino } = found;
    return {
      ...{ name, size, changedAt: mtimeMs, isPlain: found.isFile() },
      mark: `${size} ${mtimeMs} ${ctimeMs} ${ino}`,
    };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The bytes of one plain file, no more than a file may have. */
export async function readPlain(folder: string, name: string): Promise<Uint8Array | TeamFault> {
  let handle;
  try {
    // Windows has no such flag, and makes no links without being asked to by an administrator. A pipe
    // that nobody writes to would keep a thread waiting for ever.
    const flags = constants as Readonly<Record<string, number | undefined>>;
    const kept = (flags['O_NOFOLLOW'] ?? 0) | (flags['O_NONBLOCK'] ?? 0);
    handle = await open(join(folder, name), constants.O_RDONLY | kept);
    const found = await handle.stat();
    if (!found.isFile()) return 'link';
    if (found.size > LARGEST_TEAM_FILE) return 'too-large';
    const bytes = Buffer.alloc(found.size + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length, length);
      length += bytesRead;
      if (bytesRead === 0 || length === bytes.length) break;
    }
    // It grew, or shrank, while it was read.
    return length === found.size ? bytes.subarray(0, length) : 'partial';
  } catch (error) {
    return codeOf(error) === 'ELOOP' ? 'link' : 'unreadable';
  } finally {
    await handle?.close().catch(() => undefined);
  }
}

/** Who shares the folder may read it: whom that is, the folder says. */
const MODE = 0o660;

/**
 * A file as a whole or not at all; a kill leaves the one before it, and a name of its own that
 * `cleanUnfinished` takes away. @throws errors of the file system: nothing has changed then
 */
export async function writeInto(
  folder: string,
  { name, agentId, day }: { name: string; agentId: string; day: string },
  text: string,
): Promise<void> {
  const unfinished = join(folder, unfinishedName(agentId, day, randomBytes(4).toString('hex')));
  try {
    const handle = await open(unfinished, 'wx', MODE);
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, join(folder, name));
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(folder);
}

/** Not every share can; the file itself is on the disk. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Windows, and shares that know no such thing.
  }
}

/** One of another app is left for so long: it may be writing. */
const LEFT_ALONE_MS = 86_400_000;

/** What a kill has left: our own at once, and others' when nobody can be writing them any more. */
export async function cleanUnfinished(
  folder: string,
  names: readonly string[],
  own: string,
  now: number,
): Promise<void> {
  for (const name of names) {
    const agentId = unfinishedOf(name);
    if (agentId === null) continue;
    const found = await lookAt(folder, name);
    const isOld = found !== null && found.changedAt < now - LEFT_ALONE_MS;
    if (agentId === own || isOld) await rm(join(folder, name), { force: true });
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
