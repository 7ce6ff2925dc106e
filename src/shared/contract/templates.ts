import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';
import { idSchema } from '../domain/call/record.ts';
import {
  LARGEST_TEMPLATE_FILE,
  LONGEST_TEMPLATE_NOTE,
  TEMPLATE_FIELDS,
  messageTemplateSchema,
  savedTemplateSchema,
  templateVersionSchema,
} from '../domain/outbox/messageTemplate.ts';

const templateIdSchema = messageTemplateSchema.shape.id;
const noteSchema = z.string().trim().max(LONGEST_TEMPLATE_NOTE).default('');
const fileTextSchema = z.string().max(LARGEST_TEMPLATE_FILE);

const faultSchema = z.object({
  /** See `MESSAGE_TEMPLATE_FAULTS` and `readTemplateFile`. */
  code: z.string(),
  /** `body`; of a file `templates[3].body`; empty: of the whole. */
  path: z.string(),
  what: z.string(),
  /** Where in the words; both 0: of the whole field. */
  from: z.number().int(),
  to: z.number().int(),
});

export const templatesMethods = {
  /** Each template in its newest version, those that are no longer offered among them. */
  'templates.list': method({
    input: z.object({}),
    output: z.object({ rows: z.array(templateVersionSchema) }),
  }),
  /** The versions of one, newest first: the first is in use. Errors: `template.unknown`. */
  'templates.versions': method({
    input: z.object({ id: templateIdSchema }),
    output: z.object({
      rows: z.array(templateVersionSchema),
      /** What comes with the app, as it is now; null: nothing of this id does. */
      builtIn: messageTemplateSchema.nullable(),
    }),
  }),
  /**
   * Adds a version, of a new template or of one there is. `id` is that of the request: asked for
   * again it stores nothing more. Errors: `template.refused` with `faults` in its details;
   * `template.changed` when `base` is no longer the newest version; `storage.*`.
   */
  'templates.save': method({
    input: z.object({
      ...{ id: idSchema, template: messageTemplateSchema, note: noteSchema },
      /** The version that was changed; null: it is new. */
      base: z.number().int().min(1).nullable(),
    }),
    output: savedTemplateSchema,
  }),
  /**
   * An older version again, under the next number. `version` null: what comes with the app, which
   * follows its updates again. Errors: `template.unknown`; `template.refused`; `storage.*`.
   */
  'templates.use': method({
    input: z.object({
      ...{ id: idSchema, templateId: templateIdSchema, note: noteSchema },
      version: z.number().int().min(1).nullable(),
    }),
    output: savedTemplateSchema,
  }),
  /**
   * No longer offered, or offered again: a version as well. Errors: `template.unknown`;
   * `template.refused` when its name belongs to another by now; `storage.*`.
   */
  'templates.retire': method({
    input: z.object({
      ...{ id: idSchema, templateId: templateIdSchema, note: noteSchema },
      retired: z.boolean(),
    }),
    output: savedTemplateSchema,
  }),
  /** All of them in their newest version, as one file. */
  'templates.export': method({
    input: z.object({}),
    output: z.object({ text: z.string() }),
  }),
  /** What a file would change, or everything that is wrong with it. Stores nothing. */
  'templates.plan': method({
    input: z.object({ text: fileTextSchema }),
    output: z.object({
      faults: z.array(faultSchema),
      changes: z.array(
        z.object({
          ...{ id: z.string(), name: z.string(), what: z.enum(['new', 'changed', 'same']) },
          fields: z.array(z.enum(TEMPLATE_FIELDS)),
        }),
      ),
    }),
  }),
  /**
   * A version of each template that the file adds or changes, all or none; what is not in it stays.
   * Errors: `template.refused` with `faults` in its details; `storage.*`.
   */
  'templates.import': method({
    input: z.object({ id: idSchema, text: fileTextSchema, note: noteSchema }),
    output: z.object({ saved: z.array(savedTemplateSchema) }),
  }),
} as const;

export const templatesEvents = {
  /** Other templates, or other words, are offered now. */
  'templates.changed': event({ data: z.object({}) }),
} as const;
