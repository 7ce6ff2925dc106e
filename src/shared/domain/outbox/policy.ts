import { z } from 'zod';

/*
 * What an organisation has decided about texts to callers who reached nobody. The defaults are
 * those of DOMAIN.md; none of them is law: such a text is information, not advertising.
 */

/** Kinds of numbers that some networks take texts for. No other kind ever does. */
export const TEXTABLE_KINDS = ['mobile', 'internet', 'international'] as const;

/** As a person writes one; the carrier's own limit is 2,000 bytes. */
export const LONGEST_TEMPLATE = 500;

const minuteOfDay = z.number().int().min(0).max(1_439);

export const missedTextsSchema = z
  .strictObject({
    /** Texts are written by themselves; each away reason says whether for it. */
    automatic: z.boolean().default(true),
    /** Nothing leaves from here up to, but without, the next: it waits. Minutes since midnight. */
    quiet: z.boolean().default(true),
    quietFrom: minuteOfDay.default(21 * 60),
    quietTo: minuteOfDay.default(8 * 60),
    /** Texts of a day, by whatever they leave; null: as many as there are. A guard against a slip. */
    perDay: z.number().int().min(1).max(100_000).nullable().default(null),
    numberKinds: z.array(z.enum(TEXTABLE_KINDS)).max(3).default(['mobile']),
    /** Of the usual sentences and of times. */
    language: z.enum(['ko', 'en']).default('ko'),
    company: z.string().trim().max(40).default(''),
    agent: z.string().trim().max(40).default(''),
    /** The desk's own sentences; empty for the usual ones. */
    template: z.string().trim().max(LONGEST_TEMPLATE).default(''),
  })
  .refine(({ quietFrom, quietTo }) => quietFrom !== quietTo, { path: ['quietTo'] });
export type MissedTexts = z.infer<typeof missedTextsSchema>;
