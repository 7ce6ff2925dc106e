import { z } from 'zod';
import { dialString, LONGEST_DIALLED } from '../phone-number/phoneNumber.ts';
import { hasUnseenCharacters } from '../text/unsafeCharacters.ts';

/*
 * What a tel: (RFC 3966), callto:, sip: or sips: (RFC 3261 §19.1) link puts into the dial box. A
 * link is clicked by a person but written by anybody: whatever could make the phone do more than
 * show a number, or show another number than it would dial, is refused.
 */

export const LINK_SCHEMES = ['tel', 'callto', 'sip', 'sips'] as const;

/** `links.refused.<code>` in the locale files. */
export const LINK_REFUSALS = [
  'too-long',
  /** Control, direction or other characters that are not seen. */
  'unseen',
  'scheme',
  /** `?…`: a subject, a body, headers of the request. */
  'headers',
  /** `;…` other than those that are understood. */
  'parameters',
  /** A local number whose context is somewhere else. RFC 3966 §5.1.5. */
  'context',
  /** A SIP address at another exchange than the account's. */
  'host',
  'password',
  /** Percent signs that are no encoding, or are encoded twice. */
  'encoding',
  /** Characters that cannot be dialled. */
  'characters',
  'empty',
] as const;
export const linkRefusalSchema = z.enum(LINK_REFUSALS);
export type LinkRefusal = z.infer<typeof linkRefusalSchema>;

export const readLinkSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    /** For the dial box, as the link wrote it; `dialString` accepts it. */
    text: z.string().min(1).max(LONGEST_DIALLED),
    /** `;ext=`: whom to ask for once connected; it is said, not dialled. RFC 3966 §5.3. */
    extension: z.string().max(LONGEST_DIALLED).nullable(),
  }),
  z.object({ ok: z.literal(false), code: linkRefusalSchema }),
]);
export type ReadLink = z.infer<typeof readLinkSchema>;

const SCHEME = new RegExp(`^(${LINK_SCHEMES.join('|')}):(?://)?(.*)$`, 'is');

/** The first of a program's arguments that is a link. Nothing else about it is believed. */
export function findLink(args: readonly string[]): string | null {
  return args.find((argument) => SCHEME.test(argument)) ?? null;
}

/** @param ownDomain of the account, in lower case; null where there is none */
export function readLink(link: string, ownDomain: string | null): ReadLink {
  const [, scheme = '', rest = ''] = SCHEME.exec(link.slice(0, 2_048).trim()) ?? [];
  if (scheme === '') return refuse('scheme');
  if (rest.length > LONGEST_DIALLED) return refuse('too-long');
  if (hasUnseenCharacters(rest)) return refuse('unseen');
  // Told apart as they stand: an encoded `?`, `;` or `@` is none, and no number has one.
  if (rest.includes('?')) return refuse('headers');
  const [address = '', ...parameters] = rest.split(';');
  return scheme.toLowerCase().startsWith('sip')
    ? readSip(address, parameters, ownDomain)
    : readTel(address, parameters, ownDomain);
}

function readTel(number: string, parameters: readonly string[], domain: string | null): ReadLink {
  let extension: string | null = null;
  for (const parameter of parameters) {
    const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(parameter) ?? [];
    switch (name.toLowerCase()) {
      case 'ext': {
        const digits = decoded(value);
        if (digits === null || !/^[\d\-.() ]+$/.test(digits)) return refuse('parameters');
        extension = digits;
        break;
      }
      case 'phone-context':
        if (!isOwnContext(value, domain)) return refuse('context');
        break;
      default:
        return refuse('parameters');
    }
  }
  return toDial(number, extension);
}

/** The country this phone dials in, or the exchange it is on. */
function isOwnContext(context: string, domain: string | null): boolean {
  return context === '+82' || (domain !== null && context.toLowerCase() === domain);
}

function readSip(address: string, parameters: readonly string[], domain: string | null): ReadLink {
  // It says that the user is a telephone number, which is seen anyway. RFC 3261 §19.1.1.
  if (parameters.some((one) => one.toLowerCase() !== 'user=phone')) return refuse('parameters');
  // In some links nobody wrote a host: that means ours.
  const [user = '', host, ...more] = address.split('@');
  if (more.length > 0) return refuse('characters');
  if (user.includes(':')) return refuse('password');
  if (host !== undefined && host.replace(/:\d{1,5}$/, '').toLowerCase() !== domain) {
    return refuse('host');
  }
  return toDial(user, null);
}

function toDial(encoded: string, extension: string | null): ReadLink {
  const text = decoded(encoded)?.normalize('NFKC').trim();
  if (text === undefined) return refuse('encoding');
  if (hasUnseenCharacters(text)) return refuse('unseen');
  const target = dialString(text);
  if (target.ok) return { ok: true, text, extension };
  return refuse(target.reason === 'forbidden' ? 'characters' : target.reason);
}

/** Decoded once. What is then still encoded was hidden on purpose. */
function decoded(text: string): string | null {
  try {
    const once = decodeURIComponent(text);
    return /%[0-9a-f]{2}/i.test(once) ? null : once;
  } catch {
    return null;
  }
}

function refuse(code: LinkRefusal): ReadLink {
  return { ok: false, code };
}
