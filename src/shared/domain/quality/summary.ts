import { z } from 'zod';

const percent = z.number().min(0).max(100);
const milliseconds = z.number().int().min(0).max(600_000);
/** ITU-T P.800.1: 1 is bad, 4.5 the best the E-model knows. */
const mos = z.number().min(1).max(4.5);

/** A whole call's quality, kept with it. Null is what was never measured. */
export const qualitySummarySchema = z.object({
  codec: z.string().max(40).nullable(),
  /** What did not arrive here, of the whole call. */
  lossPercent: percent.nullable(),
  /** What did not arrive at the far end, by its reports. */
  lossOutPercent: percent.nullable(),
  /** 95 of 100 seconds were no worse. */
  jitterP95Ms: milliseconds.nullable(),
  rttP95Ms: milliseconds.nullable(),
  /** Of the worse direction, over 5 s each. */
  mosMin: mos.nullable(),
  mosMean: mos.nullable(),
  /** Seconds that were called poor. */
  poorS: z.number().int().min(0),
  /** Whether either was said during the call. */
  nothingReceived: z.boolean(),
  microphoneSilent: z.boolean(),
});
export type QualitySummary = z.infer<typeof qualitySummarySchema>;
