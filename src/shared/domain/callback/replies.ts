import { z } from 'zod';
import { idSchema, timeSchema } from '../call/record.ts';
import { UNDECIDED } from '../message/undecided.ts';
import { isSameWindow, windowSchema } from './promiseWindow.ts';
import type { PromiseWindow } from './promiseWindow.ts';

/*
 * What a customer has answered to the times that were offered for a promise. A reply that picks one
 * moves the promise; every other waits for the agent, who says which was meant, takes a choice back,
 * or leaves the promise as it is.
 */

/** The newest reply, as a promise's row has it. */
export const replySchema = z.object({
  messageId: idSchema,
  /** The text that offered the times. */
  textId: idSchema,
  at: timeSchema,
  slots: z.array(z.object({ from: timeSchema, to: timeSchema })),
  /** Which one the promise was moved to; null: none of them. */
  slot: z.number().int().nullable(),
  /** Who has chosen it. */
  by: z.enum(['customer', 'agent']).nullable(),
  /** Why it could not be told by itself. */
  why: z.enum([...UNDECIDED, 'offers']).nullable(),
  /** What the promise was before, to be taken back to. */
  before: z.object({ from: timeSchema, to: timeSchema }).nullable(),
  /** Nothing is asked about it any more. */
  done: z.boolean(),
});
export type PromiseReply = z.infer<typeof replySchema>;

interface FactShape {
  readonly id: typeof idSchema;
  readonly promiseId: typeof idSchema;
  readonly at: typeof timeSchema;
}

/** What the host finds in a message that came. */
export const replyFactSchema = (fact: FactShape) =>
  z.object({
    ...fact,
    type: z.literal('replied'),
    messageId: idSchema,
    textId: idSchema,
    slots: z.array(windowSchema).min(1),
    /** The place of the slot in the list, from 0; null where it could not be told. */
    slot: z.number().int().min(0).nullable(),
    /** `offers`: texts about several promises have offered times. */
    why: z.enum([...UNDECIDED, 'offers']).nullable(),
  });

/** What an agent decides about it. */
export const settledFactSchemas = (fact: FactShape) =>
  [
    z.object({
      ...fact,
      type: z.literal('chosen'),
      messageId: idSchema,
      slot: z.number().int().min(0).max(9),
    }),
    /** The promise goes back to where it was, and the agent is asked again. */
    z.object({ ...fact, type: z.literal('unchosen'), messageId: idSchema }),
    /** The promise stays as it is. */
    z.object({ ...fact, type: z.literal('passed'), messageId: idSchema }),
  ] as const;

type Settled = z.infer<ReturnType<typeof settledFactSchemas>[number]>;
export type ReplyFact = z.infer<ReturnType<typeof replyFactSchema>> | Settled;

interface Answered {
  readonly reply: PromiseReply | null;
  readonly window: PromiseWindow;
}

/** @returns the same objects where the fact says nothing new */
export function applyReply(now: Answered, fact: ReplyFact): Answered {
  const { reply, window } = now;
  if (fact.type === 'replied') {
    const { messageId, textId, at, slot, why } = fact;
    const slots = fact.slots.map(({ from, to }) => ({ from, to }));
    const heard = { messageId, textId, at, slots, why, slot: null, by: null };
    const next = { ...heard, before: null, done: false };
    if (slot === null) return { reply: next, window };
    return choose({ reply: next, window }, slot, 'customer', reply);
  }
  // Said of a reply that another one has come after, or that somebody has dealt with.
  if (reply?.messageId !== fact.messageId || reply.done) return now;
  switch (fact.type) {
    case 'chosen':
      return choose({ reply, window }, fact.slot, 'agent', reply);
    case 'unchosen': {
      if (reply.slot === null) return now;
      const asked = { ...reply, slot: null, by: null, before: null };
      return { reply: asked, window: reply.before ?? window };
    }
    case 'passed':
      return { reply: { ...reply, done: true }, window };
  }
}

function choose(
  { reply, window }: Answered & { readonly reply: PromiseReply },
  place: number,
  by: 'customer' | 'agent',
  last: PromiseReply | null,
): Answered {
  const chosen = reply.slots[place];
  if (chosen === undefined) return { reply, window };
  // Once more the same: what it was before is what it was before the first time.
  const same = isSameWindow(chosen, window);
  const before = same ? (last?.before ?? window) : window;
  return {
    reply: { ...reply, slot: place, by, before: { from: before.from, to: before.to } },
    window: same ? window : chosen,
  };
}

/** Whether an agent is still asked which time was meant. */
export function isAsked(reply: PromiseReply | null): reply is PromiseReply {
  return reply !== null && reply.slot === null && !reply.done;
}
