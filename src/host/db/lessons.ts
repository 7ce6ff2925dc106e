import {
  applyToLesson,
  folded,
  lessonFactSchema,
  onlyOnceKey,
  searchTextOf,
} from '#shared/domain/lesson/record.ts';
import type { LessonFact, LessonRow, ShownLesson } from '#shared/domain/lesson/record.ts';
import type { Trigger } from '#shared/domain/script/script.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { factLog } from './factLog.ts';
import type { Place } from './mistakes.ts';

export const lessonEvents = factLog({
  ...{ table: 'lesson_events', key: 'lessonId', column: 'lesson_id' },
  ...{ schema: lessonFactSchema, onlyOnce: onlyOnceKey },
});

/**
 * Stores a fact and what it changes.
 * @returns false when the fact, or one that says the same, was already there
 */
export function addLessonFact(db: Db, fact: LessonFact, agentId: string): boolean {
  if (!lessonEvents.add(db, fact, agentId)) return false;
  project(db, fact);
  return true;
}

function project(db: Db, fact: LessonFact): void {
  const before = readLesson(db, fact.lessonId);
  const after = applyToLesson(before, fact);
  if (after === null || after === before) return;
  prepared(
    db,
    `INSERT INTO lessons (id, at, withdrawn, cause, search, body) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET withdrawn = excluded.withdrawn, cause = excluded.cause,
       search = excluded.search, body = excluded.body`,
  ).run(
    ...[after.id, after.at, after.withdrawn ? 1 : 0],
    ...[after.words.trigger, searchTextOf(after), JSON.stringify(after)],
  );
}

/** Makes every row again from the facts. */
export function rebuildLessons(db: Db): void {
  prepared(db, 'DELETE FROM lessons').run();
  for (const { fact } of lessonEvents.all(db)) project(db, fact);
}

export function readLesson(db: Db, id: string): LessonRow | null {
  const body = prepared(db, 'SELECT body FROM lessons WHERE id = ?').pluck().get(id);
  return body === undefined ? null : toLesson(body);
}

export function isAuthor(db: Db, lessonId: string, agentId: string): boolean {
  return (
    prepared(
      db,
      `SELECT 1 FROM lesson_events WHERE lesson_id = ? AND type = 'written' AND agent_id = ?`,
    ).get(lessonId, agentId) !== undefined
  );
}

/** With what this agent may do with it. */
export function shownTo(db: Db, row: LessonRow, agentId: string): ShownLesson {
  const helped = prepared(db, 'SELECT 1 FROM lesson_events WHERE only_once = ?').get(
    `helpful:${row.id}:${agentId}`,
  );
  return { ...row, mine: isAuthor(db, row.id, agentId), helped: helped !== undefined };
}

export interface LessonsWanted {
  readonly text: string;
  readonly tag: string | null;
  readonly trigger: Trigger | null;
  readonly step: { readonly scriptId: string; readonly stepId: string } | null;
  readonly drafts: boolean;
}

/**
 * Those on the board, newest first, by keyset. Every word of `text` must occur, anywhere in it:
 * Korean puts its endings onto the word, and a word of two syllables is shorter than what an index
 * of three letters could find.
 */
export function listLessons(
  db: Db,
  { text, tag, trigger, step, drafts }: LessonsWanted,
  before: Place | null,
  limit: number,
): LessonRow[] {
  return prepared(
    db,
    `SELECT body FROM lessons WHERE withdrawn = 0 AND (at, id) < (:at, :id)
       AND NOT EXISTS (SELECT 1 FROM json_each(:words) w WHERE instr(search, w.value) = 0)
       AND (:trigger IS NULL OR cause = :trigger)
       AND (:tag IS NULL OR EXISTS
         (SELECT 1 FROM json_each(body, '$.words.tags') t WHERE t.value = :tag))
       AND (:scriptId IS NULL OR (body ->> '$.words.step.scriptId' = :scriptId
         AND body ->> '$.words.step.stepId' = :stepId))
       AND (:drafts = 0 OR body ->> '$.words.draft.title' IS NOT NULL)
     ORDER BY at DESC, id DESC LIMIT :limit`,
  )
    .pluck()
    .all({
      ...(before ?? { at: Number.MAX_SAFE_INTEGER, id: '' }),
      words: JSON.stringify(folded(text).split(/\s+/).filter(Boolean)),
      ...{ trigger, tag, limit, drafts: drafts ? 1 : 0 },
      ...{ scriptId: step?.scriptId ?? null, stepId: step?.stepId ?? null },
    })
    .map(toLesson);
}

/** Those in use on the board, by the alphabet. */
export function lessonTags(db: Db, limit: number): string[] {
  return prepared(
    db,
    `SELECT DISTINCT t.value FROM lessons, json_each(body, '$.words.tags') t
     WHERE withdrawn = 0 ORDER BY t.value LIMIT ?`,
  )
    .pluck()
    .all(limit) as string[];
}

function toLesson(body: unknown): LessonRow {
  return JSON.parse(String(body)) as LessonRow;
}
