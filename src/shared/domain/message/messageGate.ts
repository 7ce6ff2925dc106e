/** More than this in one minute nobody reads: from one sender, and from all of them together. */
export const MESSAGES_A_MINUTE = { sender: 20, all: 60 } as const;

const MINUTE_MS = 60_000;

/** The messages let through in the last minute; monotonic milliseconds, oldest first. */
export type AdmittedMessages = readonly { readonly at: number; readonly sender: string }[];

/**
 * Whether one more message may be stored and shown. A From header is easily forged: the bound over
 * all senders holds also where each message claims another.
 */
export function admitMessage(
  admitted: AdmittedMessages,
  sender: string,
  now: number,
): { readonly admit: boolean; readonly admitted: AdmittedMessages } {
  const recent = admitted.filter(({ at }) => now - at < MINUTE_MS);
  const theirs = recent.filter((one) => one.sender === sender).length;
  return recent.length < MESSAGES_A_MINUTE.all && theirs < MESSAGES_A_MINUTE.sender
    ? { admit: true, admitted: [...recent, { at: now, sender }] }
    : { admit: false, admitted: recent };
}
