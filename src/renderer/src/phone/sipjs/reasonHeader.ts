import type { Cause } from '#shared/domain/call/record.ts';
import { reasonText } from './statusCause.ts';

/**
 * The protocol, cause and text of the first SIP or Q.850 Reason header. RFC 3326 §2.
 * Untrusted: shown as text only.
 */
export function reasonHeader(values: readonly string[]): Pick<Cause, 'status' | 'text'> {
  for (const value of values) {
    const protocol = /^\s*([\w.-]+)/.exec(value)?.[1]?.toUpperCase();
    if (protocol !== 'SIP' && protocol !== 'Q.850') continue;
    const cause = Number(/;\s*cause\s*=\s*(\d{1,3})/i.exec(value)?.[1]);
    const text = /;\s*text\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(value)?.[1];
    const status = protocol === 'SIP' && cause >= 100 && cause <= 699 ? { status: cause } : {};
    return { ...status, ...reasonText(text) };
  }
  return {};
}

/** A CANCEL because a colleague answered: RFC 3326 §3, `SIP;cause=200`. */
export function saysAnsweredElsewhere(values: readonly string[]): boolean {
  return values.some((value) => /^\s*SIP\s*;(.*;)?\s*cause\s*=\s*200\b/i.test(value));
}
