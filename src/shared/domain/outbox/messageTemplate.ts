import { z } from 'zod';
import { reasonIdSchema } from '../availability/reasons.ts';
import { timeSchema } from '../call/record.ts';
import { typeIdSchema } from '../disposition/tree.ts';
import { CATEGORIES, LONGEST_SUBJECT, STRATEGIES, reservationSchema } from './content.ts';
import { LONGEST_TEXT } from './record.ts';

/**
 * Words that a desk has ready for what it writes again and again. A template is a line of versions,
 * none of which ever changes: a text says which of them it was made from.
 */

export const LONGEST_TEMPLATE_NAME = 60;
export const LONGEST_TEMPLATE_NOTE = 500;
export const LONGEST_COMPANY = 40;
export const MOST_TEMPLATES = 300;
/** Of a file of templates, in characters. */
export const LARGEST_TEMPLATE_FILE = 2_000_000;

export const messageTemplateSchema = z.strictObject({
  id: z.string().regex(/^[a-z\d][a-z\d-]{0,39}$/),
  name: z.string().trim().min(1).max(LONGEST_TEMPLATE_NAME),
  /** Of its words, and of the days that are filled in. */
  language: z.enum(['ko', 'en']),
  /** Null: it goes with each. */
  strategy: z.enum(STRATEGIES).nullable().default(null),
  /** Of a notice about a reservation: what it says of it. Null: whatever there is to say. */
  notice: reservationSchema.shape.state.nullable().default(null),
  category: z.enum(CATEGORIES).default('information'),
  /** With tokens, as the words have; empty: none. */
  subject: z.string().trim().max(LONGEST_SUBJECT).default(''),
  /** With tokens: domain/outbox/template.ts. */
  body: z.string().trim().min(1).max(LONGEST_TEXT),
  /** Which of the desk's companies it speaks for; empty: any. */
  companies: z.array(z.string().trim().min(1).max(LONGEST_COMPANY)).max(20).default([]),
  /** Of calls about these types, or about what lies below them; empty with `reasons`: of any call. */
  types: z.array(typeIdSchema).max(50).default([]),
  /** Of calls that nobody answered for these reasons. */
  reasons: z.array(reasonIdSchema).max(40).default([]),
  /** No longer offered. Its texts still find it. */
  retired: z.boolean().default(false),
});
export type MessageTemplate = z.infer<typeof messageTemplateSchema>;

/** Of the form, in its order. */
export const TEMPLATE_FIELDS = [
  ...['name', 'language', 'strategy', 'notice', 'category', 'subject', 'body'],
  ...['companies', 'types', 'reasons', 'retired'],
] as const satisfies readonly (keyof MessageTemplate)[];
export type TemplateField = (typeof TEMPLATE_FIELDS)[number];

/** A template as it was at one time. */
export const templateVersionSchema = z.object({
  version: z.number().int().min(1),
  /** Whether it came with the app or was made by the team. */
  source: z.enum(['built-in', 'own']),
  at: timeSchema,
  /** Whose work it is. */
  agentId: z.string(),
  /** What was changed, and why. */
  note: z.string(),
  /** The older version whose words these are again. */
  again: z.number().int().nullable(),
  template: messageTemplateSchema,
});
export type TemplateVersion = z.infer<typeof templateVersionSchema>;

export const savedTemplateSchema = z.object({ templateId: z.string(), version: z.number().int() });

/** Whether two names are one to whoever looks for one of them. */
export function sameName(one: string, other: string): boolean {
  const plain = (name: string): string => name.normalize('NFC').trim().toLowerCase();
  return plain(one) === plain(other);
}
