import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fileStamp, momentOfStamp, syncToDisk } from '../db/files.ts';
import { writeWhole } from '../db/writeWhole.ts';
import {
  DATABASE_COMPANIONS,
  FOLDERS_THAT_GO_ASIDE,
  FOLDERS_THAT_MOVE,
  MOVED_DATABASE,
  MOVE_NOTICE,
  REPLACED_FOLDER,
} from './dataFolder.ts';

/*
 * One state of a data folder in the place of another. A notice is written first: before it is there the
 * old state counts, from then on the new one, and whoever opens the folder next finishes what the notice
 * says before looking at anything. Every step can be done again after a kill in the middle of it.
 */

/** A moment, and a number where there are several of one: nothing that leads out of the folder. */
const STAMP = /^([\dTZ-]{24})(?:-\d{1,3})?$/;
const place = z.string().regex(/^(?:move\/new|replaced\/[\w-]{20,40})$/);
const noticeSchema = z.object({ version: z.literal(1), from: place, aside: place });

/** States that were replaced, newest first. */
export function listReplaced(dataDir: string): { name: string; at: number }[] {
  return namesIn(join(dataDir, REPLACED_FOLDER))
    .flatMap((name) => {
      const at = momentOf(name);
      const whole = existsSync(join(dataDir, REPLACED_FOLDER, name, MOVED_DATABASE));
      return at === null || !whole ? [] : [{ name, at }];
    })
    .sort((a, b) => b.at - a.at || (a.name < b.name ? 1 : -1));
}

const momentOf = (name: string): number | null => momentOfStamp(STAMP.exec(name)?.[1] ?? '');

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/**
 * From here on the state in `from` is the one that counts. The folder's database has to be closed.
 * @param from a folder within the data folder that holds one state whole
 * @throws errors of the file system: then nothing has changed
 */
export function announceSwap(dataDir: string, from: string, now: number): string {
  const stamp = fileStamp(now);
  let name = stamp;
  for (let n = 1; existsSync(join(dataDir, REPLACED_FOLDER, name)); n += 1) name = `${stamp}-${n}`;
  const aside = `${REPLACED_FOLDER}/${name}`;
  mkdirSync(join(dataDir, aside), { recursive: true, mode: 0o700 });
  const notice = noticeSchema.parse({ version: 1, from, aside });
  writeWhole(join(dataDir, MOVE_NOTICE), Buffer.from(JSON.stringify(notice)));
  return name;
}

/**
 * Does what a notice says, if there is one. For whoever has the folder's lock, before its database is opened.
 * @returns whether there was one
 * @throws errors of the file system: then the next try goes on from there
 */
export function finishSwap(dataDir: string): boolean {
  const path = join(dataDir, MOVE_NOTICE);
  if (!existsSync(path)) return false;
  const notice = noticeSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const from = join(dataDir, notice.from);
  const aside = join(dataDir, notice.aside);
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  // What of the old database is still to be written into it goes with it, and before it: without a
  // database of its own it belongs to nothing.
  if (!existsSync(join(aside, MOVED_DATABASE))) {
    for (const name of DATABASE_COMPANIONS) moveOver(join(dataDir, name), join(aside, name));
  }
  for (const name of [...FOLDERS_THAT_MOVE, ...FOLDERS_THAT_GO_ASIDE]) {
    if (!existsSync(join(from, name))) continue;
    moveOver(join(dataDir, name), join(aside, name));
    // Also one that was not there is set aside: as an empty one, to be put back over what is there then.
    mkdirSync(join(aside, name), { recursive: true, mode: 0o700 });
    renameSync(join(from, name), join(dataDir, name));
  }
  if (existsSync(join(from, MOVED_DATABASE))) {
    moveOver(join(dataDir, MOVED_DATABASE), join(aside, MOVED_DATABASE));
    for (const name of DATABASE_COMPANIONS) moveOver(join(from, name), join(dataDir, name));
    renameSync(join(from, MOVED_DATABASE), join(dataDir, MOVED_DATABASE));
  }
  if (existsSync(join(aside, MOVED_DATABASE))) syncToDisk(join(aside, MOVED_DATABASE));
  syncToDisk(join(dataDir, MOVED_DATABASE));
  rmSync(from, { recursive: true, force: true });
  rmSync(path, { force: true });
  syncToDisk(join(dataDir, MOVED_DATABASE));
  return true;
}

function moveOver(from: string, to: string): void {
  if (existsSync(from)) renameSync(from, to);
}

/** Forgets a state that was replaced. */
export function dropReplaced(dataDir: string, name: string): void {
  if (momentOf(name) === null) return;
  rmSync(join(dataDir, REPLACED_FOLDER, name), { recursive: true, force: true });
}

/** Forgets all of them. */
export function dropAllReplaced(dataDir: string): void {
  rmSync(join(dataDir, REPLACED_FOLDER), { recursive: true, force: true });
}
