import { z } from 'zod';

const minuteOfDay = z.number().int().min(0).max(1_439);

/** What an organisation has to say with an advertisement, and when it needs more consent. */
export const advertisingSettingsSchema = z
  .strictObject({
    /** Who advertises. */
    sender: z.string().trim().max(40).default(''),
    /** Where they are reached. */
    contact: z.string().trim().max(40).default(''),
    /** How it is refused, free of charge: a number or an address. */
    optOut: z.string().trim().max(60).default(''),
    /** Minutes since midnight; from up to, but without, the next (DOMAIN.md: 21:00–08:00). */
    nightFrom: minuteOfDay.default(21 * 60),
    nightTo: minuteOfDay.default(8 * 60),
  })
  .refine(({ nightFrom, nightTo }) => nightFrom !== nightTo, { path: ['nightTo'] });
export type AdvertisingSettings = z.infer<typeof advertisingSettingsSchema>;
