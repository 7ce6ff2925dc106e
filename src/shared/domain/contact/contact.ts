import { z } from 'zod';
import { idSchema, timeSchema } from '../call/record.ts';

/** What a number is for; the screen has a word for each. */
export const NUMBER_LABELS = ['mobile', 'work', 'home', 'main', 'fax', 'other'] as const;
export const numberLabelSchema = z.enum(NUMBER_LABELS);
export type NumberLabel = z.infer<typeof numberLabelSchema>;

/** Lengths in UTF-16 units, as the contract counts. */
export const LONGEST = { name: 128, number: 64, email: 254, note: 4_000, tag: 64 } as const;
export const MOST = { numbers: 20, tags: 20 } as const;

export const contactNumberSchema = z.object({
  label: numberLabelSchema,
  /** As it is shown and dialled: `010-1234-5678`, an extension, a SIP user. */
  number: z.string().min(1).max(LONGEST.number),
  /** With a leading +; null for an extension and everything else that has none. */
  e164: z.string().max(20).nullable(),
});
export type ContactNumber = z.infer<typeof contactNumberSchema>;

/** What a person may write about somebody. Everything but a way to call them may be empty. */
export const contactFieldsSchema = z.object({
  name: z.string().max(LONGEST.name),
  organisation: z.string().max(LONGEST.name),
  numbers: z.array(contactNumberSchema).max(MOST.numbers),
  email: z.string().max(LONGEST.email),
  note: z.string().max(LONGEST.note),
  tags: z.array(z.string().min(1).max(LONGEST.tag)).max(MOST.tags),
  favourite: z.boolean(),
});
export type ContactFields = z.infer<typeof contactFieldsSchema>;

export const contactSchema = contactFieldsSchema.extend({
  /** UUIDv7, made by the page; it stays the person's for good. */
  id: idSchema,
  agentId: idSchema,
  /** Counts the changes from 1: who saves says which one they have seen. */
  revision: z.number().int().min(1),
  /** The import that brought this person, if one did. */
  sourceImportId: idSchema.nullable(),
  createdAt: timeSchema,
  changedAt: timeSchema,
});
export type Contact = z.infer<typeof contactSchema>;

export const NOBODY: ContactFields = {
  name: '',
  organisation: '',
  numbers: [],
  email: '',
  note: '',
  tags: [],
  favourite: false,
};

export function fieldsOf(contact: ContactFields): ContactFields {
  const { name, organisation, numbers, email, note, tags, favourite } = contact;
  return { name, organisation, numbers, email, note, tags, favourite };
}

/** What stands for a person in a list: the name, else the organisation, else the number. */
export function contactTitle(contact: ContactFields): string {
  return contact.name || contact.organisation || (contact.numbers[0]?.number ?? contact.email);
}

export type ContactFault = 'no-name' | 'no-way';

/** @returns why these fields are no contact yet, or null */
export function contactFault(fields: ContactFields): ContactFault | null {
  if (fields.name === '' && fields.organisation === '') return 'no-name';
  return fields.numbers.length === 0 && fields.email === '' ? 'no-way' : null;
}
