import { createHash } from 'node:crypto';
import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { LONGEST_TEAM_TEXT } from '#shared/contract/team.ts';
import type { FolderFault, TeamPlan, TeamState } from '#shared/contract/team.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { Settings } from '#shared/contract/settings.ts';
import { groupedCode } from '#shared/domain/team/teamCode.ts';
import { teamFileName } from '#shared/domain/team/teamFile.ts';
import { readsTeam, writesTeam } from '#shared/domain/team/teamSettings.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import { addAccess } from '../db/accessLog.ts';
import type { Db } from '../db/database.ts';
import { isStorageError, storageCodeOf } from '../db/errors.ts';
import type { Storage } from '../db/storage.ts';
import { countRefusedFiles, teamCalls, teamOverview, teamPromises } from '../db/teamLists.ts';
import { eraseTeamCustomer, mergeTeamRecords, planTeamMerge } from '../db/teamRecords.ts';
import type { MergeCounts } from '../db/teamRecords.ts';
import type { Later } from '../later.ts';
import { describeError } from '../log.ts';
import type { Log } from '../log.ts';
import type { SecretStore } from '../secrets.ts';
import { dayCalled } from '../team/teamDays.ts';
import { codeOf, folderFaultOf } from '../team/teamFolder.ts';
import { keyOfCode, keyOfSecret, makeCode } from '../team/teamKey.ts';
import type { TeamKey } from '../team/teamKey.ts';
import { readTeamFolder } from '../team/teamReader.ts';
import { readTeamText } from '../team/teamText.ts';
import type { ReadTeamText } from '../team/teamText.ts';
import { createTeamWriter } from '../team/teamWriter.ts';
import type { Ticker } from '../ticker.ts';
import type { RolesService } from './roles.ts';

export interface TeamServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly dataDir: string;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly log: Log;
  readonly ticker: Ticker;
  readonly later: Later;
  readonly secrets: SecretStore;
  readonly settings: () => Pick<Settings, 'team'>;
  /** For what is the others'. */
  readonly roles: Pick<RolesService, 'require'>;
  /** What the account calls the agent; '' where it does not. */
  readonly accountName: () => string;
}

export interface TeamService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    Extract<keyof Handlers<IeumContract>, `team.${string}`>
  >;
  /** Within the transaction that erases a customer. @param keys their numbers, by `numberKey` */
  eraseCustomer(db: Db, keys: readonly string[]): void;
  announce(): void;
  stop(): Promise<void>;
}

const KEY = 'team.key';
/** Keys of before: what was read with them is found by them when a customer is erased. */
const FORMER_KEYS = 'team.former-keys';
/** Network shares tell of no change: they are looked through as often. */
const LOOK_EVERY_MS = 20_000;
/** A change is waited with so long for the next. */
const SETTLE_MS = 1_000;
/** An app that ends is not kept by a share that has gone. */
const LAST_WRITE_MS = 3_000;
const MOST_STAGED = 2;
/** What of this agent's has changed where one of these is announced. */
const TOUCHING = [
  ...[
    'calls.changed',
    'promises.changed',
    'availability.changed',
    'outbox.changed',
    'runs.changed',
  ],
];

