import type { Cause } from '#shared/domain/call/record.ts';
import { withoutUnseenCharacters } from '#shared/domain/text/unsafeCharacters.ts';

/** UTF-16 units kept of what the other side gives as its reason. */
const LONGEST_REASON = 200;

/**
 * What a refusal says. SIP.js makes up a status below 100 when nothing could be sent.
 * @param text the reason phrase; untrusted
 */
export function causeOfStatus(status: number, text: string | undefined): Cause {
  if (status < 100) return { code: 'network.down' };
  return { code: `sip.${status}`, status, ...reasonText(text) };
}

/** A reason in the other side's own words, fit to be shown. @param text untrusted */
export function reasonText(text: string | undefined): { readonly text?: string } {
  const shown = withoutUnseenCharacters((text ?? '').slice(0, LONGEST_REASON)).trim();
  return shown === '' ? {} : { text: shown };
}
