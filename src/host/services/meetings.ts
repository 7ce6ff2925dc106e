import { createHash } from 'node:crypto';
import type { IeumContract } from '#shared/contract/index.ts';
import type { MeetingSource } from '#shared/contract/meetings.ts';
import { calendarAddress, placeOf } from '#shared/domain/availability/calendarAddress.ts';
import { dayAfter } from '#shared/domain/hours/businessHours.ts';
import { cleanDisplayName } from '#shared/domain/text/displayName.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import { fetchCalendar } from '../calendar/fetchCalendar.ts';
import { occurrencesIn } from '../calendar/occurrences.ts';
import { isEmpty, readCalendar } from '../calendar/readCalendar.ts';
import type { KeptCalendar } from '../calendar/readCalendar.ts';
import {
  addAnswer,
  allSources,
  countMeetings,
  deleteSource,
  meetingsUntil,
  readSource,
  replaceMeetings,
  saveSource,
} from '../db/meetings.ts';
import type { StoredSource } from '../db/meetings.ts';
import type { Storage } from '../db/storage.ts';
import { describeError } from '../log.ts';
import type { Log } from '../log.ts';
import type { SecretStore } from '../secrets.ts';
import type { Ticker } from '../ticker.ts';
import type { Fetch } from './screenPop.ts';

export interface MeetingsServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly clock: () => number;
  readonly log: Log;
  readonly secrets: SecretStore;
  readonly ticker: Ticker;
  readonly fetch?: Fetch;
}

export interface MeetingsService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    | 'meetings.import'
    | 'meetings.setUrl'
    | 'meetings.refresh'
    | 'meetings.remove'
    | 'meetings.sources'
    | 'meetings.upcoming'
    | 'meetings.dismiss'
  >;
  announce(): void;
  stop(): void;
}

const EVERY_MS = 15 * 60_000;
const DAYS_AHEAD = 7;
const MOST_SOURCES = 10;

/**
 * Calendars and the meetings they hold. What is read from one is kept without anything that is no
 * business of the phone, and the meetings of the next days are told from that: anew each day, and
 * when a calendar has changed.
 */
