import { setImmediate as nextTurn } from 'node:timers/promises';
import { isContested, stationsAfter } from '#shared/domain/team/merging.ts';
import { readTeamFileName, LARGEST_TEAM_FILE } from '#shared/domain/team/teamFile.ts';
import type { TeamFault, TeamFileName } from '#shared/domain/team/teamFile.ts';
import type { Storage } from '../db/storage.ts';
import { forgetRefusedFile, saveTeamFile, teamFiles } from '../db/teamLists.ts';
import type { TeamFileRow } from '../db/teamLists.ts';
import { mergeTeamRecords } from '../db/teamRecords.ts';
import { lookAt, namesIn, readPlain } from './teamFolder.ts';
import type { FoundFile } from './teamFolder.ts';
import type { TeamKey } from './teamKey.ts';
import { readTeamText } from './teamText.ts';
import type { ReadTeamText } from './teamText.ts';

export interface TeamReaderOptions {
  readonly storage: Pick<Storage, 'read' | 'write' | 'agentId'>;
  readonly clock: () => number;
  /** Which installation this is. */
  readonly station: string;
}

/** One that is cut may be on its way yet: only then is it said. Milliseconds. */
const UNDERWAY_MS = 60_000;
/** What may be no fault any more although the file is the same. */
const PASSING: readonly TeamFault[] = ['future', 'partial', 'unreadable', 'older'];

/**
 * Looks through the folder and takes what is new, a file at a time, each in one transaction.
 * @returns whether anything is another than before
 * @throws AppError `storage.*` where it could not be stored: it is taken with the next look; errors of
 * the file system where the folder cannot be read
 */
export async function readTeamFolder(
  { storage, clock, station }: TeamReaderOptions,
  folder: string,
  key: TeamKey,
): Promise<boolean> {
  const known = storage.read(teamFiles);
  const names = (await namesIn(folder)).filter((name) => looksLikeOurs(name));
  let changed = false;
  for (const name of names) {
    await nextTurn();
    const found = await lookAt(folder, name);
    if (found === null) continue;
    const before = known.get(name) ?? null;
    if (before !== null && isSame(before, found, key)) continue;
    changed = (await take(found, before)) || changed;
  }
  const there = new Set(names);
  const gone = [...known.values()].filter(({ name, fault }) => fault !== null && !there.has(name));
  if (gone.length > 0) {
    storage.write((db) => {
      for (const { name } of gone) forgetRefusedFile(db, name);
    });
  }
  return changed || gone.length > 0;

  async function take(found: FoundFile, before: TeamFileRow | null): Promise<boolean> {
    const { name, mark } = found;
    const named = readTeamFileName(name);
    const read = await readFound(found, named);
    const now = clock();
    if (read === 'partial' && now - found.changedAt < UNDERWAY_MS && now >= found.changedAt) {
      return false;
    }
    const row: TeamFileRow = {
      ...{ agentId: named?.agentId ?? null, day: named?.day ?? null, madeAt: null, records: null },
      ...{ stations: [], ...before, name, mark, keyId: key.id, lookedAt: now },
      fault: null,
    };
    const refuse = (fault: TeamFault, stations = row.stations): boolean => {
      if (before?.fault === fault && before.mark === mark && before.keyId === key.id) return false;
      storage.write((db) => saveTeamFile(db, { ...row, fault, stations }));
      return true;
    };
    if (typeof read === 'string') return refuse(read);
    const { header, records } = read;
    const stations = stationsAfter(row.stations, header.station);
    const isOwnButNot = header.agentId === storage.agentId && header.station !== station;
    if (isOwnButNot || isContested(stations)) return refuse('duplicate-agent', stations);
    if (row.madeAt !== null && header.madeAt < row.madeAt) return refuse('older');
    storage.write((db) => {
      const customerOf = (number: string): string => key.customer(number) ?? number;
      mergeTeamRecords(db, { header, records, customerOf });
      const { madeAt } = header;
      saveTeamFile(db, { ...row, stations, madeAt, records: records.length });
    });
    return true;
  }

  async function readFound(
    found: FoundFile,
    named: TeamFileName | null,
  ): Promise<ReadTeamText | TeamFault> {
    if (named === null) return 'name';
    if (!found.isPlain) return 'link';
    if (found.size > LARGEST_TEAM_FILE) return 'too-large';
    const bytes = await readPlain(folder, found.name);
    if (typeof bytes === 'string') return bytes;
    const read = await readTeamText(bytes, { key, now: clock() });
    if (typeof read === 'string') return read;
    if (read.signature !== 'right') return 'unsigned';
    if (read.faults.length > 0) return 'invalid';
    const { agentId, day } = read.header;
    return agentId === named.agentId && day === named.day ? read : 'name';
  }
}

/** Copies that a share has made of ours are named; everything else in the folder is nobody's business. */
function looksLikeOurs(name: string): boolean {
  return name.startsWith('ieum-team-') && name.endsWith('.jsonl');
}

function isSame(before: TeamFileRow, found: FoundFile, key: TeamKey): boolean {
  if (before.mark !== found.mark || before.keyId !== key.id) return false;
  return before.fault === null || !PASSING.includes(before.fault);
}
