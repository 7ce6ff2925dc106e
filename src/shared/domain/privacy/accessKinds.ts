/** What the entries of the access log are about, as a review looks at them. */
export const ACCESS_KINDS = [
  'look',
  'listen',
  'search',
  'take',
  'change',
  'erase',
  'guard',
] as const;
export type AccessKind = (typeof ACCESS_KINDS)[number];

const KIND_OF: Readonly<Record<string, AccessKind>> = {
  'customer.open': 'look',
  'call.open': 'look',
  'thread.open': 'look',
  'recording.listen': 'listen',
  'search.number': 'search',
  export: 'take',
  'recording.export': 'take',
  'access.export': 'take',
  'team.export': 'take',
  'abuse.export': 'take',
  'calls.bulk': 'change',
  'contacts.import': 'change',
  'bookings.import': 'change',
  'contacts.undo': 'change',
  'contacts.delete': 'erase',
  'customer.erase': 'erase',
  'recording.delete': 'erase',
  'recording.remove': 'erase',
  'retention.run': 'erase',
  'recording.restore': 'change',
};

/** An action that is not known here is one of guarding: roles, holds, reviews, settings. */
export function accessKind(action: string): AccessKind {
  return KIND_OF[action] ?? 'guard';
}

/** Actions of a kind, for the database; null: those that are of no other kind. */
export function actionsOf(kind: AccessKind): readonly string[] | null {
  if (kind === 'guard') return null;
  return Object.keys(KIND_OF).filter((action) => KIND_OF[action] === kind);
}

export const KNOWN_ACTIONS: readonly string[] = Object.keys(KIND_OF);
