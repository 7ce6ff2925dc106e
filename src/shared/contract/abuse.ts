import { z } from 'zod';
import { abuseDecisionSchema, abuseFactSchema, abuseRowSchema } from '../domain/abuse/record.ts';
import { idSchema, timeSchema } from '../domain/call/record.ts';
import { event, method } from '../rpc/contract.ts';

export const abuseMethods = {
  /**
   * Adds what an agent did, in order, in one transaction. A fact whose id is already stored is passed
   * over; a call has one case, the first. What was missing at the end is found by the host.
   * Errors: `abuse.unknown`; `storage.*` — nothing of the batch was stored.
   */
  'abuse.append': method({
    input: z.object({ facts: z.array(abuseDecisionSchema).min(1).max(100) }),
    output: z.object({ stored: z.number().int().min(0) }),
  }),
  'abuse.ofCall': method({
    input: z.object({ callId: idSchema }),
    output: z.object({ row: abuseRowSchema.nullable() }),
  }),
  /**
   * The customer's case that broke off before this call, within the time of the policy: its ladder can
   * be gone on with. Null for one that was gone through to its end,
   * and for a withheld number, which is nobody's in particular.
   */
  'abuse.earlier': method({
    input: z.object({
      callId: idSchema,
      e164: z.string().max(20).nullable(),
      dialled: z.string().max(256),
      address: z.string().max(1_024),
    }),
    output: z.object({ row: abuseRowSchema.nullable() }),
  }),
  /** Those that the agent is not done with, newest first. */
  'abuse.open': method({
    input: z.object({}),
    output: z.object({ rows: z.array(abuseRowSchema) }),
  }),
  /** Those begun in these times, newest first. */
  'abuse.list': method({
    input: z.object({
      from: timeSchema,
      to: timeSchema,
      limit: z.number().int().min(1).max(500).default(200),
    }),
    output: z.object({ rows: z.array(abuseRowSchema) }),
  }),
  /** Errors: `abuse.unknown`. */
  'abuse.get': method({
    input: z.object({ id: idSchema }),
    output: z.object({ row: abuseRowSchema, facts: z.array(abuseFactSchema) }),
  }),
  /** A draft of the report from what was recorded, for the agent to complete. Errors: `abuse.unknown`. */
  'abuse.draft': method({
    input: z.object({ id: idSchema, language: z.enum(['ko', 'en']) }),
    output: z.object({ text: z.string() }),
  }),
  /**
   * Everything of a case, to be handed on: a page that needs nothing else, the data in it, and the
   * SHA-256 of the data in hexadecimal. Goes into the access log with its reason, before there is
   * anything to take along. Errors: `abuse.unknown`; `storage.*`, then nothing was made.
   */
  'abuse.evidence': method({
    input: z.object({
      id: idSchema,
      reason: z.string().trim().min(1).max(500),
      language: z.enum(['ko', 'en']),
    }),
    output: z.object({
      name: z.string(),
      html: z.string(),
      json: z.string(),
      sha256: z.string(),
    }),
  }),
} as const;

export const abuseEvents = {
  /** These have changed; null: any may have. */
  'abuse.changed': event({ data: z.object({ ids: z.array(idSchema).nullable() }) }),
} as const;
