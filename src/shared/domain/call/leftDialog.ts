import { z } from 'zod';

/** A tag, a Call-ID or an address as an exchange chose it. Longer ones are not kept. */
const token = z.string().min(1).max(256);
const address = z.string().min(1).max(1_024);

/**
 * What it takes to say BYE in a dialog of which nothing else is left (RFC 3261 §12.1): for the call of a page
 * or an app that was killed, whose customer would listen into silence until the exchange gives up.
 */
export const leftDialogSchema = z.object({
  sipCallId: token,
  localTag: token,
  remoteTag: token,
  localUri: address,
  remoteUri: address,
  /** Where requests go: the other side's Contact. */
  remoteTarget: address,
  /** Proxies in between, in order. */
  routeSet: z.array(address).max(20),
  /** CSeq of the last request that is known to have been sent. */
  sequence: z.number().int().min(0).max(2_000_000_000),
});
export type LeftDialog = z.infer<typeof leftDialogSchema>;

/** The call goes on meanwhile: holds and renewed paths count on. Gaps are allowed (RFC 3261 §12.2.2). */
export const SEQUENCE_AHEAD = 10_000;

/** No exchange keeps a call without us for so long; milliseconds. */
export const LEFT_DIALOG_MS = 24 * 60 * 60_000;
