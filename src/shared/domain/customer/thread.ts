import { z } from 'zod';
import { callRowSchema, idSchema, timeSchema } from '../call/record.ts';
import { promiseFactSchema } from '../callback/record.ts';
import { messageRowSchema } from '../message/record.ts';
import { textRowSchema } from '../outbox/record.ts';
import { pauseFactSchema } from '../pause/record.ts';
import { customerFactSchema } from './customer.ts';

const entry = { id: idSchema, at: timeSchema };

/**
 * One thing that was between a customer and us, from whatever number. Another kind is one more
 * member here, one more source in `host/db/customerThread.ts` and its words on the screen.
 */
export const threadEntrySchema = z.discriminatedUnion('kind', [
  /** A voicemail belongs to its call. */
  z.object({ ...entry, kind: z.literal('call'), call: callRowSchema }),
  z.object({ ...entry, kind: z.literal('message'), message: messageRowSchema }),
  z.object({
    ...entry,
    kind: z.literal('promise'),
    promiseId: idSchema,
    topic: z.string(),
    fact: promiseFactSchema,
  }),
  z.object({ ...entry, kind: z.literal('pause'), pauseId: idSchema, fact: pauseFactSchema }),
  /** A text of the outbox. */
  z.object({ ...entry, kind: z.literal('text'), text: textRowSchema }),
  z.object({ ...entry, kind: z.literal('customer'), fact: customerFactSchema }),
]);
export type ThreadEntry = z.infer<typeof threadEntrySchema>;
