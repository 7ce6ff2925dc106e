import { z } from 'zod';
import { DEFAULT_RESULTS, DEFAULT_TYPES } from './defaults.ts';
import {
  DEEPEST,
  isOffered,
  resultsSchema,
  typeIdSchema,
  typeNameSchema,
  typesSchema,
} from './tree.ts';
import type { CallResult, CallType } from './tree.ts';

/** What an agent says of a call without a type; chosen from a list, so that nothing personal is kept. */
export const UNDISPOSED_WHYS = ['cut-off', 'wrong-number', 'silent', 'test', 'not-listed'] as const;

/** As it was called when it was chosen: a later edit of the tree changes no call. */
const namedSchema = z.object({ id: typeIdSchema, name: typeNameSchema });
export type Named = z.infer<typeof namedSchema>;

export const callDispositionSchema = z.object({
  /** From the first level down. Empty: none, and `without` says why. */
  path: z
    .array(namedSchema)
    .max(DEEPEST)
    .refine((path) => new Set(path.map(({ id }) => id)).size === path.length),
  result: namedSchema.nullable(),
  without: z.enum(UNDISPOSED_WHYS).nullable(),
});
export type CallDisposition = z.infer<typeof callDispositionSchema>;

/** Whether the desk wants one for each call. `required`: after-call work is ended with a type or a reason. */
export const ASKINGS = ['optional', 'asked', 'required'] as const;

export const dispositionSettingsSchema = z.strictObject({
  types: typesSchema.default([...DEFAULT_TYPES]),
  results: resultsSchema.default([...DEFAULT_RESULTS]),
  asking: z.enum(ASKINGS).default('asked'),
});
export type DispositionSettings = z.infer<typeof dispositionSettingsSchema>;

/** With the words of this moment. */
export function disposed(path: readonly CallType[], result: CallResult | null): CallDisposition {
  const named = ({ id, name }: CallType | CallResult): Named => ({ id, name: { ...name } });
  return { path: path.map(named), result: result && named(result), without: null };
}

export function disposedWithout(without: CallDisposition['without']): CallDisposition {
  return { path: [], result: null, without };
}

/** How many of those chosen lately stand on top. */
const MOST_RECENT = 5;

/**
 * The types that an agent chose lately, the last one first, each once, as far as they are offered.
 * @param chosen the last type of each choice, newest first
 */
export function recentTypes(
  chosen: readonly string[],
  types: readonly CallType[],
): readonly string[] {
  return [...new Set(chosen)].filter((id) => isOffered(types, id)).slice(0, MOST_RECENT);
}

const MOST_EARLIER = 3;

/** What a customer's calls were about, newest first, each type once. */
export function earlierTypes<T extends { readonly disposition: CallDisposition }>(
  calls: readonly T[],
): readonly T[] {
  const seen = new Set<string>();
  const different = calls.filter(({ disposition }) => {
    const id = disposition.path.at(-1)?.id;
    if (id === undefined || seen.has(id)) return false;
    seen.add(id);
    return true;
  });
  return different.slice(0, MOST_EARLIER);
}