export function createMeetingsService(options: MeetingsServiceOptions): MeetingsService {
  const { storage, announcer, clock, log, secrets, ticker } = options;
  const { fetch = globalThis.fetch } = options;
  let stopped = false;

  function announce(): void {
    announcer.emit('meetings.changed', {});
  }

  function shown({ calendar: _, digest: __, toldFrom: ___, unreadTimes, ...source }: StoredSource) {
    const upcoming = storage.read((db) => countMeetings(db, clock())).get(source.id) ?? 0;
    return { ...source, unread: source.unread + unreadTimes, upcoming } satisfies MeetingSource;
  }

  /** Takes what a calendar says now. What is there already, of another id, is counted first. */
  function keep(source: Pick<StoredSource, 'id' | 'kind' | 'name'>, text: string): StoredSource {
    const digest = createHash('sha256').update(text).digest('hex');
    const before = storage.read((db) => readSource(db, source.id));
    const now = clock();
    if (before?.digest === digest) {
      const same = { ...before, readAt: now, trouble: null };
      storage.write((db, agentId) => saveSource(db, same, agentId));
      return same;
    }
    const { calendar, unread } = readCalendar(text, today());
    // A calendar at an address fills again by itself; a file that is over never will.
    if (source.kind === 'file' && isEmpty(calendar)) {
      throw new AppError('calendar.nothing-upcoming', 'Nothing in the calendar is to come.');
    }
    const stored: StoredSource = {
      ...source,
      calendar: JSON.stringify(calendar),
      ...{ digest, unread, unreadTimes: 0, trouble: null, toldFrom: null },
      ...{ addedAt: before?.addedAt ?? now, readAt: now },
    };
    storage.write((db, agentId) => saveSource(db, stored, agentId));
    return stored;
  }

  function today(): number {
    return dayAfter(clock(), 0);
  }

  /** Tells a calendar's meetings from today on, where that is not done yet. */
  async function tell(id: string): Promise<void> {
    const from = today();
    const source = storage.read((db) => readSource(db, id));
    if (!source || source.toldFrom === from) return;
    const calendar = JSON.parse(source.calendar) as KeptCalendar;
    const to = dayAfter(from, DAYS_AHEAD + 1);
    const { meetings, unread } = await occurrencesIn(calendar, { from, to });
    if (stopped) return;
    storage.write((db, agentId) => {
      // It may be another calendar by now, or gone.
      const current = readSource(db, id);
      if (current?.digest !== source.digest) return;
      saveSource(db, { ...current, toldFrom: from, unreadTimes: unread }, agentId);
      replaceMeetings(db, id, meetings);
    });
  }

  async function took(source: StoredSource): Promise<MeetingSource> {
    await tell(source.id);
    announce();
    return shown(storage.read((db) => readSource(db, source.id)) ?? source);
  }

  /** Nobody gives so many: it keeps the work of each quarter of an hour small. */
  function refuseMore(id: string): void {
    const others = storage.read(allSources).filter((source) => source.id !== id);
    if (others.length >= MOST_SOURCES) {
      throw new AppError('calendar.too-many', 'There are too many calendars.');
    }
  }

  async function setUrl(id: string, written: string): Promise<MeetingSource> {
    refuseMore(id);
    const address = calendarAddress(written);
    if (address === null) throw new AppError('calendar.address', 'It may not be fetched.');
    const text = await fetchCalendar(address, fetch);
    const source = keep({ id, kind: 'url', name: placeOf(address) }, text);
    secrets.set(secretName(id), address);
    return took(source);
  }

  /** Reads a calendar with an address again. What went wrong is kept with it, and thrown. */
  async function refresh(id: string): Promise<MeetingSource> {
    const source = storage.read((db) => readSource(db, id));
    if (source?.kind !== 'url') throw unknown();
    try {
      const address = secrets.get(secretName(id));
      // In a browser addresses are kept in memory only.
      if (address === null) {
        throw new AppError('calendar.address-missing', 'The address is gone.');
      }
      const text = await fetchCalendar(address, fetch);
      if (stopped || !storage.read((db) => readSource(db, id))) throw unknown();
      return await took(keep(source, text));
    } catch (error) {
      const trouble = error instanceof AppError ? error.code : 'internal';
      storage.write((db, agentId) => {
        const current = readSource(db, id);
        if (current) saveSource(db, { ...current, trouble }, agentId);
      });
      announce();
      throw error;
    }
  }

  /** Every calendar, one after the other; what cannot be read is said with it. */
  async function refreshAll(): Promise<void> {
    for (const { id, kind, toldFrom } of storage.read(allSources)) {
      if (stopped) return;
      try {
        if (kind === 'url') await refresh(id);
      } catch (error) {
        // Never the address, and no words of the calendar.
        log.warn('calendar', { code: error instanceof AppError ? error.code : 'internal' });
      }
      // Also where it could not be read: the day may be another one.
      await tell(id);
      if (toldFrom !== today()) announce();
    }
  }

  let running = false;
  function refreshInBackground(): void {
    if (running) return;
    running = true;
    refreshAll()
      .catch((error: unknown) => {
        if (!stopped) log.warn('calendars', describeError(error));
      })
      .finally(() => (running = false));
  }
  const stopTicker = ticker(EVERY_MS, refreshInBackground);
  // The addresses are secrets: those of a file that was locked until now.
  const unsubscribe = announcer.subscribe(({ event }) => {
    if (event === 'secrets.changed') refreshInBackground();
  });
  refreshInBackground();

  return {
    announce,
    stop() {
      stopped = true;
      unsubscribe();
      stopTicker();
    },
    handlers: {
      'meetings.import': async ({ id, name, text }) => {
        refuseMore(id);
        return took(keep({ id, kind: 'file', name: cleanDisplayName(name) || 'ics' }, text));
      },
      'meetings.setUrl': ({ id, url }) => setUrl(id, url),
      'meetings.refresh': ({ id }) => refresh(id),
      'meetings.remove': ({ id }) => {
        const removed = storage.write((db) => deleteSource(db, id));
        secrets.delete(secretName(id));
        if (removed) announce();
        return { removed };
      },
      'meetings.sources': () => ({
        sources: storage.read(allSources).map(shown),
        secretKept: secrets.kept,
      }),
      'meetings.upcoming': () => {
        const now = clock();
        const to = dayAfter(now, DAYS_AHEAD + 1);
        return { meetings: storage.read((db) => meetingsUntil(db, now, to)) };
      },
      'meetings.dismiss': ({ id, meeting }) => {
        const answer = { ...meeting, id, at: clock() };
        storage.write((db, agentId) => addAnswer(db, answer, agentId));
        announce();
        return {};
      },
    },
  };
}

function secretName(id: string): string {
  return `meetings.address:${id}`;
}

function unknown(): AppError {
  return new AppError('calendar.unknown', 'There is no such calendar.');
}
