/** Whether the app may renew itself, and when. */

/** How often it asks whether there is a newer version. */
export const CHECK_EVERY_MS = 6 * 3_600_000;
/** Whoever has just started the app is about to answer somebody. */
export const FIRST_CHECK_AFTER_MS = 10 * 60_000;

export const UPDATE_REFUSALS = [
  /** A browser window, or a clone of the source. */
  'not-installed',
  /** The administrator renews it (`policy.updates.enabled`). */
  'turned-off',
  /** Linux: the package came from the system's own tools, which check its signature. */
  'by-system',
  /** Nobody said where newer versions are. */
  'no-address',
  /** Not over https: whoever is in between could say that there is nothing newer. */
  'address-unsafe',
  /** The installed app does not say who signs it, so nothing that comes could be checked. */
  'unsigned',
] as const;
export type UpdateRefusal = (typeof UPDATE_REFUSALS)[number];

export interface Installation {
  readonly installed: boolean;
  readonly platform: 'windows' | 'mac' | 'linux';
  /** The installed app names the publisher whose signature an update must bear. */
  readonly publisherKnown: boolean;
  /** Where the package says that newer versions are. */
  readonly address: string | null;
}

export interface UpdatePolicy {
  readonly enabled: boolean;
  /** In place of the package's own. */
  readonly url: string | null;
}

export const NO_UPDATE_POLICY: UpdatePolicy = { enabled: true, url: null };

/** @returns why this app does not renew itself, or where it looks for newer versions */
export function updateAddress(
  { installed, platform, publisherKnown, address }: Installation,
  policy: UpdatePolicy,
): { readonly refusal: UpdateRefusal } | { readonly url: string } {
  if (!installed) return { refusal: 'not-installed' };
  if (!policy.enabled) return { refusal: 'turned-off' };
  if (platform === 'linux') return { refusal: 'by-system' };
  const url = policy.url ?? address;
  if (url === null) return { refusal: 'no-address' };
  if (!url.startsWith('https://')) return { refusal: 'address-unsafe' };
  // macOS compares the signature of what comes with that of the app itself.
  if (platform === 'windows' && !publisherKnown) return { refusal: 'unsigned' };
  return { url };
}
