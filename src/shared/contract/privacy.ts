import { z } from 'zod';
import { idSchema, timeSchema } from '../domain/call/record.ts';
import { customerNumberSchema } from '../domain/customer/customer.ts';
import { ACCESS_KINDS } from '../domain/privacy/accessKinds.ts';
import { certificateBodySchema } from '../domain/privacy/certificate.ts';
import { holdSubjectSchema } from '../domain/privacy/holds.ts';
import { RETENTION_KINDS, STAYS } from '../domain/privacy/retention.ts';
import { UNUSUAL } from '../domain/privacy/unusual.ts';
import { event, method } from '../rpc/contract.ts';

const count = z.number().int().min(0);
/** 2026-11: by the clock of this computer. */
const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const whoSchema = z.string().trim().min(1).max(80);
const reasonSchema = z.string().trim().min(1).max(500);

const accessRowSchema = z.object({
  id: idSchema,
  at: timeSchema,
  /** Whose computer it was; '' where nobody had a name, and of what the host does by itself. */
  actor: z.string(),
  role: z.enum(['agent', 'lead']).nullable(),
  /** The page's connection, or `host`. */
  origin: z.string(),
  action: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  /** The word that stands for whoever was looked at. */
  ref: z.string().nullable(),
  /** Who that is; null once they are erased. */
  person: z.string().nullable(),
  reason: z.string(),
  /** JSON. */
  detail: z.string().nullable(),
});
export type AccessRow = z.infer<typeof accessRowSchema>;

const reviewSchema = z.object({
  id: idSchema,
  at: timeSchema,
  month: monthSchema,
  who: z.string(),
  remark: z.string(),
  entries: count,
  findings: count,
});
export type AccessReview = z.infer<typeof reviewSchema>;

const findingSchema = z.object({
  rule: z.enum(UNUSUAL),
  actor: z.string(),
  from: timeSchema,
  to: timeSchema,
  count,
});

const placeSchema = z.object({ at: timeSchema, id: z.string().max(64) });

const staysSchema = z.object(
  Object.fromEntries(STAYS.map((why) => [why, count])) as Record<
    (typeof STAYS)[number],
    typeof count
  >,
);

const planSchema = z.object({
  id: idSchema,
  at: timeSchema,
  kinds: z.array(
    z.object({
      kind: z.enum(RETENTION_KINDS),
      /** What is older is due; null: never. */
      before: timeSchema.nullable(),
      due: count,
      oldest: timeSchema.nullable(),
      newest: timeSchema.nullable(),
      stays: staysSchema,
    }),
  ),
});
export type RetentionPlan = z.infer<typeof planSchema>;

const runSchema = z.object({
  id: idSchema,
  at: timeSchema,
  who: z.string(),
  automatic: z.boolean(),
  /** Null while it goes on. */
  endedAt: timeSchema.nullable(),
  gone: z.array(z.object({ kind: z.enum(RETENTION_KINDS), count })),
  stayed: count,
});
export type RetentionRun = z.infer<typeof runSchema>;

const holdSchema = z.object({
  id: idSchema,
  at: timeSchema,
  who: z.string(),
  subjectKind: holdSubjectSchema,
  subjectId: z.string().nullable(),
  /** By what the customer is known; empty of others, and once the customer is erased. */
  keys: z.array(z.string()),
  reason: z.string(),
  until: timeSchema.nullable(),
  release: z.object({ at: timeSchema, who: z.string(), reason: z.string() }).nullable(),
});
export type Hold = z.infer<typeof holdSchema>;

const certificateSchema = z.object({
  no: z.number().int().min(1),
  id: idSchema,
  at: timeSchema,
  who: z.string(),
  body: certificateBodySchema,
  /** SHA-256, hexadecimal, of all this and of the certificate before. */
  hash: z.string(),
  /** The hash is what it should be. */
  sound: z.boolean(),
});
export type Certificate = z.infer<typeof certificateSchema>;

