import { z } from 'zod';
import { callFilterSchema } from './filter.ts';
import { ANY_TIME, boundsOf, spanSchema } from './span.ts';
import type { Bounds } from './span.ts';

/** Calls as they are chosen on the screen, and choices that were kept under a name. */

export const choiceSchema = callFilterSchema
  .omit({ from: true, to: true })
  .extend({ span: spanSchema.default(ANY_TIME) });
export type Choice = z.output<typeof choiceSchema>;

/** Every call with a customer. */
export const EVERYTHING: Choice = { text: '', span: ANY_TIME };

/** What the host is asked. @param now epoch milliseconds */
export function filterOf({ span, ...filter }: Choice, now: number): Omit<Choice, 'span'> & Bounds {
  return { ...filter, ...boundsOf(span, now) };
}

/** Fields of a choice that leave calls out, in the order of the form. */
export const CHOSEN_FIELDS = [
  ...(['span', 'direction', 'outcome', 'type', 'result', 'undisposedSince', 'reason'] as const),
  ...(['promise', 'texted', 'voicemail', 'recorded', 'quality', 'script', 'tag'] as const),
  ...(['agentId', 'practice', 'service'] as const),
] as const satisfies readonly (keyof Choice)[];
export type ChosenField = (typeof CHOSEN_FIELDS)[number];

export function chosenFields(choice: Choice): readonly ChosenField[] {
  return CHOSEN_FIELDS.filter((field) => {
    if (field === 'span') return choice.span.kind !== 'any';
    if (field === 'service') return choice.service === true;
    return choice[field] !== undefined;
  });
}

/** The choice without one of its fields. */
export function without(choice: Choice, field: ChosenField): Choice {
  if (field === 'span') return { ...choice, span: ANY_TIME };
  const { [field]: _left, ...rest } = choice;
  return rest;
}

const MOST_VIEWS = 30;

export const viewsSchema = z
  .array(z.object({ id: z.uuid(), name: z.string().trim().min(1).max(40), choice: choiceSchema }))
  .max(MOST_VIEWS);
export type View = z.infer<typeof viewsSchema>[number];