/** See `teamMethods` in the contract. */
export function createTeamService(options: TeamServiceOptions): TeamService {
  const { storage, announcer, dataDir, clock, newId, log, secrets, later, roles } = options;
  const station = createHash('sha256')
    .update(`${hostname()}\0${resolve(dataDir)}`)
    .digest('hex')
    .slice(0, 16);
  const staged = new Map<string, string>();
  const team = () => options.settings().team;

  const name = (): string =>
    [team().name, options.accountName()].find((one) => one.trim() !== '')?.trim() ??
    storage.agentId.slice(-6);
  const writer = createTeamWriter({
    ...{ storage, clock, log, station, name },
    settings: team,
  });

  let folderFault: FolderFault | null = null;
  let lookedAt: number | null = null;
  let mergeFault: string | null = null;
  let watcher: FSWatcher | null = null;
  let watched = '';
  let stopped = false;
  let forgetSettle: (() => void) | null = null;

  function key(): TeamKey | null {
    const secret = secrets.get(KEY);
    return secret === null || !/^[0-9a-f]{64}$/.test(secret) ? null : keyOfSecret(secret);
  }

  function useKey(next: TeamKey | null): void {
    const before = secrets.get(KEY);
    if (before !== null && before !== next?.secret) {
      const former = (secrets.get(FORMER_KEYS) ?? '').split(' ').filter((one) => one !== '');
      secrets.set(FORMER_KEYS, [...new Set([before, ...former])].join(' '));
    }
    if (next === null) secrets.delete(KEY);
    else secrets.set(KEY, next.secret);
    writer.touchAll();
    wake();
  }

  function told(): TeamState {
    const has = key();
    return {
      ...{ agentId: storage.agentId, name: name(), word: has?.word ?? null },
      ...{ keyKept: secrets.kept, folderFault, written: writer.written, lookedAt, mergeFault },
      writeFault: writesTeam(team()) ? writer.fault : null,
      refused: readsTeam(team()) ? storage.read(countRefusedFiles) : 0,
    };
  }

  function announce(): void {
    announcer.emit('team.changed', {});
  }

  /** One look at a time: a share that does not answer is not asked again. */
  let looking: Promise<void> | null = null;
  let again = false;
  function look(): Promise<void> {
    if (looking !== null) {
      again = true;
      return looking;
    }
    looking = (async () => {
      do {
        again = false;
        await lookOnce();
      } while (again && !stopped);
    })().finally(() => (looking = null));
    return looking;
  }

  async function lookOnce(): Promise<void> {
    const before = JSON.stringify(stopped ? null : told());
    const { role, folder } = team();
    if (role === 'off') {
      watchFolder('');
      folderFault = null;
      if (!stopped && before !== JSON.stringify(told())) announce();
      return;
    }
    folderFault = await folderFaultOf(folder, dataDir, writesTeam({ role }));
    watchFolder(folderFault === null && readsTeam({ role }) ? folder : '');
    const has = key();
    let changed = false;
    // What is in memory only is nobody's day.
    const isUsable = folderFault === null && has !== null && storage.health.state !== 'volatile';
    if (isUsable && !stopped) {
      if (writesTeam({ role })) await writer.write(folder, has);
      if (readsTeam({ role }) && !stopped) changed = await read(folder, has);
    }
    if (stopped) return;
    if (changed || before.replace(/"lookedAt":\d+/, '') !== silent()) announce();
  }

  /** How things stand, but for the moment of the look. */
  function silent(): string {
    return JSON.stringify(told()).replace(/"lookedAt":\d+/, '');
  }

  async function read(folder: string, has: TeamKey): Promise<boolean> {
    try {
      const changed = await readTeamFolder({ storage, clock, station }, folder, has);
      lookedAt = clock();
      mergeFault = null;
      return changed;
    } catch (error) {
      if (stopped) return false;
      if (isStorageError(error)) mergeFault = storageCodeOf(error);
      else if (codeOf(error) !== '') folderFault = 'unreadable';
      else log.error('fault', { method: 'team.look', ...describeError(error) });
      log.warn('team folder not read', describeError(error));
      return true;
    }
  }

  function watchFolder(folder: string): void {
    if (folder === watched) return;
    watcher?.close();
    watcher = null;
    watched = folder;
    if (folder === '') return;
    try {
      watcher = watch(folder, { persistent: false }, wake);
      watcher.on('error', () => {
        watcher?.close();
        watcher = null;
      });
    } catch (error) {
      log.info('team folder not watched', describeError(error));
    }
  }

  /** A moment later, once for all that happens until then. */
  function wake(): void {
    if (forgetSettle !== null || stopped) return;
    forgetSettle = later(SETTLE_MS, () => {
      forgetSettle = null;
      void look();
    });
  }

  const unsubscribe = announcer.subscribe(({ event }) => {
    if (event === 'settings.changed' || event === 'account.changed') {
      writer.touchAll();
      wake();
    } else if (TOUCHING.includes(event)) {
      writer.touch();
      if (writesTeam(team())) wake();
    }
  });
  const stopTicker = options.ticker(LOOK_EVERY_MS, () => void look());
  wake();

  async function understood(importId: string): Promise<ReadTeamText> {
    const text = staged.get(importId);
    if (text === undefined) throw unknown();
    const read = await readTeamText(Buffer.from(text, 'utf8'), { key: key(), now: clock() });
    if (typeof read === 'string') {
      throw new AppError('team.refused', 'That is no file of the team.', { fault: read });
    }
    return read;
  }

  function orderOf({ header, records }: ReadTeamText): Parameters<typeof mergeTeamRecords>[1] {
    const has = key();
    return { header, records, customerOf: (number) => has?.customer(number) ?? number };
  }

  function planOf({ header, signature, faults }: ReadTeamText, counts: MergeCounts): TeamPlan {
    const { agentId, name: of, day, madeAt } = header;
    return {
      ...{ agentId, name: of, day, madeAt, signature, counts },
      ...{ faults: faults.slice(0, 100), refused: faults.length },
    };
  }

  return {
    announce,
    eraseCustomer(db, keys) {
      const former = (secrets.get(FORMER_KEYS) ?? '').split(' ').filter((one) => one !== '');
      const all = [...(key() ? [key()] : []), ...former.map(keyOfSecret)];
      const known = keys.flatMap((number) => [
        number,
        ...all.flatMap((one) => one?.customer(number) ?? []),
      ]);
      eraseTeamCustomer(db, known, clock());
      // Of their own days, too, the files say nothing of them any more.
      writer.touchAll();
      wake();
    },
    async stop() {
      if (stopped) return;
      unsubscribe();
      stopTicker();
      forgetSettle?.();
      const { role, folder } = team();
      const has = key();
      stopped = true;
      watchFolder('');
      const last =
        writesTeam({ role }) && has !== null && folderFault === null && looking === null
          ? writer.writeLast(folder, has)
          : looking;
      let forget: NodeJS.Timeout | undefined;
      await Promise.race([
        last,
        new Promise((done) => (forget = setTimeout(done, LAST_WRITE_MS).unref())),
      ]);
      clearTimeout(forget);
    },
    handlers: {
      'team.state': told,
      'team.makeKey': () => {
        const code = makeCode();
        const made = keyOfCode(code);
        if (made === null) throw new Error('A code that was just made is none.');
        useKey(made);
        announce();
        return { code: groupedCode(code), word: { ...made.word } };
      },
      'team.enterKey': ({ code }) => {
        const entered = keyOfCode(code);
        if (entered === null) throw new AppError('team.code', 'That is no code of a team.');
        useKey(entered);
        announce();
        return { word: { ...entered.word } };
      },
      'team.forgetKey': () => {
        useKey(null);
        announce();
        return {};
      },
      'team.checkFolder': async ({ folder, writes }) => ({
        fault: await folderFaultOf(folder, dataDir, writes),
      }),
      'team.look': async () => {
        await look();
        return told();
      },
      'team.overview': ({ from, to }, connection) => {
        roles.require('seeTeam', connection);
        const span = { from, to, now: clock(), own: storage.agentId };
        return storage.read((db) => teamOverview(db, span));
      },
      'team.promises': (query, connection) => {
        roles.require('seeTeam', connection);
        return storage.read((db) => teamPromises(db, query));
      },
      'team.calls': (query, connection) => {
        roles.require('seeTeam', connection);
        return storage.read((db) => teamCalls(db, query));
      },
      'team.exportDay': ({ day, reason }, connection) => {
        const of = dayCalled(day);
        if (of === null) throw new AppError('input.invalid', 'There is no such day.');
        const made = writer.text(of, key());
        if (made === null) throw new AppError('team.too-large', 'The day is too large.');
        const id = newId();
        storage.write((db, agentId) =>
          addAccess(db, {
            ...{ id, at: clock(), agentId, origin: connection.id, action: 'team.export', reason },
            ...{ subjectKind: 'export', subjectId: id, person: null },
            detail: JSON.stringify({ day, records: made.records, ...shared() }),
          }),
        );
        return { name: teamFileName(storage.agentId, day), ...made };
      },
      'team.importStage': ({ importId, from, text }) => {
        const before = from === 0 ? '' : staged.get(importId);
        if (before?.length !== from || from + text.length > LONGEST_TEAM_TEXT) throw unknown();
        staged.delete(importId);
        staged.set(importId, before + text);
        const [oldest] = staged.keys();
        if (staged.size > MOST_STAGED && oldest !== undefined) staged.delete(oldest);
        return { staged: from + text.length };
      },
      'team.importPlan': async ({ importId }, connection) => {
        roles.require('seeTeam', connection);
        const read = await understood(importId);
        return planOf(
          read,
          storage.read((db) => planTeamMerge(db, orderOf(read))),
        );
      },
      'team.import': async ({ importId }, connection) => {
        roles.require('seeTeam', connection);
        const read = await understood(importId);
        if (storage.health.state === 'volatile') {
          throw new AppError('storage.read-only', 'The data folder cannot be used.');
        }
        const counts = storage.write((db) => mergeTeamRecords(db, orderOf(read)));
        announce();
        return planOf(read, counts);
      },
    },
  };

  function shared(): { numbers: string; notes: boolean } {
    const { numbers, notes } = team();
    return { numbers, notes };
  }
}

function unknown(): AppError {
  return new AppError('import.unknown', 'There is no such import.');
}
