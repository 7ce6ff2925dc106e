import { z } from 'zod';
import { callerMatchSchema } from './caller.ts';

export const MOST_GROUPS = 30;
/** Of all groups together: every one of them may be looked at while a call waits. */
export const MOST_MEMBERS = 1_000;

export const groupIdSchema = z.string().regex(/^[a-z\d][a-z\d-]{0,39}$/);

export const numberGroupSchema = z.strictObject({
  id: groupIdSchema,
  /** As the desk calls it; null for ours under its usual name, in the screen's language. */
  name: z.string().trim().min(1).max(40).nullable(),
  members: z.array(callerMatchSchema).default([]),
});
/** Numbers that rules treat alike. */
export type NumberGroup = z.infer<typeof numberGroupSchema>;

export const numberGroupsSchema = z
  .array(numberGroupSchema)
  .max(MOST_GROUPS)
  .refine((groups) => new Set(groups.map(({ id }) => id)).size === groups.length)
  .refine((groups) => groups.flatMap(({ members }) => members).length <= MOST_MEMBERS);

/** Whoever must reach the agent, whatever the agent does: empty until somebody is put in it. */
export const URGENT_GROUP = 'urgent';

export const DEFAULT_GROUPS: readonly NumberGroup[] = [
  { id: URGENT_GROUP, name: null, members: [] },
];
