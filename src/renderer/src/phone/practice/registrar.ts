import { ALLOW, SERVER } from './exchangeIdentity.ts';
import {
  header,
  headerParameter,
  responseTo,
  uriOf,
  type SipRequest,
  type SipResponse,
} from './sipMessage.ts';

const MAX_EXPIRES_S = 600;

export interface Registration {
  /** URI to send calls to. */
  readonly contact: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/**
 * Answers a REGISTER (RFC 3261 section 10.3). One phone at a time: the newest contact replaces
 * the one before. Expiry is what was asked for, at most 600 s.
 * @param now epoch milliseconds.
 */
export function register(
  request: SipRequest,
  before: Registration | null,
  now: number,
  toTag: string,
): { readonly response: SipResponse; readonly registration: Registration | null } {
  const date = { name: 'Date', value: new Date(now).toUTCString() };
  const answer = (registration: Registration | null, contact?: string, expires = 0) => ({
    registration,
    response: responseTo(request, 200, 'OK', {
      toTag,
      headers: [
        ...(contact === undefined
          ? []
          : [{ name: 'Contact', value: `<${contact}>;expires=${expires}` }]),
        date,
        ALLOW,
        SERVER,
      ],
    }),
  });
  const current = before !== null && before.expiresAt > now ? before : null;
  const contact = header(request, 'contact');
  // Without Contact it is a question: what is registered now (section 10.2.3)?
  if (contact === undefined) {
    if (current === null) return answer(null);
    return answer(current, current.contact, Math.ceil((current.expiresAt - now) / 1_000));
  }
  const asked = headerParameter(contact, 'expires') || header(request, 'expires') || '';
  const seconds = /^\d+$/.test(asked) ? Math.min(Number(asked), MAX_EXPIRES_S) : MAX_EXPIRES_S;
  if (contact === '*' || seconds === 0) return answer(null);
  const uri = uriOf(contact);
  return answer({ contact: uri, expiresAt: now + seconds * 1_000 }, uri, seconds);
}