/**
 * Those of reviews, retention and holds: `role.needed` where a lead's passphrase is set and the page is
 * not unlocked. What is written: `storage.read-only` while records are in memory only; `storage.*`.
 */
export const privacyMethods = {
  /** Months of the access log, the newest first, the current one with them, and who has signed which. */
  'privacy.months': method({
    input: z.object({}),
    output: z.object({
      months: z.array(z.object({ month: monthSchema, over: z.boolean(), entries: count })),
      reviews: z.array(reviewSchema),
    }),
  }),
  /** One month as a review looks at it. */
  'privacy.month': method({
    input: z.object({ month: monthSchema }),
    output: z.object({
      total: count,
      kinds: z.array(z.object({ kind: z.enum(ACCESS_KINDS), count })),
      actors: z.array(z.object({ actor: z.string(), count, people: count })),
      findings: z.array(findingSchema),
    }),
  }),
  /** Entries of a month, the newest first, by keyset. */
  'privacy.log': method({
    input: z.object({
      month: monthSchema,
      kind: z.enum(ACCESS_KINDS).nullable().default(null),
      actor: z.string().max(200).nullable().default(null),
      after: placeSchema.nullable().default(null),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    output: z.object({ rows: z.array(accessRowSchema), next: placeSchema.nullable() }),
  }),
  /** Signs a month off; can be done again, each is a row of its own. A month that is not over: `input.invalid`. */
  'privacy.review': method({
    input: z.object({
      id: idSchema,
      month: monthSchema,
      who: whoSchema,
      remark: z.string().trim().max(1_000),
    }),
    output: reviewSchema,
  }),
  /** The entries of a month as a CSV file; numbers masked. Goes into the access log before it is sent. */
  'privacy.logFile': method({
    input: z.object({ month: monthSchema, reason: reasonSchema, language: z.enum(['ko', 'en']) }),
    output: z.object({ name: z.string(), text: z.string(), rows: count }),
  }),
  /** Terms that are set elsewhere, in days, and runs, the newest first. */
  'privacy.retention': method({
    input: z.object({}),
    output: z.object({
      recordings: z.number().int().nullable(),
      voicemail: z.number().int().nullable(),
      runs: z.array(runSchema),
    }),
  }),
  /** What would go if it was done now; nothing goes. */
  'privacy.dryRun': method({ input: z.object({}), output: planSchema }),
  /**
   * Does what a dry run of this page's last quarter of an hour has said, in slices; the events say how far
   * it is. Errors: `privacy.plan-old`; `privacy.busy` while one goes on.
   */
  'privacy.run': method({ input: z.object({ plan: idSchema, who: whoSchema }), output: runSchema }),
  /** All holds there ever were, the newest first. */
  'privacy.holds': method({
    input: z.object({}),
    output: z.object({ holds: z.array(holdSchema) }),
  }),
  /** Errors: `input.invalid` where nobody and nothing is named. */
  'privacy.hold': method({
    input: z.object({
      id: idSchema,
      subjectKind: holdSubjectSchema,
      subjectId: idSchema.nullable(),
      numbers: z.array(customerNumberSchema).max(20),
      who: whoSchema,
      reason: reasonSchema,
      until: timeSchema.nullable(),
    }),
    output: z.object({ holds: z.array(holdSchema) }),
  }),
  /** Lets go of it; a second time does nothing. */
  'privacy.release': method({
    input: z.object({ holdId: idSchema, who: whoSchema, reason: reasonSchema }),
    output: z.object({ holds: z.array(holdSchema) }),
  }),
  /** Of every erasure, the newest first. */
  'privacy.certificates': method({
    input: z.object({}),
    output: z.object({ certificates: z.array(certificateSchema) }),
  }),
} as const;

export const privacyEvents = {
  /** Holds, reviews, certificates, or how far a run is. */
  'privacy.changed': event({ data: z.object({}) }),
} as const;
