import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { WriteFault } from '#shared/contract/team.ts';
import {
  readHeader,
  readTeamFileName,
  TEAM_FORM,
  TEAM_VERSION,
  teamFileName,
} from '#shared/domain/team/teamFile.ts';
import type { TeamHeader } from '#shared/domain/team/teamFile.ts';
import type { TeamRecord } from '#shared/domain/team/teamRecord.ts';
import type { TeamSettings } from '#shared/domain/team/teamSettings.ts';
import type { Storage } from '../db/storage.ts';
import { teamDay } from '../db/teamDay.ts';
import { describeError } from '../log.ts';
import type { Log } from '../log.ts';
import { dayAt, dayCalled, zoneHere } from './teamDays.ts';
import type { TeamDay } from './teamDays.ts';
import { cleanUnfinished, codeOf, namesIn, readPlain, writeInto } from './teamFolder.ts';
import type { TeamKey } from './teamKey.ts';
import { writeTeamText } from './teamText.ts';

export interface TeamWriterOptions {
  readonly storage: Pick<Storage, 'read' | 'agentId'>;
  readonly clock: () => number;
  readonly log: Log;
  readonly settings: () => TeamSettings;
  /** What the team calls this agent. */
  readonly name: () => string;
  /** Which installation this is; sixteen hexadecimal digits. */
  readonly station: string;
}

export interface Written {
  readonly at: number;
  readonly day: string;
  readonly records: number;
}

export interface TeamWriter {
  readonly written: Written | null;
  readonly fault: WriteFault | null;
  /** Something of today has changed. */
  touch(): void;
  /** Something of any day may have: what is shared, who shares it, or a customer was erased. */
  touchAll(): void;
  /** One of this agent's days as it is now. @returns null where it would be too large */
  text(day: TeamDay, key: TeamKey | null): { text: string; records: number } | null;
  /** Brings the folder up to date. Never throws: what is in the way is `fault`, and tried again. */
  write(folder: string, key: TeamKey): Promise<void>;
  /** The same of today alone, whose rows are read before it returns: the records are closed then. */
  writeLast(folder: string, key: TeamKey): Promise<void>;
}

/** Days back that are written where they are missing: the folder was not to be had, or nobody was here. */
const MADE_UP_DAYS = 7;
/** Own files of more days back are taken away again. */
const KEPT_DAYS = 31;

