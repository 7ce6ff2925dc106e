import { z } from 'zod';
import { idSchema, timeSchema } from '../call/record.ts';
import {
  contactNumberSchema,
  LONGEST as CONTACT,
  MOST as CONTACT_MOST,
} from '../contact/contact.ts';
import { keyOf } from '../contact/contactNumber.ts';

/**
 * What is learnt of a customer. A customer event is a fact that is only ever added; the row is what
 * its facts add up to (`rowOf`). All times are epoch milliseconds, ids are UUIDv7.
 */

export const LONGEST_NOTE = 4_000;
export const LONGEST_SOURCE = 200;
export const LONGEST_REASON = 300;

export const customerNumberSchema = contactNumberSchema.omit({ label: true });
export type CustomerNumber = z.infer<typeof customerNumberSchema>;

/** What a number of a customer is known by; see `numberKey`. */
export function customerNumberKey(number: CustomerNumber): string {
  return keyOf({ ...number, label: 'other' });
}

export const CUSTOMER_CHANNELS = ['phone', 'text', 'mail', 'messenger'] as const;
export type CustomerChannel = (typeof CUSTOMER_CHANNELS)[number];

const minute = z.number().int().min(0).max(1_440);

export const preferencesSchema = z.object({
  /** The best first; whatever is left out was not said. */
  channels: z.array(z.enum(CUSTOMER_CHANNELS)).max(CUSTOMER_CHANNELS.length),
  /** Minutes of the day on the wall clock, from up to but without. From above to: over midnight. */
  hours: z.object({ from: minute, to: minute }).nullable(),
  /** Days of the week as `Date.getDay`; empty: any. */
  days: z.array(z.number().int().min(0).max(6)).max(7),
  /** What of their age matters for talking and writing to them, in the agent's words. */
  age: z.string().max(60),
  language: z.string().max(60),
});
export type Preferences = z.infer<typeof preferencesSchema>;

export const NO_PREFERENCES: Preferences = {
  channels: [],
  hours: null,
  days: [],
  age: '',
  language: '',
};

export const CONSENT_KINDS = [
  'informational',
  'advertising',
  /** At night too: asked apart from that by day. */
  'advertising-night',
  'recording',
  'newsletter',
] as const;
export type ConsentKind = (typeof CONSENT_KINDS)[number];

/** Where they are reached beside their numbers. */
export const ADDRESS_KINDS = ['mail', 'messenger', 'newsletter'] as const;
export type AddressKind = (typeof ADDRESS_KINDS)[number];

/** Why two cards are taken for one customer; `hand`: the agent knows. */
export const MERGE_REASONS = ['same-number', 'same-name-mail', 'same-name-number', 'hand'] as const;
export type MergeReason = (typeof MERGE_REASONS)[number];

const fact = { id: idSchema, customerId: idSchema, at: timeSchema };
const noteText = z.string().trim().min(1).max(LONGEST_NOTE);

/** What an agent writes down. */
export const customerFactSchema = z.discriminatedUnion('type', [
  z.object({
    ...fact,
    type: z.literal('created'),
    numbers: z.array(customerNumberSchema).max(CONTACT_MOST.numbers),
  }),
  z.object({ ...fact, type: z.literal('named'), name: z.string().trim().max(CONTACT.name) }),
  z.object({ ...fact, type: z.literal('number-added'), number: customerNumberSchema }),
  z.object({ ...fact, type: z.literal('number-removed'), key: z.string().max(128) }),
  z.object({ ...fact, type: z.literal('preferred'), preferences: preferencesSchema }),
  /** Empty: no longer. */
  z.object({
    ...fact,
    type: z.literal('addressed'),
    kind: z.enum(ADDRESS_KINDS),
    address: z.string().trim().max(CONTACT.email),
  }),
  z.object({
    ...fact,
    type: z.literal('consented'),
    kind: z.enum(CONSENT_KINDS),
    given: z.boolean(),
    /** When the customer said so, which may be before it was written down. */
    on: timeSchema,
    /** How it is known: on the phone, a form, a letter. */
    source: z.string().trim().min(1).max(LONGEST_SOURCE),
  }),
  z.object({
    ...fact,
    type: z.literal('noted'),
    noteId: idSchema,
    text: noteText,
    /** The call it was written in. */
    callId: idSchema.nullable(),
  }),
  z.object({ ...fact, type: z.literal('note-edited'), noteId: idSchema, text: noteText }),
  z.object({ ...fact, type: z.literal('note-removed'), noteId: idSchema }),
  /** This one is the same person as another; nothing of either is changed by it. */
  z.object({
    ...fact,
    type: z.literal('merged'),
    into: idSchema,
    reason: z.enum(MERGE_REASONS),
  }),
  z.object({ ...fact, type: z.literal('unmerged'), merge: idSchema }),
]);
export type WrittenFact = z.infer<typeof customerFactSchema>;

