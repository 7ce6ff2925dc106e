import { z } from 'zod';
import { MESSAGE_SECONDS } from './message.ts';

/** What a customer meets who calls while the agent is away. */
export const attendantSettingsSchema = z.strictObject({
  /** A message may be left after the greeting. */
  takeMessages: z.boolean().default(true),
  /** The greeting is followed by when the agent will call, where that is known. */
  sayReturnTime: z.boolean().default(true),
  /** A telephone number among the alternate contact is said too. */
  sayAlternate: z.boolean().default(true),
  /** How long a message may be. */
  messageSeconds: z
    .number()
    .int()
    .min(MESSAGE_SECONDS.least)
    .max(MESSAGE_SECONDS.most)
    .default(MESSAGE_SECONDS.usual),
  /** Days that a message is kept; null: until it is deleted by hand. */
  keepDays: z.number().int().min(1).max(3_650).nullable().default(90),
});
export type AttendantSettings = z.infer<typeof attendantSettingsSchema>;
