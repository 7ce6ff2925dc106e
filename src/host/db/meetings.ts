import type { MeetingSource } from '#shared/contract/meetings.ts';
import type { Meeting } from '#shared/domain/availability/meetings.ts';
import type { Occurrence } from '../calendar/occurrences.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/** A calendar as it is kept, beside what the page is told of it. */
export interface StoredSource extends Omit<MeetingSource, 'upcoming'> {
  readonly unreadTimes: number;
  /** JSON of a `KeptCalendar`. */
  readonly calendar: string;
  readonly digest: string;
  readonly toldFrom: number | null;
}

export interface MeetingAnswer {
  readonly id: string;
  readonly at: number;
  readonly uid: string;
  readonly key: string;
  readonly start: number;
}

const SOURCE_COLUMNS = `id, kind, name, calendar, digest, unread, unread_times AS unreadTimes,
  added_at AS addedAt, read_at AS readAt, trouble, told_from AS toldFrom`;

/** The oldest first. */
export function allSources(db: Db): StoredSource[] {
  return prepared(
    db,
    `SELECT ${SOURCE_COLUMNS} FROM meeting_sources ORDER BY added_at, id`,
  ).all() as StoredSource[];
}

export function readSource(db: Db, id: string): StoredSource | null {
  return (prepared(db, `SELECT ${SOURCE_COLUMNS} FROM meeting_sources WHERE id = ?`).get(id) ??
    null) as StoredSource | null;
}

/** Adds a calendar, or replaces the one with its id. */
export function saveSource(db: Db, source: StoredSource, agentId: string): void {
  prepared(
    db,
    `INSERT INTO meeting_sources (id, agent_id, kind, name, calendar, digest, unread, unread_times,
       added_at, read_at, trouble, told_from)
     VALUES (@id, @agentId, @kind, @name, @calendar, @digest, @unread, @unreadTimes,
       @addedAt, @readAt, @trouble, @toldFrom)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, calendar = excluded.calendar,
       digest = excluded.digest, unread = excluded.unread, unread_times = excluded.unread_times,
       read_at = excluded.read_at, trouble = excluded.trouble, told_from = excluded.told_from`,
  ).run({ ...source, agentId });
}

/** @returns whether there was one */
export function deleteSource(db: Db, id: string): boolean {
  return prepared(db, 'DELETE FROM meeting_sources WHERE id = ?').run(id).changes > 0;
}

export function replaceMeetings(
  db: Db,
  sourceId: string,
  occurrences: readonly Occurrence[],
): void {
  prepared(db, 'DELETE FROM meetings WHERE source_id = ?').run(sourceId);
  const add = prepared(
    db,
    `INSERT OR IGNORE INTO meetings (source_id, uid, key, title, starts_at, ends_at, all_day)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const { uid, key, title, start, end, allDay } of occurrences) {
    add.run(sourceId, uid, key, title, start, end, allDay ? 1 : 0);
  }
}

/** The same meeting in two calendars is told once. */
export function meetingsUntil(db: Db, from: number, to: number): Meeting[] {
  const rows = prepared(
    db,
    `SELECT uid, key, title, starts_at AS start, max(ends_at) AS end, all_day AS allDay,
       source_id AS sourceId,
       EXISTS (SELECT 1 FROM meeting_answers AS answer
         WHERE answer.uid = meetings.uid AND answer.key = meetings.key
           AND answer.starts_at = meetings.starts_at) AS answered
     FROM meetings WHERE ends_at > ? AND starts_at < ?
     GROUP BY uid, key, starts_at ORDER BY starts_at, ends_at, uid`,
  ).all(from, to) as (Omit<Meeting, 'allDay' | 'answered'> & {
    allDay: number;
    answered: number;
  })[];
  return rows.map((row) => ({ ...row, allDay: row.allDay === 1, answered: row.answered === 1 }));
}

/** Of each calendar that has any. */
export function countMeetings(db: Db, from: number): Map<string, number> {
  const rows = prepared(
    db,
    'SELECT source_id AS id, count(*) AS n FROM meetings WHERE ends_at > ? GROUP BY source_id',
  ).all(from) as { id: string; n: number }[];
  return new Map(rows.map(({ id, n }) => [id, n]));
}

/** One that is already kept is passed over. */
export function addAnswer(db: Db, answer: MeetingAnswer, agentId: string): void {
  prepared(
    db,
    `INSERT INTO meeting_answers (id, at, agent_id, uid, key, starts_at)
     VALUES (@id, @at, @agentId, @uid, @key, @start) ON CONFLICT (id) DO NOTHING`,
  ).run({ ...answer, agentId });
}

/** Calendars and answers that were given while the file could not be used. */
export function moveMeetings(from: Db, to: Db, agentId: string): void {
  for (const source of allSources(from)) {
    // Their meetings are told again from the calendar.
    saveSource(to, { ...source, toldFrom: null }, agentId);
  }
  const answers = prepared(
    from,
    'SELECT id, at, uid, key, starts_at AS start FROM meeting_answers ORDER BY seq',
  ).all() as MeetingAnswer[];
  for (const answer of answers) addAnswer(to, answer, agentId);
}
