/** Who works at this computer at the moment. */
export const ROLES = ['agent', 'lead'] as const;
export type Role = (typeof ROLES)[number];

/** What only a lead may do, where the organisation has one. */
export const LEAD_ACTIONS = [
  /** Names and numbers leave in an export as they are. */
  'exportUnmasked',
  /** The calls and promises of the others. */
  'seeTeam',
  /** Who looked at whom, and signing it off. */
  'reviewAccess',
  /** What is kept for how long, and destroying what is too old. */
  'changeRetention',
  /** Keeping what would be destroyed, and letting go of it. */
  'changeHolds',
] as const;
export type LeadAction = (typeof LEAD_ACTIONS)[number];

export interface Authority {
  readonly role: Role;
  /**
   * Whether there is a passphrase of a lead. Without one, one person does everything, and nothing asks
   * for what nobody could give.
   */
  readonly hasLead: boolean;
  /** What the administrator's file says of exports as they are; undefined where it says nothing. */
  readonly unmasked: boolean | undefined;
}

/**
 * Exports as they are have to be allowed by somebody: by the administrator, or by the passphrase that the
 * administrator gave to a lead. Whatever the role, a file that forbids them is the last word.
 */
export function may(action: LeadAction, { role, hasLead, unmasked }: Authority): boolean {
  if (action === 'exportUnmasked') {
    return hasLead ? role === 'lead' && unmasked !== false : unmasked === true;
  }
  return !hasLead || role === 'lead';
}
