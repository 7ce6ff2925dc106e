import type { Cause } from '../call/record.ts';

/** What became of a message that was sent. */
export type SendOutcome =
  | { readonly type: 'accepted' | 'delivered' }
  | { readonly type: 'failed' | 'uncertain'; readonly cause: Cause };

/**
 * What a final answer says of the message (RFC 3428 §7).
 * @param local made up by our own stack, which says 408 when no answer came and 503 when the
 *   request could not be sent (RFC 3261 §8.1.3.1)
 */
export function outcomeOfAnswer(status: number, local: boolean, text = ''): SendOutcome {
  if (status === 200) return { type: 'delivered' };
  if (status > 200 && status < 300) return { type: 'accepted' };
  if (local) {
    return status === 408
      ? { type: 'uncertain', cause: { code: 'message.no-answer' } }
      : { type: 'failed', cause: { code: 'network.down' } };
  }
  const cause = {
    code: `sip.${status}`,
    status,
    ...(text === '' ? {} : { text: text.slice(0, 200) }),
  };
  // Somebody on the way got no answer in time: the far end may have it all the same.
  return { type: status === 408 || status === 504 ? 'uncertain' : 'failed', cause };
}
