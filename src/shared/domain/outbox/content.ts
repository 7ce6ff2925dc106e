import { z } from 'zod';
import { idSchema, timeSchema } from '../call/record.ts';
import { MOST_PICTURES, PICTURE_TYPES } from './picture.ts';

/** What there is to a text beside its words. */

/** How much a text says; the comparison is in `strategy.ts`. */
export const STRATEGIES = ['confirmation', 'detail', 'reservation'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/**
 * Bytes of the subject of an LMS or MMS in the gateway's charset (DOMAIN.md). No character is less
 * than one byte.
 */
export const LONGEST_SUBJECT = 40;

/** Characters of why somebody is written to who wants no texts. */
export const LONGEST_DESPITE = 200;

/** What a customer is expected for. A change or a cancellation of it is another text. */
export const reservationSchema = z.object({
  /** The same for the reservation and for what is told of it later. */
  id: idSchema,
  at: timeSchema,
  place: z.string().trim().min(1).max(100),
  /** Things to bring; empty: nothing. */
  bring: z.string().trim().max(200),
  state: z.enum(['booked', 'changed', 'cancelled']),
});
export type Reservation = z.infer<typeof reservationSchema>;

/** A picture of an MMS; its bytes are kept by the host under the hash. */
export const attachmentSchema = z.object({
  fileName: z.string().min(1).max(100),
  type: z.enum(PICTURE_TYPES),
  /** Bytes. */
  size: z.number().int().min(1),
  /** Lowercase hexadecimal; empty: the picture was erased with the customer. */
  sha256: z.string().regex(/^([0-9a-f]{64})?$/),
});
export type Attachment = z.infer<typeof attachmentSchema>;

/** More would make a list of it that nobody reads on a phone. */
export const MOST_SLOTS = 4;

const slotSchema = z
  .object({ from: timeSchema, to: timeSchema })
  .refine(({ from, to }) => from < to);

/** Why a text is written: advertising needs consent, a form, and the day. */
export const CATEGORIES = ['information', 'advertising'] as const;

export const textContentSchema = z.object({
  category: z.enum(CATEGORIES).default('information'),
  strategy: z.enum(STRATEGIES).nullable().default(null),
  subject: z.string().max(LONGEST_SUBJECT).default(''),
  reservation: reservationSchema.nullable().default(null),
  /** The template that it was made from, in the version of then; null: none. */
  template: z
    .object({ id: z.string().min(1).max(40), version: z.number().int().min(1) })
    .nullable()
    .default(null),
  attachments: z.array(attachmentSchema).max(MOST_PICTURES).default([]),
  /** When they may be called: numbered from 1 in its words, for the customer to choose from. */
  slots: z.array(slotSchema).max(MOST_SLOTS).default([]),
  /** What was found in it, and the agent has let stand: keys of findings. */
  passed: z.array(z.string().max(80)).max(50).default([]),
  /** Of finance, medicine or insurance: when the agent has read it a second time. */
  secondCheckAt: timeSchema.nullable().default(null),
  /** Why it is sent though the customer has said that they want no texts; empty: no reason is. */
  despite: z.string().trim().max(LONGEST_DESPITE).default(''),
});
export type TextContent = z.infer<typeof textContentSchema>;

/** Of a text that has nothing but its words. */
export const WORDS_ONLY: TextContent = textContentSchema.parse({});
