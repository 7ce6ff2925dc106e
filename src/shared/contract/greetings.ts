import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';
import { reasonIdSchema } from '../domain/availability/reasons.ts';
import { idSchema, timeSchema } from '../domain/call/record.ts';

export const greetingRowSchema = z.object({
  id: idSchema,
  /** The away reason it is for; null: for each that has none of its own. */
  reasonId: reasonIdSchema.nullable(),
  durationMs: z.number().int().min(0),
  bytes: z.number().int().min(0),
  madeAt: timeSchema,
  deletedAt: timeSchema.nullable(),
});
export type GreetingRow = z.infer<typeof greetingRowSchema>;

/** A minute and a half of speech with room to spare; a message is at most 1 MB. */
const LARGEST_SOUND_BASE64 = 700_000;

export const greetingsMethods = {
  /** Those in use. */
  'greetings.list': method({
    input: z.object({}),
    output: z.object({ rows: z.array(greetingRowSchema) }),
  }),
  /**
   * Keeps a greeting; the one it takes the place of can be had back by `greetings.restore` for a
   * day. Doing it twice is harmless.
   * @param sound a whole Ogg Opus file
   * Errors: `greeting.invalid` when it is none; `greeting.too-long`; `storage.*`, then the earlier
   * one stays.
   */
  'greetings.save': method({
    input: z.object({
      id: idSchema,
      reasonId: reasonIdSchema.nullable(),
      sound: z.base64().max(LARGEST_SOUND_BASE64),
    }),
    output: greetingRowSchema,
  }),
  /** Errors: `greeting.unknown`, also when its file is gone. */
  'greetings.sound': method({
    input: z.object({ id: idSchema }),
    output: z.object({ sound: z.string() }),
  }),
  /** Errors: `greeting.unknown`; `storage.*`. */
  'greetings.delete': method({ input: z.object({ id: idSchema }), output: greetingRowSchema }),
  /** Takes the place of whichever is in use by now. Errors: as above. */
  'greetings.restore': method({ input: z.object({ id: idSchema }), output: greetingRowSchema }),
} as const;

export const greetingsEvents = {
  'greetings.changed': event({ data: z.object({}) }),
} as const;
