import { WebUrl } from './webUrl.ts';

/** What may leave the app for the system's browser or mail program. */
export interface ExternalPolicy {
  readonly https: boolean;
  readonly mailto: boolean;
}

export const DEFAULT_EXTERNAL_POLICY: ExternalPolicy = { https: true, mailto: true };

export type GateDecision =
  | { readonly open: true; readonly url: string }
  | { readonly open: false; readonly reason: GateRefusal };

export type GateRefusal =
  'too-long' | 'control-character' | 'malformed' | 'scheme' | 'credentials' | 'mail-field';

/** Windows refuses longer ones anyway; nothing the app links to comes near. */
export const LONGEST_URL = 2_000;

// C0, DEL and C1 controls, and the bidirectional controls that can make an address read as another.
// eslint-disable-next-line no-control-regex -- finding control characters is the purpose
export const UNSAFE_IN_URL = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** Other fields can attach files of this computer in some mail programs. */
const MAIL_FIELDS = new Set(['subject', 'body', 'cc']);

/**
 * The one way out: `shell.openExternal` hands an address to the operating system, which may start
 * any program for it (https://www.electronjs.org/docs/latest/tutorial/security#15-do-not-use-shellopenexternal-with-untrusted-content).
 */
export function decideExternal(url: string, policy: ExternalPolicy): GateDecision {
  if (url.length > LONGEST_URL) return refuse('too-long');
  if (UNSAFE_IN_URL.test(url)) return refuse('control-character');
  if (!WebUrl.canParse(url)) return refuse('malformed');
  const parsed = new WebUrl(url);
  switch (parsed.protocol) {
    case 'https:':
      if (!policy.https) return refuse('scheme');
      // `https://bank.example@evil.example/` reads like the bank.
      if (parsed.username !== '' || parsed.password !== '') return refuse('credentials');
      return { open: true, url: parsed.href };
    case 'mailto:':
      if (!policy.mailto) return refuse('scheme');
      for (const field of parsed.searchParams.keys()) {
        if (!MAIL_FIELDS.has(field.toLowerCase())) return refuse('mail-field');
      }
      return { open: true, url: parsed.href };
    default:
      return refuse('scheme');
  }
}

function refuse(reason: GateRefusal): GateDecision {
  return { open: false, reason };
}
