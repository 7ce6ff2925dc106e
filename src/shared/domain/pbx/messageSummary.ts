import { userPartOf } from '../phone-number/phoneNumber.ts';
import { cleanDisplayName } from '../text/displayName.ts';

/** What waits in the voicemail box. RFC 3842 §5.2. */
export interface MessageSummary {
  readonly waiting: boolean;
  /** Null where the exchange tells only whether there is any. */
  readonly fresh: number | null;
  readonly urgent: number;
  /** Whom to call to hear them: a user of our own domain, or null. */
  readonly account: string | null;
}

/** Characters; a summary has a few lines. */
const LONGEST_READ = 4_096;

/**
 * Reads an `application/simple-message-summary` body; untrusted. An account elsewhere than in our
 * own domain is left out: one key dials it, and that must not reach just anybody.
 * @returns null when it does not say whether messages wait, which it must (RFC 3842 §5.2)
 */
export function parseMessageSummary(body: string, domain: string): MessageSummary | null {
  const fields = new Map<string, string>();
  for (const line of body.slice(0, LONGEST_READ).split(/\r?\n/)) {
    const [, name, value] = /^([\w-]{1,40})[ \t]*:[ \t]*(.{0,300}?)[ \t]*$/.exec(line) ?? [];
    if (name && value !== undefined && !fields.has(name.toLowerCase())) {
      fields.set(name.toLowerCase(), value);
    }
  }
  const waiting = /^(yes|no)$/i.exec(fields.get('messages-waiting') ?? '')?.[1]?.toLowerCase();
  if (waiting === undefined) return null;
  // new/old (urgent new/urgent old), each at most 2^32 - 1.
  const [, fresh, urgent] =
    /^(\d{1,10})\/\d{1,10}(?:[ \t]*\((\d{1,10})\/\d{1,10}\))?$/.exec(
      fields.get('voice-message') ?? '',
    ) ?? [];
  return {
    waiting: waiting === 'yes',
    fresh: fresh === undefined ? null : Number(fresh),
    urgent: Number(urgent ?? 0),
    account: accountOf(fields.get('message-account') ?? '', domain),
  };
}

function accountOf(address: string, domain: string): string | null {
  const host = /^<?sips?:[^@]+@([^:;?>]+)/i.exec(address)?.[1];
  if (host?.toLowerCase() !== domain.toLowerCase()) return null;
  const user = userPartOf(address.replace(/^</, ''));
  return /^[\w*#+.-]{1,64}$/.test(user) && cleanDisplayName(user) === user ? user : null;
}
