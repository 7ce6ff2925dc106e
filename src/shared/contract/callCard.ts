import { z } from 'zod';
import { idSchema, timeSchema } from '../domain/call/record.ts';
import { event, method } from '../rpc/contract.ts';
import { languageSchema } from './settings.ts';

/** More than these that ring at once are counted, not shown. */
export const MOST_CARDS = 3;

/** A call that rings, in the words that are shown. */
export const ringingCallSchema = z.object({
  callId: idSchema,
  who: z.string().max(200),
  /** How often they called, the last promise, the last trouble: one line each, those there are. */
  lines: z.array(z.string().max(300)).max(4),
  startedAt: timeSchema,
  /** Whoever withholds their number cannot be written to. */
  canText: z.boolean(),
});
export type RingingCall = z.infer<typeof ringingCallSchema>;

const word = z.string().max(80);

/**
 * All that the card over other windows shows. The page that holds the phone writes it, words
 * included: the card itself knows no language, no number and no rule.
 */
export const callCardSchema = z.object({
  calls: z.array(ringingCallSchema).max(MOST_CARDS),
  language: languageSchema,
  dark: z.boolean(),
  words: z.object({
    title: word,
    answer: word,
    decline: word,
    text: word,
    open: word,
    /** How many more ring; empty for none. */
    more: word,
  }),
  /** The keys that work in every program and mean the first call; empty where there is none. */
  keys: z.object({ answer: word, decline: word }),
});
export type CallCard = z.infer<typeof callCardSchema>;

/** `text`: declined, and a text to them is begun; `open`: the app comes in front. */
export const cardActionSchema = z.enum(['answer', 'decline', 'text', 'open']);
export type CardAction = z.infer<typeof cardActionSchema>;

export const callCardMethods = {
  /**
   * What rings now, from the page that holds the phone; null when nothing does. In memory only.
   * Errors: `desk.taken` for every other page.
   */
  'callCard.tell': method({
    input: z.object({ deskId: z.uuid(), card: callCardSchema.nullable() }),
    output: z.object({}),
  }),
  'callCard.state': method({
    input: z.object({}),
    output: z.object({ card: callCardSchema.nullable() }),
  }),
  /**
   * A button of the card. `taken` is false for a call that rings no more: it is not passed on, so
   * that a click that came too late answers nobody else.
   */
  'callCard.press': method({
    input: z.object({ callId: idSchema, action: cardActionSchema }),
    output: z.object({ taken: z.boolean() }),
  }),
} as const;

export const callCardEvents = {
  'callCard.changed': event({ data: z.object({ card: callCardSchema.nullable() }) }),
  /** For the page that holds the phone. */
  'callCard.pressed': event({ data: z.object({ callId: idSchema, action: cardActionSchema }) }),
} as const;
