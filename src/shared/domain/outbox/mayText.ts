import type { AwayReason } from '../availability/reasons.ts';
import { canBeCalledBack } from '../callback/linking.ts';
import type { CallFact, CallRow } from '../call/record.ts';
import { kindOfNumber } from '../contact/numberKind.ts';
import type { PhoneNumberKind } from '../phone-number/phoneNumber.ts';
import { TEXTABLE_KINDS } from './policy.ts';
import type { MissedTexts } from './policy.ts';

/** Why a caller got no text. Kept with the call, so that nobody has to guess. */
export const DECLINES = [
  /** No texts are written by themselves. */
  'off',
  /** Not while away for this reason. */
  'reason',
  /** The caller withholds their number. */
  'hidden',
  /** Such a number takes no texts. */
  'number',
  /** They have said that they want none. */
  'refused',
  /** So long ago that it would only puzzle. */
  'late',
  /** The hours they want are too far off: by then it would only puzzle. */
  'hours',
  /** They have one since the agent has been away. */
  'already',
] as const;
export type Decline = (typeof DECLINES)[number];

/** After that a text about a missed call is none any more; milliseconds. */
const LATEST_MS = 12 * 60 * 60_000;
/** Who wants none in the evening gets it in the morning, and not after a weekend; milliseconds. */
const LONGEST_HELD_MS = 24 * 60 * 60_000;

/** Colleagues and the exchange took care of the others. */
const CARED_FOR: readonly CallRow['outcome'][] = ['answered-elsewhere', 'forwarded', 'answered'];

/** Whether a fact ends a call about which it has to be decided. @param row with the fact in it */
export function asksForText(row: CallRow, fact: CallFact): boolean {
  if (fact.type !== 'ended' || row.direction !== 'inbound' || row.service !== null) return false;
  // Without a decision what to do with it, the call came to an agent at the desk.
  return row.treated !== null && row.answeredAt === null && !CARED_FOR.includes(row.outcome);
}

export interface MissedCall {
  readonly policy: Pick<MissedTexts, 'automatic' | 'numberKinds'>;
  /** As it is now; null where it has been taken off the list. */
  readonly reason: Pick<AwayReason, 'text'> | null;
  readonly caller: Pick<CallRow, 'dialled' | 'e164' | 'startedAt'>;
  /** They want no texts, not even such as inform them. */
  readonly refused: boolean;
  /** They were written to since the agent has been away. */
  readonly already: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
  /** When it suits them; null: never. */
  readonly leaves: number | null;
}

/** @returns why the caller gets no text; null where they get one */
export function whyNoText(call: MissedCall): Decline | null {
  const { policy, reason, caller, refused, already, now, leaves } = call;
  if (!policy.automatic) return 'off';
  if (!reason?.text) return 'reason';
  if (!canBeCalledBack(caller)) return 'hidden';
  if (!takesTexts(policy, kindOfCaller(caller))) return 'number';
  if (refused) return 'refused';
  if (now - caller.startedAt > LATEST_MS) return 'late';
  if (already) return 'already';
  return leaves === null || leaves - now > LONGEST_HELD_MS ? 'hours' : null;
}

export function kindOfCaller({
  e164,
  dialled,
}: Pick<CallRow, 'e164' | 'dialled'>): PhoneNumberKind {
  return kindOfNumber(e164 ?? dialled);
}

function takesTexts(
  { numberKinds }: Pick<MissedTexts, 'numberKinds'>,
  kind: PhoneNumberKind,
): boolean {
  const textable = TEXTABLE_KINDS.find((one) => one === kind);
  return textable !== undefined && numberKinds.includes(textable);
}
