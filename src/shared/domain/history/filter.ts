import { z } from 'zod';
import { directionSchema, idSchema, outcomeSchema, timeSchema } from '../call/record.ts';
import { typeIdSchema } from '../disposition/tree.ts';
import type { PromiseRow } from '../callback/record.ts';
import type { TextState } from '../outbox/record.ts';
import { GRADES } from '../quality/grade.ts';

/** Which calls of the log are meant: of a list, a chart, a saved view, an export. */

/** What became of a promise that was made in, or because of, a call. */
export const PROMISE_FACETS = ['open', 'kept', 'late', 'closed'] as const;
export type PromiseFacet = (typeof PROMISE_FACETS)[number];

export function promiseFacet({ end }: Pick<PromiseRow, 'end'>): PromiseFacet {
  if (end === null) return 'open';
  if (end.how === 'closed') return 'closed';
  return end.late ? 'late' : 'kept';
}

/** What became of a text about a call; see `TextState`. */
export const TEXT_FACETS = [
  ...(['waiting', 'sending', 'accepted', 'delivered', 'failed', 'unsure'] as const),
  ...(['cancelled', 'handed', 'reached', 'declined'] as const),
] as const satisfies readonly TextState[];
export type TextFacet = (typeof TEXT_FACETS)[number];

export const callFilterSchema = z.object({
  /**
   * Each word is looked for as a fragment of the number, the names, the note, the tags or what was
   * written down in a guide; written like a number, its digits are.
   */
  text: z.string().max(200).default(''),
  /** When the call began, epoch milliseconds: from, up to but without. */
  from: timeSchema.optional(),
  to: timeSchema.optional(),
  direction: directionSchema.optional(),
  outcome: outcomeSchema.optional(),
  agentId: idSchema.optional(),
  /** Only calls of this type, or of one below it, as it was when it was chosen. */
  type: typeIdSchema.optional(),
  /** What became of it: an id of the desk's list. */
  result: typeIdSchema.optional(),
  /** What the agent was away for when it came: an id of the desk's list. */
  reason: z.string().min(1).max(40).optional(),
  tag: z.string().min(1).max(40).optional(),
  promise: z.enum(PROMISE_FACETS).optional(),
  texted: z.enum(TEXT_FACETS).optional(),
  quality: z.enum(GRADES).optional(),
  /** A guide that was gone through in it. */
  script: z.string().min(1).max(40).optional(),
  /** Only calls with a recording to listen to. */
  recorded: z.literal(true).optional(),
  /** Only calls with a voicemail to listen to; `new`: that nobody has heard yet. */
  voicemail: z.union([z.literal(true), z.literal('new')]).optional(),
  /** Only calls with a customer that were talked and have no type yet, since then. */
  undisposedSince: timeSchema.optional(),
  /** Practice calls only, or none of them; left out: both. */
  practice: z.boolean().optional(),
  /** Calls to the exchange itself instead of those with customers. */
  service: z.boolean().optional(),
});
/** As it is asked. */
export type CallFilter = z.input<typeof callFilterSchema>;
export type ParsedCallFilter = z.output<typeof callFilterSchema>;

/** Whether it leaves every call with a customer in. */
export function isEveryCall(filter: CallFilter): boolean {
  return Object.entries(filter).every(
    ([field, value]) => value === undefined || value === '' || (field === 'service' && !value),
  );
}

/** Whether no more is asked than when calls began: the log in its own order answers that. */
export function asksOnlyWhen(filter: CallFilter): boolean {
  return isEveryCall({ ...filter, from: undefined, to: undefined });
}