const erasedFactSchema = z.object({
  ...fact,
  type: z.literal('erased'),
  reason: z.string().trim().min(1).max(LONGEST_REASON),
});

/** What the host keeps: an erasure is its own doing, with all that belongs to it. */
export const storedCustomerFactSchema = z.union([customerFactSchema, erasedFactSchema]);
export type CustomerFact = z.infer<typeof storedCustomerFactSchema>;

export const consentSchema = z.object({
  kind: z.enum(CONSENT_KINDS),
  given: z.boolean(),
  on: timeSchema,
  /** When it was written down. */
  at: timeSchema,
  id: idSchema,
  source: z.string(),
});
export type Consent = z.infer<typeof consentSchema>;

export const noteSchema = z.object({
  id: idSchema,
  /** Whose facts it is in: of customers that were merged each keeps their own. */
  customerId: idSchema,
  at: timeSchema,
  text: z.string(),
  callId: idSchema.nullable(),
  /** What it said before, oldest first. */
  earlier: z.array(z.object({ at: timeSchema, text: z.string() })),
  editedAt: timeSchema.nullable(),
  removedAt: timeSchema.nullable(),
});
export type Note = z.infer<typeof noteSchema>;

const addressesSchema = z.object({
  mail: z.string(),
  messenger: z.string(),
  newsletter: z.string(),
});

export const customerRowSchema = z.object({
  id: idSchema,
  agentId: idSchema,
  createdAt: timeSchema,
  changedAt: timeSchema,
  name: z.string(),
  numbers: z.array(customerNumberSchema),
  preferences: preferencesSchema.nullable(),
  addresses: addressesSchema,
  /** All that was said, in the order of when it was: the last of a kind counts. */
  consents: z.array(consentSchema),
  /** Those that were removed among them. */
  notes: z.array(noteSchema),
  merged: z
    .object({
      into: idSchema,
      /** The fact that says so, for taking it back. */
      fact: idSchema,
      at: timeSchema,
      reason: z.enum(MERGE_REASONS),
    })
    .nullable(),
  erased: z.object({ at: timeSchema, reason: z.string() }).nullable(),
});
export type CustomerRow = z.infer<typeof customerRowSchema>;

/** A customer as the card shows them: their own row and those that were merged into it. */
export const unitedCustomerSchema = customerRowSchema.omit({ merged: true }).extend({
  /** Each with the row it is in. */
  numbers: z.array(customerNumberSchema.extend({ customerId: idSchema })),
  /** Newest first, those that were removed among them. */
  notes: z.array(noteSchema),
  /** Who was merged into this one, for taking it back. */
  absorbed: z.array(
    z.object({
      id: idSchema,
      name: z.string(),
      numbers: z.array(customerNumberSchema),
      /** The fact that says so. */
      fact: idSchema,
      at: timeSchema,
    }),
  ),
});
export type UnitedCustomer = z.infer<typeof unitedCustomerSchema>;
