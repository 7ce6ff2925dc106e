import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';
import { idSchema, timeSchema } from '../domain/call/record.ts';
import {
  messageRowSchema,
  receivedFactSchema,
  sentFactSchema,
  threadRowSchema,
} from '../domain/message/record.ts';

const threadSchema = z.string().min(1).max(1_100);

/** Where a page ended: the time and id of its last message. */
export const messageCursorSchema = z.object({ at: timeSchema, id: idSchema });
export type MessageCursor = z.infer<typeof messageCursorSchema>;

export const messagesMethods = {
  /**
   * Keeps a message that came, on the disk before this answers, so that its sender may be told 200.
   * A second copy of one that is kept is passed over (`stored: false`), and may be told 200 too.
   * Errors, after which nothing of it is kept: `storage.*`, also while records are in memory only;
   * `message.too-late` when its sender has been answered by now.
   */
  'messages.receive': method({
    input: z.object({
      fact: receivedFactSchema,
      /** Epoch milliseconds: after this moment the page has told the sender 480. */
      answerBy: timeSchema,
    }),
    output: z.object({ stored: z.boolean() }),
  }),
  /**
   * Adds facts about messages that are sent, in order, in one transaction. A fact whose id is
   * already stored is passed over.
   * Errors: `storage.*` — nothing of the batch was stored.
   */
  'messages.append': method({
    input: z.object({ facts: z.array(sentFactSchema).min(1).max(100) }),
    output: z.object({ stored: z.number().int() }),
  }),
  /** Conversations, the one written in last first, by keyset. */
  'messages.threads': method({
    input: z.object({
      /** Matches a part of the number (digits only are compared) or the name. */
      text: z.string().max(200).default(''),
      after: messageCursorSchema.nullable().default(null),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    output: z.object({
      threads: z.array(threadRowSchema),
      next: messageCursorSchema.nullable(),
    }),
  }),
  /** One conversation, newest message first, by keyset. `thread` is null while nothing is in it. */
  'messages.thread': method({
    input: z.object({
      thread: threadSchema,
      before: messageCursorSchema.nullable().default(null),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    output: z.object({
      thread: threadRowSchema.nullable(),
      rows: z.array(messageRowSchema),
      next: messageCursorSchema.nullable(),
    }),
  }),
  /** The messages of a conversation up to one of them have been seen. Repeating it is harmless. */
  'messages.markRead': method({
    input: z.object({ thread: threadSchema, upTo: messageCursorSchema }),
    output: z.object({ read: z.number().int() }),
  }),
  'messages.unread': method({
    input: z.object({}),
    output: z.object({ messages: z.number().int(), threads: z.number().int() }),
  }),
} as const;

export const messagesEvents = {
  /** What is in these conversations, or what is known of their messages, has changed. */
  'messages.changed': event({ data: z.object({ threads: z.array(z.string()) }) }),
} as const;
