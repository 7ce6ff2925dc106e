import type { Invitation, NameAddrHeader } from 'sip.js';
import type { Party } from '#shared/domain/call/call.ts';
import { parsePhoneNumber } from '#shared/domain/phone-number/phoneNumber.ts';
import { callerWay } from '#shared/domain/pbx/callerWay.ts';
import { cleanDisplayName } from '#shared/domain/text/displayName.ts';
import { withTel } from './telAddress.ts';

/** Characters kept of what a caller's device says of itself. */
const LONGEST_RAW_NAME = 1_024;
const LONGEST_ADDRESS = 1_024;
const LONGEST_USER = 256;

/**
 * Who calls: From (RFC 3261 §20.20), which is the caller's own word, and what the exchange says of
 * them and of the call's way.
 */
export function partyOfCaller(
  invitation: Invitation,
  own: string,
  houseName: (number: string) => string | null,
): Party {
  const { request } = invitation;
  const headers = {
    asserted: request.getHeaders('p-asserted-identity'),
    diversion: request.getHeaders('diversion'),
    historyInfo: request.getHeaders('history-info'),
  };
  return callerWay(partyOf(invitation.remoteIdentity), headers, own, houseName);
}

/** Who a From header names. */
export function partyOf({ uri, displayName }: NameAddrHeader): Party {
  const user = decodeUser(uri.user ?? '').slice(0, LONGEST_USER);
  const rawName = displayName ? displayName.slice(0, LONGEST_RAW_NAME) : null;
  return {
    address: withTel(`<${uri.toString()}>`).slice(1, -1).slice(0, LONGEST_ADDRESS),
    dialled: cleanDisplayName(user),
    e164: parsePhoneNumber(user).e164,
    name: rawName === null ? null : cleanDisplayName(rawName) || null,
    rawName,
  };
}

/** The user part may be percent-encoded (RFC 3261 §19.1.2); a broken encoding is shown as it is. */
function decodeUser(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}
