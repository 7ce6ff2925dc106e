import { z } from 'zod';

/** Whom to turn to. Written by the desk: none of it is known to the app. */
export const resourceSchema = z.strictObject({
  name: z.string().trim().min(1).max(60),
  phone: z.string().trim().max(64).default(''),
  hours: z.string().trim().max(60).default(''),
  about: z.string().trim().max(120).default(''),
});
export type Resource = z.infer<typeof resourceSchema>;

export const MOST_RESOURCES = 12;

export const careSchema = z.strictObject({
  /** Breaks are suggested. */
  on: z.boolean().default(true),
  /** Minutes of work with calls after which one is suggested. */
  everyMinutes: z.number().int().min(15).max(240).default(50),
  breakMinutes: z.number().int().min(1).max(30).default(5),
  /** A colleague or the lead; null until somebody is named. */
  helpContact: z
    .strictObject({
      name: z.string().trim().max(60),
      /** A number, an extension or a SIP address. */
      number: z.string().trim().min(1).max(64),
    })
    .nullable()
    .default(null),
  resources: z.array(resourceSchema).max(MOST_RESOURCES).default([]),
});
export type CareSettings = z.infer<typeof careSchema>;
