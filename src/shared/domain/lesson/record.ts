import { z } from 'zod';
import { idSchema, timeSchema } from '../call/record.ts';
import { triggerSchema } from '../script/script.ts';

/**
 * The durable history of a lesson on the team's board. Facts are only ever added; the row is what
 * they add up to (`applyToLesson`). All times are epoch milliseconds.
 *
 * A lesson is by name or by nobody. What is by nobody carries no name and, like every row here, no
 * id of an agent either: the host knows who may take it back, and tells the page only `mine`.
 */

const fact = { id: idSchema, lessonId: idSchema, at: timeSchema };

const tagSchema = z.string().trim().min(1).max(40);

/** A sentence for a case that the scripts do not know, for whoever edits them to take up. */
export const draftStepSchema = z.object({
  title: z.string().trim().min(1).max(80),
  ko: z.string().trim().min(1).max(500),
  en: z.string().trim().max(500),
});
export type DraftStep = z.infer<typeof draftStepSchema>;

export const lessonWordsSchema = z.object({
  title: z.string().trim().min(1).max(120),
  text: z.string().trim().min(1).max(4_000),
  tags: z
    .array(tagSchema)
    .max(8)
    .refine((tags) => new Set(tags).size === tags.length),
  trigger: triggerSchema.nullable(),
  /** The step of a script that it belongs to. */
  step: z
    .object({ scriptId: z.string().min(1).max(40), stepId: z.string().min(1).max(40) })
    .nullable(),
  /** Null: there is a step for it, or none is proposed. */
  draft: draftStepSchema.nullable(),
});
export type LessonWords = z.infer<typeof lessonWordsSchema>;

export const lessonFactSchema = z.discriminatedUnion('type', [
  z.object({
    ...fact,
    type: z.literal('written'),
    words: lessonWordsSchema,
    /** Null: anonymous. */
    author: z.string().trim().min(1).max(128).nullable(),
  }),
  /** By its author only, and never with another name than before. */
  z.object({ ...fact, type: z.literal('edited'), words: lessonWordsSchema }),
  /** By its author only. */
  z.object({ ...fact, type: z.literal('withdrawn') }),
  /** Somebody was helped; said once by each. */
  z.object({ ...fact, type: z.literal('helpful') }),
]);
export type LessonFact = z.infer<typeof lessonFactSchema>;

/** One lesson as it is kept. */
export const lessonRowSchema = z.object({
  id: idSchema,
  at: timeSchema,
  editedAt: timeSchema.nullable(),
  author: z.string().nullable(),
  words: lessonWordsSchema,
  /** How many it has helped; a sum without names, and never a sum of a person. */
  helpful: z.number().int(),
  withdrawn: z.boolean(),
});
export type LessonRow = z.infer<typeof lessonRowSchema>;

/** As it is shown to somebody: what they may do with it, and not whose it is. */
export const shownLessonSchema = lessonRowSchema.extend({
  mine: z.boolean(),
  /** They have said that it helped them. */
  helped: z.boolean(),
});
export type ShownLesson = z.infer<typeof shownLessonSchema>;

/** @param agentId who says it; the key stays in the database */
export function onlyOnceKey(fact: LessonFact, agentId: string): string | null {
  if (fact.type === 'written') return `written:${fact.lessonId}`;
  return fact.type === 'helpful' ? `helpful:${fact.lessonId}:${agentId}` : null;
}

/** @returns the row unchanged (the same object) when the fact says nothing new */
export function applyToLesson(row: LessonRow | null, fact: LessonFact): LessonRow | null {
  if (fact.type === 'written') return row ?? newRow(fact);
  if (!row || row.withdrawn) return row;
  switch (fact.type) {
    case 'edited':
      return { ...row, words: fact.words, editedAt: fact.at };
    case 'helpful':
      return { ...row, helpful: row.helpful + 1 };
    case 'withdrawn':
      return { ...row, withdrawn: true };
  }
}

/** What a lesson is found by, in small letters. */
export function searchTextOf({ words, author }: LessonRow): string {
  const { title, text, tags, draft } = words;
  const all = [title, text, ...tags, author ?? '', draft?.title ?? '', draft?.ko ?? ''];
  return folded(all.join('\n'));
}

/** As what is looked for is compared: composed, so that a syllable is one however it was typed. */
export function folded(text: string): string {
  return text.normalize('NFC').toLowerCase().trim();
}

function newRow(fact: Extract<LessonFact, { type: 'written' }>): LessonRow {
  return {
    id: fact.lessonId,
    at: fact.at,
    editedAt: null,
    author: fact.author,
    words: fact.words,
    helpful: 0,
    withdrawn: false,
  };
}
