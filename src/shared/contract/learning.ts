import { z } from 'zod';
import { idSchema } from '../domain/call/record.ts';
import { lessonFactSchema, shownLessonSchema } from '../domain/lesson/record.ts';
import { reflectionFactSchema, reflectionRowSchema } from '../domain/lesson/reflection.ts';
import { mistakeFactSchema, mistakeRowSchema } from '../domain/mistake/record.ts';
import { triggerSchema } from '../domain/script/script.ts';
import { event, method } from '../rpc/contract.ts';

/** Where the page before ended. */
const placeSchema = z.object({ at: z.number().int(), id: idSchema });
const paging = {
  before: placeSchema.nullable().default(null),
  limit: z.number().int().min(1).max(200).default(50),
};
const appended = z.object({ stored: z.number().int().min(0) });

/**
 * Mistakes made good, lessons and reflections. There is no method that counts, orders or groups by
 * agent, and none may be added (tests/host/learning.test.ts).
 */
export const learningMethods = {
  /** Newest first, by keyset: pass the `next` of a page for the one after it. */
  'mistakes.list': method({
    input: z.object({ group: z.enum(['open', 'closed']), ...paging }),
    output: z.object({ rows: z.array(mistakeRowSchema), next: placeSchema.nullable() }),
  }),
  /** Those reported of a call, oldest first. */
  'mistakes.ofCall': method({
    input: z.object({ callId: idSchema }),
    output: z.object({ rows: z.array(mistakeRowSchema) }),
  }),
  /** One and how it came to be what it is. Errors: `mistake.unknown`. */
  'mistakes.get': method({
    input: z.object({ id: idSchema }),
    output: z.object({ row: mistakeRowSchema, facts: z.array(mistakeFactSchema) }),
  }),
  /**
   * Adds what was done, in order, in one transaction. A fact whose id is already stored is passed
   * over; nothing is ever changed or taken away.
   * Errors: `mistake.unknown`; `storage.*` — nothing of the batch was stored.
   */
  'mistakes.append': method({
    input: z.object({ facts: z.array(mistakeFactSchema).min(1).max(50) }),
    output: appended,
  }),
  /** The board, newest first. `text`: every word of it occurs; `drafts`: only with a proposed step. */
  'lessons.list': method({
    input: z.object({
      text: z.string().max(200).default(''),
      tag: z.string().max(40).nullable().default(null),
      trigger: triggerSchema.nullable().default(null),
      step: z
        .object({ scriptId: z.string().max(40), stepId: z.string().max(40) })
        .nullable()
        .default(null),
      drafts: z.boolean().default(false),
      ...paging,
    }),
    output: z.object({
      rows: z.array(shownLessonSchema),
      next: placeSchema.nullable(),
      /** Every tag in use, for whoever chooses one. */
      tags: z.array(z.string()),
    }),
  }),
  /** Errors: `lesson.unknown`, also for one that was taken back. */
  'lessons.get': method({ input: z.object({ id: idSchema }), output: shownLessonSchema }),
  /**
   * As `mistakes.append`. Errors: `lesson.unknown`; `lesson.not-yours` — edited or withdrawn by
   * somebody who has not written it; `storage.*`.
   */
  'lessons.append': method({
    input: z.object({ facts: z.array(lessonFactSchema).min(1).max(50) }),
    output: appended,
  }),
  /** The agent's own of a call; null where it was neither written nor passed over. */
  'reflections.ofCall': method({
    input: z.object({ callId: idSchema }),
    output: z.object({ row: reflectionRowSchema.nullable() }),
  }),
  /** As `mistakes.append`. Errors: `reflection.unknown` — shared before it was written. */
  'reflections.append': method({
    input: z.object({ facts: z.array(reflectionFactSchema).min(1).max(50) }),
    output: appended,
  }),
} as const;

export const learningEvents = {
  /** These have changed; null: any may have. */
  'mistakes.changed': event({ data: z.object({ ids: z.array(idSchema).nullable() }) }),
  'lessons.changed': event({ data: z.object({ ids: z.array(idSchema).nullable() }) }),
} as const;