/** Keeps a file a day of this agent in the team folder. */
export function createTeamWriter(options: TeamWriterOptions): TeamWriter {
  const { storage, clock, log, settings, station } = options;
  let written: Written | null = null;
  let fault: WriteFault | null = null;
  let dirty = true;
  let allDirty = true;
  let lastDay = '';
  /** What of each day lies in the folder since the app began, without the moment of writing. */
  const lying = new Map<string, string>();

  function day(of: TeamDay, key: TeamKey | null): Apart {
    const { numbers, notes } = settings();
    const { agentId } = storage;
    const now = clock();
    const customerOf = (number: string): string | null => key?.customer(number) ?? null;
    const records = storage.read((db) =>
      teamDay(db, { ...of, agentId, numbers, notes, customerOf, now }),
    );
    const header: Apart['header'] = {
      form: TEAM_FORM,
      version: TEAM_VERSION,
      ...{ agentId, name: options.name().slice(0, 64) },
      ...{ day: of.day, from: of.from, to: of.to, zone: zoneHere(), station, numbers, notes },
    };
    return { header, records, now };
  }

  function textOf({ header, records, now }: Apart, key: TeamKey | null): string | null {
    return writeTeamText({ ...header, madeAt: now }, records, key);
  }

  async function daysToWrite(
    folder: string,
    names: readonly string[],
    all: boolean,
  ): Promise<TeamDay[]> {
    const now = clock();
    const today = dayAt(now);
    const own = names.flatMap((name) => {
      const named = readTeamFileName(name);
      return named?.agentId === storage.agentId ? [named.day] : [];
    });
    const oldest = dayAt(now, KEPT_DAYS).day;
    for (const of of own) {
      if (of >= oldest) continue;
      await rm(join(folder, teamFileName(storage.agentId, of)), { force: true });
    }
    const days = new Set<string>();
    if (all) {
      for (let back = MADE_UP_DAYS; back > 0; back -= 1) days.add(dayAt(now, back).day);
      for (const of of own) if (of >= oldest) days.add(of);
    }
    if (lastDay !== '' && lastDay !== today.day) days.add(lastDay);
    days.add(today.day);
    return [...days].sort().flatMap((of) => dayCalled(of) ?? []);
  }

  async function put(
    folder: string,
    apart: Apart,
    key: TeamKey,
    isThere: boolean,
  ): Promise<WriteFault | null> {
    const of = apart.header;
    const isToday = of.day === dayAt(apart.now).day;
    if (apart.records.length === 0 && !isThere && !isToday) return null;
    const says = digestOf(apart, key);
    const name = teamFileName(of.agentId, of.day);
    if (isThere && lying.get(of.day) === says) return null;
    if (isThere && lying.has(of.day) && (await isAnothers(folder, name, station))) {
      return 'duplicate-agent';
    }
    const text = textOf(apart, key);
    if (text === null) return 'too-large';
    await writeInto(folder, { name, agentId: of.agentId, day: of.day }, text);
    lying.set(of.day, says);
    written = { at: apart.now, day: of.day, records: apart.records.length };
    return null;
  }

  async function write(folder: string, key: TeamKey): Promise<void> {
    const today = dayAt(clock()).day;
    // A day that has begun is a change as well, and so is a file that somebody has taken away.
    const names = new Set(await namesIn(folder));
    await cleanUnfinished(folder, [...names], storage.agentId, clock());
    const isThere = names.has(teamFileName(storage.agentId, today));
    if (!dirty && !allDirty && fault === null && lastDay === today && isThere) return;
    const all = allDirty;
    dirty = allDirty = false;
    let found: WriteFault | null = null;
    for (const of of await daysToWrite(folder, [...names], all)) {
      const there = names.has(teamFileName(storage.agentId, of.day));
      found ??= await put(folder, day(of, key), key, there);
      await nextTurn();
    }
    fault = found;
    if (found === null) lastDay = today;
    else dirty = allDirty = true;
  }

  async function trying(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      dirty = allDirty = true;
      const next = writeFaultOf(error);
      if (fault !== next) log.warn('team file not written', describeError(error));
      fault = next;
    }
  }

  return {
    get written() {
      return written;
    },
    get fault() {
      return fault;
    },
    touch: () => void (dirty = true),
    touchAll: () => void (dirty = allDirty = true),
    text(of, key) {
      const apart = day(of, key);
      const text = textOf(apart, key);
      return text === null ? null : { text, records: apart.records.length };
    },
    write: (folder, key) => trying(() => write(folder, key)),
    writeLast(folder, key) {
      if (!dirty) return Promise.resolve();
      const apart = day(dayAt(clock()), key);
      return trying(async () => {
        const names = await namesIn(folder);
        await put(
          folder,
          apart,
          key,
          names.includes(teamFileName(apart.header.agentId, apart.header.day)),
        );
      });
    },
  };
}

interface Apart {
  readonly header: Omit<TeamHeader, 'madeAt' | 'key'>;
  readonly records: readonly TeamRecord[];
  readonly now: number;
}

function digestOf({ header, records }: Apart, key: TeamKey): string {
  const says = JSON.stringify([key.id, header, records]);
  return createHash('sha256').update(says, 'utf8').digest('hex');
}

/** Whether somebody else has written it since we did: a data folder that was copied. */
async function isAnothers(folder: string, name: string, station: string): Promise<boolean> {
  const bytes = await readPlain(folder, name);
  if (typeof bytes === 'string') return false;
  const [first = ''] = Buffer.from(bytes).toString('utf8').split('\n', 1);
  const header = readHeader(first);
  return header !== null && header.station !== station;
}

function writeFaultOf(error: unknown): WriteFault {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'full';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'read-only';
    default:
      return 'failed';
  }
}
