import { z } from 'zod';

/** What an app does in the team folder. */
export const TEAM_ROLES = ['off', 'write', 'read', 'both'] as const;
export type TeamRole = (typeof TEAM_ROLES)[number];

/**
 * Of which customers the number and the name leave as they are: of nobody, of those who are owed a call
 * (a lead cannot call back a masked number), or of all. Everywhere else they are masked.
 */
export const SHARED_NUMBERS = ['none', 'promises', 'all'] as const;
export type SharedNumbers = (typeof SHARED_NUMBERS)[number];

export const teamSettingsSchema = z.strictObject({
  role: z.enum(TEAM_ROLES).default('off'),
  /** An absolute path; where it leads is looked at by the host each time. */
  folder: z.string().max(4_096).default(''),
  /** What the team calls this agent; empty: as the account does. */
  name: z.string().trim().max(64).default(''),
  numbers: z.enum(SHARED_NUMBERS).default('promises'),
  /** Notes of calls and promises leave too. */
  notes: z.boolean().default(false),
});
export type TeamSettings = z.infer<typeof teamSettingsSchema>;

export const writesTeam = ({ role }: Pick<TeamSettings, 'role'>): boolean =>
  role === 'write' || role === 'both';
export const readsTeam = ({ role }: Pick<TeamSettings, 'role'>): boolean =>
  role === 'read' || role === 'both';
