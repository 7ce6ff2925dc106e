import { z } from 'zod';
import { idSchema, timeSchema } from '../domain/call/record.ts';
import {
  contactFieldsSchema,
  contactSchema,
  LONGEST,
  numberLabelSchema,
} from '../domain/contact/contact.ts';
import { ON_SAME } from '../domain/contact/merge.ts';
import { MOST_ROWS } from '../domain/contact/limits.ts';
import { event, method } from '../rpc/contract.ts';

export const contactFilterSchema = z.object({
  /** Words of the name, organisation, e-mail, tags or note, initial consonants, or figures. */
  text: z.string().max(200).default(''),
  favourites: z.boolean().default(false),
});
export type ContactFilter = z.input<typeof contactFilterSchema>;

/** Where a page ended. */
export const contactCursorSchema = z.object({ sortKey: z.string().max(400), id: idSchema });

/** Who a number belongs to, as far as a call has to know. */
export const knownPersonSchema = z.object({
  id: idSchema,
  name: z.string(),
  organisation: z.string(),
  label: numberLabelSchema,
});
export type KnownPerson = z.infer<typeof knownPersonSchema>;

const rowCount = z.number().int().min(0).max(MOST_ROWS);

export const importKindSchema = z.enum(['added', 'merged', 'unchanged', 'skipped']);
export type ImportKind = z.infer<typeof importKindSchema>;

const importCounts = { added: rowCount, merged: rowCount, unchanged: rowCount, skipped: rowCount };

export const importPlanSchema = z.object({
  ...importCounts,
  /** The first hundred of each kind. */
  samples: z.array(
    z.object({
      kind: importKindSchema,
      line: z.number().int(),
      title: z.string(),
      number: z.string(),
      /** Who they are merged with, or are already; null for somebody new. */
      known: z.string().nullable(),
    }),
  ),
});
export type ImportPlan = z.infer<typeof importPlanSchema>;

export const importResultSchema = z.object({
  id: idSchema,
  fileName: z.string(),
  at: timeSchema,
  ...importCounts,
  refused: z.number().int(),
  /** What taking it back did; `kept` were changed since and stay as they are. */
  undone: z
    .object({ at: timeSchema, removed: rowCount, restored: rowCount, kept: rowCount })
    .nullable(),
});
export type ImportResult = z.infer<typeof importResultSchema>;

const onSameSchema = z.enum(ON_SAME);

export const contactsMethods = {
  /** By name, Korean first, by keyset: pass the `next` of a page to get the one after it. */
  'contacts.list': method({
    input: z.object({
      filter: contactFilterSchema.default({ text: '', favourites: false }),
      after: contactCursorSchema.nullable().default(null),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    output: z.object({
      rows: z.array(contactSchema),
      next: contactCursorSchema.nullable(),
      /** How many contacts there are in all, whatever the filter. */
      all: z.number().int(),
    }),
  }),
  /** Errors: `contact.unknown`. */
  'contacts.get': method({ input: z.object({ id: idSchema }), output: contactSchema }),
  /**
   * Writes somebody new (`basedOn` null) or a change to the revision that was seen. Saying the same
   * again is harmless.
   * Errors: `contact.incomplete`; `contact.changed` when somebody else was faster;
   * `contact.unknown`; `storage.*`.
   */
  'contacts.save': method({
    input: z.object({
      id: idSchema,
      fields: contactFieldsSchema,
      basedOn: z.number().int().min(1).nullable(),
    }),
    output: contactSchema,
  }),
  /** Whoever was deleted, for saving again; null when there was nobody. */
  'contacts.delete': method({
    input: z.object({ id: idSchema }),
    output: z.object({ deleted: contactSchema.nullable() }),
  }),
  /** Who has these numbers, by `numberKey`. Five people a number at most; `total` counts all. */
  'contacts.byNumber': method({
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
          people: z.array(knownPersonSchema),
          total: z.number().int(),
        }),
      ),
    }),
  }),

  /**
   * Hands over the people of a file, piece by piece; nothing is stored. `from` is how many have
   * been handed over before. Errors: `import.unknown` when the host has not kept those.
   */
  'contacts.importStage': method({
    input: z.object({
      importId: idSchema,
      from: rowCount,
      people: z
        .array(z.object({ line: z.number().int().min(1), fields: contactFieldsSchema }))
        .min(1)
        .max(500),
    }),
    output: z.object({ staged: rowCount }),
  }),
  /** What the import would do now. Errors: `import.unknown`. */
  'contacts.importPlan': method({
    input: z.object({ importId: idSchema, onSame: onSameSchema }),
    output: importPlanSchema,
  }),
  /**
   * Does it, all or nothing. A second time tells the result of the first.
   * Errors: `import.unknown`; `storage.*` — nothing was imported.
   */
  'contacts.import': method({
    input: z.object({
      importId: idSchema,
      onSame: onSameSchema,
      fileName: z.string().max(255),
      refused: z.number().int().min(0).max(1_000_000),
    }),
    output: importResultSchema,
  }),
  /** Takes a whole import back; who was changed since stays. Errors: `import.unknown`. */
  'contacts.importUndo': method({
    input: z.object({ importId: idSchema }),
    output: importResultSchema,
  }),
  /** The newest twenty. */
  'contacts.imports': method({
    input: z.object({}),
    output: z.object({ imports: z.array(importResultSchema) }),
  }),
} as const;

export const contactsEvents = {
  /** null: many. */
  'contacts.changed': event({ data: z.object({ contactIds: z.array(idSchema).nullable() }) }),
} as const;

export const PLACES = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
export const placeSchema = z.number().int().min(1).max(9);

export const speedDialSchema = z.object({
  place: placeSchema,
  /** The contact's name as it is now, or what was written by hand. */
  label: z.string().max(LONGEST.name),
  number: z.string().min(1).max(LONGEST.number),
  contactId: idSchema.nullable(),
});
export type SpeedDial = z.infer<typeof speedDialSchema>;

export const speedDialMethods = {
  'speedDial.list': method({
    input: z.object({}),
    output: z.object({ places: z.array(speedDialSchema) }),
  }),
  /** Puts a number at a place, or empties it with null. Errors: `contact.incomplete`. */
  'speedDial.set': method({
    input: z.object({
      place: placeSchema,
      entry: speedDialSchema.omit({ place: true }).nullable(),
    }),
    output: z.object({ places: z.array(speedDialSchema) }),
  }),
} as const;

export const speedDialEvents = {
  'speedDial.changed': event({ data: z.object({ places: z.array(speedDialSchema) }) }),
} as const;
