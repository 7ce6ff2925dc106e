import type { Cause } from '#shared/domain/call/record.ts';

/**
 * What a refusal says. SIP.js makes up a status below 100 when nothing could be sent.
 * @param text the reason phrase; untrusted
 */
export function causeOfStatus(status: number, text: string | undefined): Cause {
  if (status < 100) return { code: 'network.down' };
  return { code: `sip.${status}`, status, ...(text ? { text: text.slice(0, 200) } : {}) };
}
