import type { NetworkEvent } from '#shared/domain/call/call.ts';
import { causeOfStatus } from './statusCause.ts';

/**
 * What a NOTIFY about a REFER says: its body is the status line of the new call (`message/sipfrag`,
 * RFC 3515 §2.4.5). A subscription that ends without a final status leaves nobody to wait for.
 * @param body untrusted
 * @param subscriptionState the header; untrusted
 * @returns null when it says nothing
 */
export function referOutcome(body: string, subscriptionState: string): NetworkEvent | null {
  const [, digits, words = ''] = /^SIP\/2\.0 ([1-6]\d\d)(?: ([^\r\n]{0,200}))?/.exec(body) ?? [];
  const status = Number(digits ?? 0);
  if (status >= 300) {
    return { type: 'transferFailed', cause: causeOfStatus(status, words) };
  }
  if (status >= 200) return { type: 'transferred' };
  if (/^\s*terminated\b/i.test(subscriptionState)) {
    return { type: 'transferFailed', cause: { code: 'transfer.unknown' } };
  }
  return status === 0 ? null : { type: 'transferProgress', status };
}
