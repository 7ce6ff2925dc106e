import { z } from 'zod';
import { idSchema, timeSchema } from '../domain/call/record.ts';
import { promiseRowSchema } from '../domain/callback/record.ts';
import { LONGEST, MOST } from '../domain/contact/contact.ts';
import {
  consentSchema,
  customerFactSchema,
  customerNumberSchema,
  keptSchema,
  LONGEST_REASON,
  MERGE_REASONS,
  preferencesSchema,
  unitedCustomerSchema,
} from '../domain/customer/customer.ts';
import { erasureExtentSchema, erasureGroundSchema } from '../domain/privacy/certificate.ts';
import { threadEntrySchema } from '../domain/customer/thread.ts';
import { event, method } from '../rpc/contract.ts';

/** Whose card: a customer that is known, or whoever has these numbers. */
export const whoseSchema = z.object({
  customerId: idSchema.nullable(),
  numbers: z.array(customerNumberSchema).max(MOST.numbers),
});
export type Whose = z.infer<typeof whoseSchema>;

/** As far as somebody has to be told apart. */
const someoneSchema = z.object({
  id: idSchema,
  name: z.string(),
  numbers: z.array(customerNumberSchema),
});

const cardSchema = z.object({
  /** Null while nothing was ever written down of whoever has the numbers. */
  customer: unitedCustomerSchema.nullable(),
  /** Theirs, or where there is no customer those asked for and what contacts add to them. */
  numbers: z.array(customerNumberSchema),
  /** Who they are in the contacts. */
  contacts: z.array(z.object({ id: idSchema, title: z.string() })),
  /** Other cards that may be of the same customer, and why. */
  alike: z.array(someoneSchema.extend({ reason: z.enum(MERGE_REASONS) })),
  /** What they were promised and is open, the one due first at the front; ten at most. */
  promises: z.array(promiseRowSchema),
});
export type CustomerCard = z.infer<typeof cardSchema>;

const placeSchema = z.object({ at: timeSchema, id: idSchema });
const cursorSchema = z.object({ sortKey: z.string().max(400), id: idSchema });

export const customersMethods = {
  /** By name, Korean first, by keyset. Whoever was merged into another is found as the other. */
  'customers.list': method({
    input: z.object({
      text: z.string().max(200).default(''),
      after: cursorSchema.nullable().default(null),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    output: z.object({
      rows: z.array(unitedCustomerSchema),
      next: cursorSchema.nullable(),
    }),
  }),
  /**
   * All that is known of a customer but the thread. Goes into the access log, once in ten minutes
   * for each page and customer.
   * Errors: `customer.unknown`.
   */
  'customers.card': method({ input: whoseSchema, output: cardSchema }),
  /** Everything that was between them and us, newest first, by keyset. Goes into the access log. */
  'customers.thread': method({
    input: whoseSchema.extend({
      before: placeSchema.nullable().default(null),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    output: z.object({ entries: z.array(threadEntrySchema), next: placeSchema.nullable() }),
  }),
  /** What has to be known of a number before it is called or written to. */
  'customers.known': method({
    input: z.object({
      keys: z
        .array(
          z
            .string()
            .min(1)
            .max(LONGEST.number * 2),
        )
        .max(200),
    }),
    output: z.object({
      found: z.array(
        z.object({
          key: z.string(),
          id: idSchema,
          name: z.string(),
          preferences: preferencesSchema.nullable(),
          /** What counts now of each kind that was ever said. */
          consents: z.array(consentSchema),
        }),
      ),
    }),
  }),
  /**
   * Adds what an agent has learnt, in order, in one transaction. A fact whose id is already stored
   * is passed over.
   * Errors, after which nothing of the batch is stored: `customer.unknown`; `customer.erased`;
   * `customer.same` when somebody is merged with themselves; `storage.*`.
   */
  'customers.append': method({
    input: z.object({ facts: z.array(customerFactSchema).min(1).max(100) }),
    output: z.object({ stored: z.number().int() }),
  }),
  /**
   * Takes away for good what was learnt of a customer and of whoever was merged into them: name,
   * numbers, preferences, notes, the words of consents; and the names and words in all that was
   * between them and us: call notes, runs of scripts, pauses, promises, texts, messages, mistakes,
   * abuse, reflections. That these were, when, how often and with which number stays, and what
   * `kept` names, for its reason. What was with a number that is on another card too is left, and
   * counted in `shared`. With `contacts` their entries in the contacts go too. Goes into the access
   * log. A second time does nothing.
   * `full`: their numbers too, out of the calls, which stay as figures; recordings, texts, messages,
   * promises, pauses and contacts whole. Calls and recordings that are held are left either way.
   * Each erasure has its certificate.
   * Errors: `customer.unknown`; `privacy.held` where the customer is held; `privacy.owed`, of `full`,
   * while a promise is open or a text is on its way; `storage.*`.
   */
  'customers.erase': method({
    input: z.object({
      id: idSchema,
      customerId: idSchema,
      reason: z.string().trim().min(1).max(LONGEST_REASON),
      contacts: z.boolean(),
      kept: keptSchema.optional(),
      ground: erasureGroundSchema.default('other'),
      extent: erasureExtentSchema.default('words'),
      /** Who does it, for the certificate. */
      who: z.string().trim().max(80).default(''),
    }),
    output: z.object({
      erased: z.number().int(),
      contacts: z.number().int(),
      /** Their numbers that somebody else has too. */
      shared: z.number().int(),
      /** Of the certificate; null where there was nothing to erase any more. */
      certificate: z.number().int().nullable(),
    }),
  }),
} as const;

export const customersEvents = {
  /** null: any. */
  'customers.changed': event({ data: z.object({ customerIds: z.array(idSchema).nullable() }) }),
} as const;
