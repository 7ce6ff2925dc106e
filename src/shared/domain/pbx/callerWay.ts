import { z } from 'zod';
import { parsePhoneNumber, userPartOf } from '../phone-number/phoneNumber.ts';
import { cleanDisplayName } from '../text/displayName.ts';
import { parseNameAddrs } from './nameAddr.ts';
import type { NameAddr } from './nameAddr.ts';

/*
 * Who a caller is and which way the call came, as the exchange tells it: P-Asserted-Identity
 * (RFC 3325 §9.1), Diversion (RFC 5806 §6) and History-Info (RFC 7044 §5). All of it is untrusted
 * text; the exchange we are registered with is the only one that can send it (RFC 3325 §5).
 */

const LONGEST_ADDRESS = 1_024;
const LONGEST_NUMBER = 256;

/** Stations kept of a call's way; a loop of forwardings is not worth more. */
const MOST_STATIONS = 5;

export const identitySchema = z.object({
  address: z.string().max(LONGEST_ADDRESS),
  dialled: z.string().max(LONGEST_NUMBER),
  e164: z.string().max(20).nullable(),
  name: z.string().max(128).nullable(),
  rawName: z.string().max(1_024).nullable(),
});
/** Somebody as a header describes them; what is shown is cleaned. */
export type Identity = z.infer<typeof identitySchema>;

export const stationSchema = z.object({
  number: z.string().max(LONGEST_NUMBER),
  e164: z.string().max(20).nullable(),
  /** From the list of the house's own numbers, else what the header called it. */
  name: z.string().max(128).nullable(),
  /** Why it went on from there: `unconditional`, `no-answer` … (RFC 5806 §6), a SIP code. */
  reason: z.string().max(32).nullable(),
});
/** A number the call was for before it came here. */
export type Station = z.infer<typeof stationSchema>;

export interface CallerWay extends Identity {
  /** What From said, where the exchange vouches for somebody else. */
  readonly claimed?: Identity;
  /** First the number that the customer dialled. */
  readonly via?: readonly Station[];
}

export interface WayHeaders {
  readonly asserted: readonly string[];
  readonly diversion: readonly string[];
  readonly historyInfo: readonly string[];
}

/**
 * The caller for whom the exchange vouches, else the one in From; and the call's way.
 * @param own the user part of our own address: a history ends with us, which is no news
 * @param houseName what the house calls a number of its own, or null
 */
export function callerWay(
  from: Identity,
  headers: WayHeaders,
  own: string,
  houseName: (number: string) => string | null,
): CallerWay {
  const via = stations(headers, own, houseName);
  const way = via.length > 0 ? { via } : {};
  // There may be two, a sip: and a tel: one (RFC 3325 §9.1): the one with a telephone number.
  const vouched = parseNameAddrs(headers.asserted, 2).map(identityOf);
  const asserted = vouched.find(({ e164 }) => e164 !== null) ?? vouched[0];
  if (!asserted || asserted.dialled === '' || isAnonymous(asserted.dialled)) {
    return { ...from, ...way };
  }
  if (sameNumber(asserted, from)) {
    // Of one and the same the name may stand in either.
    return asserted.name === null || asserted.name === from.name
      ? { ...from, ...way }
      : { ...from, name: asserted.name, rawName: asserted.rawName, claimed: from, ...way };
  }
  return { ...asserted, claimed: from, ...way };
}

/** The user part of somebody who withholds their number. RFC 3323 §4.1.1.3; the rest is usage. */
export function isAnonymous(user: string): boolean {
  return /^(?:anonymous|unavailable|restricted|unknown)$/i.test(user.trim());
}

function stations(
  { diversion, historyInfo }: WayHeaders,
  own: string,
  houseName: (number: string) => string | null,
): Station[] {
  // The newest diversion is on top (RFC 5806 §7): turned round, the number first dialled leads.
  const diverted = parseNameAddrs(diversion, 2 * MOST_STATIONS)
    .map((one) => stationOf(one, one.params.get('reason') ?? null, houseName))
    .toReversed();
  // A history has them in their order and ends with whom it is delivered to.
  const history = parseNameAddrs(historyInfo, 2 * MOST_STATIONS).map((one) =>
    stationOf(one, causeIn(one.uri), houseName),
  );
  const all = diverted.length > 0 ? diverted : history.slice(0, -1);
  const seen = new Set([own]);
  return all
    .filter(({ number }) => {
      if (number === '' || seen.has(number)) return false;
      seen.add(number);
      return true;
    })
    .slice(0, MOST_STATIONS);
}

function stationOf(
  address: NameAddr,
  reason: string | null,
  houseName: (number: string) => string | null,
): Station {
  const { dialled, e164, name } = identityOf(address);
  const shown = reason === null ? '' : cleanDisplayName(reason);
  return {
    number: dialled,
    e164,
    name: houseName(e164 ?? dialled) ?? houseName(dialled) ?? name,
    reason: /^[\w .-]{1,32}$/.test(shown) ? shown : null,
  };
}

/** Why it was sent there: a Reason header within the address, or a cause. RFC 7044 §5, RFC 4458. */
function causeIn(uri: string): string | null {
  return /(?:[?&]Reason=[^&]{0,40}?cause%3D|;cause=)(\d{3})\b/i.exec(uri)?.[1] ?? null;
}

function identityOf({ uri, name: rawName }: NameAddr): Identity {
  const user = userPartOf(uri).slice(0, LONGEST_NUMBER);
  return {
    address: uri.slice(0, LONGEST_ADDRESS),
    dialled: cleanDisplayName(user),
    e164: parsePhoneNumber(user).e164,
    name: rawName === null ? null : cleanDisplayName(rawName) || null,
    rawName,
  };
}

function sameNumber(a: Identity, b: Identity): boolean {
  return a.e164 === null ? a.dialled === b.dialled : a.e164 === b.e164;
}

/**
 * Looks a number up in the list of the house's own, however it is written.
 * @returns its name, or null
 */
export function houseNames(
  names: readonly { readonly number: string; readonly name: string }[],
): (number: string) => string | null {
  const byNumber = new Map<string, string>();
  for (const { number, name } of names) byNumber.set(canonical(number), name);
  return (number) => byNumber.get(canonical(number)) ?? null;
}

function canonical(number: string): string {
  return parsePhoneNumber(number).e164 ?? number.replace(/[\s\-.()]/g, '').toLowerCase();
}
