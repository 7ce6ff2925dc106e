import { z } from 'zod';
import { noticeActionSchema } from '../domain/notice/notice.ts';
import { event, method } from '../rpc/contract.ts';

/** One with the id of an earlier one takes its place. */
const noticeIdSchema = z.string().min(1).max(80);

export const noticeSchema = z.object({
  id: noticeIdSchema,
  title: z.string().min(1).max(200),
  body: z.string().max(400),
  actions: z
    .array(z.object({ action: noticeActionSchema, text: z.string().min(1).max(60) }))
    .max(2),
});
export type Notice = z.infer<typeof noticeSchema>;

/** What the system shows over other programs, where the shell can: a capability. */
export const noticesMethods = {
  /**
   * From the page that holds the phone, which has decided that it is to be shown and in which
   * words. `shown` is false where the shell has no notices. Errors: `desk.taken`.
   */
  'notices.show': method({
    input: z.object({ deskId: z.uuid(), notice: noticeSchema }),
    output: z.object({ shown: z.boolean() }),
  }),
  'notices.close': method({ input: z.object({ id: noticeIdSchema }), output: z.object({}) }),
} as const;

export const noticesEvents = {
  /** For the page that holds the phone. A click on the notice itself is `open`. */
  'notices.pressed': event({ data: z.object({ id: noticeIdSchema, action: noticeActionSchema }) }),
} as const;
