import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';
import { idSchema, timeSchema } from '../domain/call/record.ts';
import { ENCODINGS } from '../domain/message/encodings.ts';
import {
  decidedTextFactSchema,
  TEXT_GROUPS,
  textFactSchema,
  textRowSchema,
} from '../domain/outbox/record.ts';
import { HOLDS } from '../domain/outbox/holds.ts';

const cursor = z.object({ at: timeSchema, id: idSchema });
const count = z.number().int().min(0);

export const outboxMethods = {
  /** Newest first, by keyset: pass the `next` of a page to get the one after it. */
  'outbox.list': method({
    input: z.object({
      /** Null: texts that wait, that are done with and that were not written. */
      group: z.enum(TEXT_GROUPS).nullable(),
      after: cursor.nullable().default(null),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    output: z.object({ rows: z.array(textRowSchema), next: cursor.nullable() }),
  }),
  'outbox.counts': method({
    input: z.object({}),
    output: z.object({ open: count, trouble: count, done: count, declined: count }),
  }),
  /** One text and how it came to be what it is. Errors: `outbox.unknown`. */
  'outbox.get': method({
    input: z.object({ id: idSchema }),
    output: z.object({ row: textRowSchema, facts: z.array(textFactSchema) }),
  }),
  /** The newest texts to one customer, written or not. */
  'outbox.ofCustomer': method({
    input: z.object({
      e164: z.string().max(20).nullable(),
      dialled: z.string().max(256),
      practice: z.boolean(),
    }),
    output: z.object({ rows: z.array(textRowSchema) }),
  }),
  /** What was written about a call, or why nothing was; newest first. */
  'outbox.ofCall': method({
    input: z.object({ callId: idSchema }),
    output: z.object({ rows: z.array(textRowSchema) }),
  }),
  /**
   * Adds what an agent has decided, in order, in one transaction. A fact whose id is already stored
   * is passed over.
   * Errors: `outbox.unknown`, `outbox.settled` for a text that is done with,
   * `outbox.leaving` for one that is on its way, `outbox.no-trouble` where there is nothing to send
   * again or to confirm, `outbox.too-far` for a time more than a year ahead, `storage.*` — nothing
   * of the batch was stored.
   */
  'outbox.append': method({
    input: z.object({ facts: z.array(decidedTextFactSchema).min(1).max(100) }),
    output: z.object({ stored: count }),
  }),
  /**
   * What became of a text: from the page that sent it by the phone, or a relay that passes on what a
   * gateway reports. What is not known, or known already, changes nothing.
   */
  'outbox.report': method({
    input: z.object({
      of: z.union([
        z.strictObject({ textId: idSchema, attemptId: idSchema }),
        /** As the gateway calls it. */
        z.strictObject({
          ref: z.string().min(1).max(200),
          gatewayId: z.string().max(40).nullable().default(null),
        }),
      ]),
      /** `delayed`: it has surely not left, and is sent later. `unsure`: it may have left. */
      what: z.enum(['accepted', 'delivered', 'delayed', 'failed', 'unsure']),
      code: z.string().max(80).default(''),
      words: z.string().max(200).default(''),
    }),
    output: z.object({ changed: z.boolean() }),
  }),
  /** What keeps these from leaving now, and by what texts leave. Those that are unknown are left out. */
  'outbox.outlook': method({
    input: z.object({ ids: z.array(idSchema).max(200) }),
    output: z.object({
      /** In the order in which they are tried; empty: nothing leaves by itself. */
      ways: z.array(
        z.object({
          ...{ id: z.string(), name: z.string() },
          kind: z.enum(['gateway', 'phone', 'practice']),
          /** Whom they reach. */
          numberKinds: z.array(z.string()),
          /** How a text is counted by them; null: they carry every character. */
          encoding: z.enum(ENCODINGS).nullable(),
          newline: z.enum(['lf', 'crlf']),
        }),
      ),
      holds: z.array(z.object({ id: idSchema, why: z.enum(HOLDS), until: timeSchema.nullable() })),
    }),
  }),
} as const;

export const outboxEvents = {
  /** These have changed; null: any may have. */
  'outbox.changed': event({ data: z.object({ ids: z.array(idSchema).nullable() }) }),
  /**
   * The page of this desk, and no other, sends these parts one after the other as SIP MESSAGE and
   * says by `outbox.report` what became of them.
   */
  'outbox.bySip': event({
    data: z.object({
      deskId: z.string(),
      textId: idSchema,
      attemptId: idSchema,
      party: z.object({
        address: z.string(),
        dialled: z.string(),
        e164: z.string().nullable(),
        name: z.string().nullable(),
        rawName: z.null(),
      }),
      parts: z.array(z.string()),
    }),
  }),
} as const;
