import { z } from 'zod';
import { idSchema, timeSchema } from '../call/record.ts';

/**
 * What an agent thinks of a call of their own. It is theirs alone: it stands in no list, no export
 * and no row of anything else, and becomes a lesson only when they make one of it. Facts are only
 * ever added. All times are epoch milliseconds.
 */

export const REFLECTION_ABOUT = ['skill', 'knowledge'] as const;

const fact = { id: idSchema, callId: idSchema, at: timeSchema };
const words = z.string().trim().max(2_000);

export const reflectionFactSchema = z.discriminatedUnion('type', [
  /** It was offered and not wanted: it is not offered for this call again. */
  z.object({ ...fact, type: z.literal('passed') }),
  /** The whole of it; written again, the newest counts. */
  z.object({
    ...fact,
    type: z.literal('written'),
    wentWell: words,
    wouldTry: words,
    about: z.enum(REFLECTION_ABOUT).nullable(),
  }),
  z.object({ ...fact, type: z.literal('shared'), lessonId: idSchema }),
]);
export type ReflectionFact = z.infer<typeof reflectionFactSchema>;

export const reflectionRowSchema = z.object({
  callId: idSchema,
  at: timeSchema,
  /** Null: it was offered, and passed over. */
  written: z
    .object({
      wentWell: z.string(),
      wouldTry: z.string(),
      about: z.enum(REFLECTION_ABOUT).nullable(),
    })
    .nullable(),
  /** The lesson it was made into. */
  lessonId: idSchema.nullable(),
});
export type ReflectionRow = z.infer<typeof reflectionRowSchema>;

/** @returns the row unchanged (the same object) when the fact says nothing new */
export function applyToReflection(
  row: ReflectionRow | null,
  fact: ReflectionFact,
): ReflectionRow | null {
  switch (fact.type) {
    case 'passed':
      return row ?? { callId: fact.callId, at: fact.at, written: null, lessonId: null };
    case 'written': {
      const { wentWell, wouldTry, about } = fact;
      const written = { wentWell, wouldTry, about };
      return { callId: fact.callId, at: fact.at, written, lessonId: row?.lessonId ?? null };
    }
    case 'shared':
      return row ? { ...row, lessonId: fact.lessonId } : row;
  }
}
