import { z } from 'zod';
import { causeSchema, directionSchema, outcomeSchema, timeSchema } from '../call/record.ts';
import { qualitySummarySchema } from '../quality/summary.ts';

/** One SIP message on its way, redacted (`redactFrame.ts`). */
export const tracedFrameSchema = z.object({
  at: timeSchema,
  direction: z.enum(['in', 'out']),
  frame: z.string().max(20_000),
});
export type TracedFrame = z.infer<typeof tracedFrameSchema>;

/** What the host knows that helps to find a fault. */
export const hostReportSchema = z.object({
  at: timeSchema,
  startedAt: timeSchema,
  version: z.string(),
  node: z.string(),
  sqlite: z.string(),
  /** `linux x64 6.1.0`. */
  system: z.string(),
  shell: z.enum(['electron', 'browser']),
  storage: z.object({ state: z.string(), code: z.string().nullable() }),
  databaseBytes: z.number().int().nullable(),
  calls: z.number().int().nullable(),
  /** The newest lines of the host's log, numbers masked. */
  log: z.array(z.string()),
});
export type HostReport = z.infer<typeof hostReportSchema>;

/** A call without whom it was with. */
export const tracedCallSchema = z.object({
  startedAt: timeSchema,
  answeredAt: timeSchema.nullable(),
  endedAt: timeSchema.nullable(),
  direction: directionSchema,
  outcome: outcomeSchema.nullable(),
  cause: causeSchema.nullable(),
  quality: qualitySummarySchema.nullable(),
  practice: z.boolean(),
});

/** The file an agent can hand to support: nothing in it says who a customer is. */
export const supportBundleSchema = z.object({
  format: z.literal('ieum-support-1'),
  madeAt: timeSchema,
  host: hostReportSchema,
  page: z.object({
    userAgent: z.string(),
    language: z.string(),
    online: z.boolean(),
    screen: z.string(),
    /** Kinds and names of the sound devices; null where the browser does not tell them. */
    devices: z.array(z.string()).nullable(),
  }),
  settings: z.record(z.string(), z.unknown()),
  account: z
    .object({
      servers: z.array(z.string()),
      realm: z.string(),
      iceServers: z.array(z.string()),
      iceTransportPolicy: z.string(),
      provisioned: z.boolean(),
    })
    .nullable(),
  /** The states of the line, newest last. */
  line: z.array(z.object({ at: timeSchema, state: z.string(), reason: z.string().nullable() })),
  calls: z.array(tracedCallSchema),
  trace: z.array(tracedFrameSchema),
});
export type SupportBundle = z.infer<typeof supportBundleSchema>;
