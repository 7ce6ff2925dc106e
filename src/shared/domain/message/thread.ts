import { dialString, parsePhoneNumber } from '../phone-number/phoneNumber.ts';

/** Bounds the work: an address on the wire may be as long as its sender likes. */
const LONGEST_READ = 1_024;

/**
 * The conversation a message belongs to: the number as E.164 where there is one, so that 010-… and
 * +82 10-… are one customer, otherwise the bare address.
 */
export function threadOf({
  e164,
  address,
}: {
  readonly e164: string | null;
  readonly address: string;
}): string {
  return e164 ?? bareAddress(address);
}

/**
 * An address without what does not say who it is: parameters, headers, password, the `s` of sips,
 * escapes, the case of the host (RFC 3261 §19.1.4; RFC 3966 §5).
 * @returns the text itself, cut, where it is no address
 */
export function bareAddress(uri: string): string {
  const text = uri.slice(0, LONGEST_READ).trim();
  const tel = /^tel:([^;?>\s]+)/i.exec(text)?.[1];
  if (tel !== undefined) return `tel:${unescaped(tel).replace(/[-.()]/g, '')}`;
  const [, rest = ''] = /^sips?:([^>\s]+)/i.exec(text) ?? [];
  if (rest === '') return text;
  const at = rest.lastIndexOf('@');
  const user = at < 0 ? '' : (rest.slice(0, at).split(/[:;]/)[0] ?? '');
  const host = (rest.slice(at + 1).split(/[;?]/)[0] ?? '').toLowerCase();
  return user === '' ? `sip:${host}` : `sip:${unescaped(user)}@${host}`;
}

/** The thread of a number or address as an agent writes it, at an exchange of their own. */
export function threadOfWritten(written: string, domain: string): string {
  const { e164 } = parsePhoneNumber(written);
  if (e164 !== null) return e164;
  return bareAddress(addressOfWritten(written, domain));
}

/** @param written a number, a user, or a whole address */
export function addressOfWritten(written: string, domain: string): string {
  const text = written.trim();
  if (/^(sips?|tel):/i.test(text))
    return text.includes('@') || /^tel:/i.test(text) ? text : `${text}@${domain}`;
  const number = text.replace(/[\s\-.()/]/g, '');
  return `sip:${/^\+?[0-9*#]+$/.test(number) ? number : text}@${domain}`;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * What to send to, as `PhonePort.message` takes it. A number goes by our own exchange, which knows
 * the way, in the form in which it came; anything else to where it came from.
 */
export function targetOf({
  e164,
  dialled,
  address,
}: {
  readonly e164: string | null;
  readonly dialled: string;
  readonly address: string;
}): string {
  if (e164 === null) return /^[^;?>\s]+/.exec(address.trim())?.[0] ?? '';
  const written = dialString(dialled);
  return written.ok && parsePhoneNumber(dialled).e164 === e164 ? written.user : e164;
}
